package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Layout;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.ingest.TestAppliance;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.Windows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Windows that end by a wall clock, and windows that empty while nothing comes. */
@Timeout(120)
class PassingTimeTest
{
    private static final String PARIS = """
        rule paris "Third of the day in Paris"
          decline if count(card, tumbling 1d "Europe/Paris") > 2
        """;
    private static final String SHORT = """
        rule card "Short"
          review if count(card, 10s) > 1000000

        rule terminal "Longer"
          review if sum(amount, terminal, 20s) > 1000000000.00

        rule cards "Delayed"
          review if distinct(card, terminal, 5s delayed 15s) > 1000000
        """;
    private static final long SILENCE_MS = 10_000;
    private static final long BUDGET_NS = TimeUnit.SECONDS.toNanos(100);
    private static final int EVENTS = 100 * 256;
    private static final int BATCH = 256;
    private static final int EVENTS_PER_MS = 20;

    @TempDir
    private Path folder;

    @Test
    void shouldEndADayByTheWallClockOfItsZoneAcrossARestart() throws IOException
    {
        final List<String> unbroken = new ArrayList<>();
        final List<String> broken = new ArrayList<>();
        try (TestAppliance server = paris("unbroken"))
        {
            unbroken.addAll(feed(server, 0, 9));
        }
        for (int from = 0; from < 9; from += 3)
        {
            try (TestAppliance server = paris("broken"))
            {
                broken.addAll(feed(server, from, from + 3));
            }
        }

        assertEquals(
            List.of("1 APPROVE{}", "2 APPROVE{}", "3 DECLINE{}", "4 DECLINE{}", "5 APPROVE{}", "6 APPROVE{}", "7 DECLINE{}", "8 APPROVE{}",
                "9 APPROVE{}"),
            unbroken);
        assertEquals(unbroken, broken);
    }

    @Test
    void shouldTickNoFurtherThanTheWindowsReachUntilTheyAreEmpty() throws IOException, InterruptedException
    {
        final ScorerConfig eager = new ScorerConfig(0, 3_000, WindowLimits.DEFAULT);
        final long fromMs = System.currentTimeMillis() - 18_000;
        try (TestAppliance server =
            new TestAppliance(folder.resolve("data"), SHORT, ClockMode.INGEST, Layout.ONE, SILENCE_MS, eager, BUDGET_NS);
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (int i = 0; i < EVENTS; i += BATCH)
            {
                exchange(sender, i, fromMs);
            }
            while (System.currentTimeMillis() < fromMs + EVENTS / EVENTS_PER_MS + 22_000)
            {
                Thread.sleep(20);
            }
        }

        final List<String> tooFar = new ArrayList<>();
        long ticks = 0;
        long held = 0;
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data"))))
        {
            final JournalReplay replay = new JournalReplay(reader, WindowRooms.main());
            long reachableMs = Long.MAX_VALUE;
            while (replay.next())
            {
                if (RecordDescriptor.TYPE_TICK == reader.type())
                {
                    final long timeMs = replay.scorer().windows().engineTimeMs();
                    ticks++;
                    held += timeMs == reachableMs ? 1 : 0;
                    if (timeMs > reachableMs)
                    {
                        tooFar.add("sequence=" + reader.sequence() + " reachableMs=" + reachableMs + " timeMs=" + timeMs);
                    }
                }
                reachableMs = null == replay.scorer() ? Long.MAX_VALUE : replay.scorer().windows().reachableMs();
            }
            final Windows windows = replay.scorer().windows();
            assertEquals(List.of(0L, 0, 0, Long.MAX_VALUE, (long)EVENTS),
                List.of(windows.retainedEvents(), windows.liveKeys(Key.of(KeyKind.CARD)), windows.liveKeys(Key.of(KeyKind.TERMINAL)),
                    windows.nextDueMs(), replay.transactions()));
            replay.scorer().close();
        }
        assertEquals(List.of(), tooFar);
        assertTrue(held >= 3 && ticks > held, "held=" + held + " ticks=" + ticks);
    }

    private TestAppliance paris(final String name) throws IOException
    {
        return new TestAppliance(
            folder.resolve(name), PARIS, ClockMode.EVENT, Layout.ONE, SILENCE_MS, ScorerConfig.DEFAULT, BUDGET_NS);
    }

    private static List<String> feed(final TestAppliance server, final int from, final int to) throws IOException
    {
        final List<String> times = List.of("2024-03-29T23:00:00Z", "2024-03-30T22:58:00Z", "2024-03-30T22:59:00Z",
            "2024-03-30T22:59:59.999Z", "2024-03-30T23:00:00Z", "2024-03-31T21:58:00Z", "2024-03-31T21:59:59.999Z",
            "2024-03-31T22:00:00Z", "2024-03-31T23:00:00Z");
        final List<String> answers = new ArrayList<>();
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            assertEquals(from, sender.greet("acquirer"));
            for (final String time : times.subList(from, to))
            {
                sender.send(sender.transaction("card", "T1", 100, Instant.parse(time).toEpochMilli()));
                answers.add(sender.readShort());
            }
        }
        return answers;
    }

    private static void exchange(final RawSender sender, final int from, final long fromMs) throws IOException
    {
        final ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = from; i < from + BATCH; i++)
        {
            frames.writeBytes(sender.transaction("card-" + i % 500, "T" + i % 7, 100, fromMs + i / EVENTS_PER_MS));
        }
        sender.send(frames.toByteArray());
        for (int i = 0; i < BATCH; i++)
        {
            sender.readShort();
        }
    }
}
