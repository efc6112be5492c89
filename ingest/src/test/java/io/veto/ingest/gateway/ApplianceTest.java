package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Layout;
import io.veto.engine.line.LineConfig;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.ingest.Appliance;
import io.veto.ingest.ApplianceConfig;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ApplianceTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final long SILENCE_MS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void shouldAnswerTheSameOnOneThreadAndOnThree() throws IOException
    {
        final List<String> one;
        final List<String> three;
        try (TestAppliance server = new TestAppliance(folder.resolve("one"), ClockMode.EVENT, Layout.ONE, SILENCE_MS))
        {
            one = feed(server, 1, 3_000);
        }
        try (TestAppliance server = new TestAppliance(folder.resolve("three"), ClockMode.EVENT, Layout.THREE, SILENCE_MS))
        {
            three = feed(server, 1, 3_000);
        }

        assertEquals(one, three);
        assertTrue(one.stream().anyMatch(answer -> answer.contains("DECLINE")));
        assertTrue(one.stream().anyMatch(answer -> answer.contains("REVIEW")));
    }

    @Test
    void shouldGoOnAfterARestartAsIfItHadNeverStopped() throws IOException
    {
        final List<String> unbroken;
        final List<String> broken = new ArrayList<>();
        try (TestAppliance server = new TestAppliance(folder.resolve("unbroken")))
        {
            unbroken = feed(server, 1, 900);
        }
        for (int part = 0; part < 3; part++)
        {
            try (TestAppliance server = new TestAppliance(folder.resolve("broken")))
            {
                broken.addAll(feed(server, 1 + 300 * part, 300));
            }
        }

        assertEquals(unbroken, broken);
    }

    @Test
    void shouldReplayNothingAfterACleanStop() throws IOException
    {
        final List<Long> replayed = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        for (int start = 0; start < 3; start++)
        {
            final TestAppliance server = new TestAppliance(folder.resolve("data"));
            try (server)
            {
                replayed.add(server.appliance().recoveredRecords());
                feed(server, 1 + 30 * start, 30);
            }
            told.add(server.log());
        }

        assertEquals(List.of(List.of(0L, 0L, 0L), List.of("", "", "")), List.of(replayed, told));
    }

    @Test
    void shouldGiveTheLastAnswerAgainAfterARestart() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            feed(server, 1, 1);
        }
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            assertEquals(1, sender.greet("acquirer"));
            sender.send(sender.fetch(1, 1));

            assertEquals("1 APPROVE{} replayed", sender.readShort());
        }
    }

    @Test
    void shouldLeaveNoRecordBehindWhenItsPortIsTaken() throws IOException
    {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            final GatewayConfig gateway =
                new GatewayConfig("127.0.0.1", taken.getLocalPort(), 4, SILENCE_MS, ClockMode.EVENT, 5_000, 60_000, 0);
            final LineConfig line = new LineConfig(Layout.ONE, new int[0], 64, 1_000_000, 0, false);
            final ApplianceConfig config =
                new ApplianceConfig(folder.resolve("data"), null, gateway, line, ScorerConfig.DEFAULT);

            final IOException e = assertThrows(IOException.class, () -> new Appliance(config, System.err));

            assertEquals("port cannot be opened: address=127.0.0.1:" + taken.getLocalPort() +
                " cause=Address already in use: stop what listens there, or choose another with --port", e.getMessage());
        }
        assertFalse(JournalReader.exists(DataFolder.journal(folder.resolve("data"))));
    }

    @Test
    void shouldReplayCleanAcrossRestarts() throws IOException
    {
        for (int part = 0; part < 3; part++)
        {
            try (TestAppliance server = new TestAppliance(folder.resolve("data")))
            {
                feed(server, 1 + 300 * part, 300);
            }
        }

        final JournalReplay replay = TestJournal.replay(folder.resolve("data"));
        assertEquals(List.of(3L, 3L * 300 - 90, 902L), List.of((long)replay.epoch(), replay.transactions(), replay.lastSequence()));
    }

    @Test
    void shouldAnswerByStandInWhenTheBudgetIsSpent() throws IOException
    {
        try (TestAppliance server = new TestAppliance(
            folder.resolve("data"), ClockMode.INGEST, Layout.ONE, SILENCE_MS, ScorerConfig.DEFAULT, 1);
            RawSender sender = new RawSender(server.appliance().port()))
        {
            final long now = System.currentTimeMillis();
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 3_000, now));
            sender.send(sender.transaction("card", "T1", 3_001, now));

            assertEquals(List.of("1 APPROVE{standIn}", "2 DECLINE{standIn}"), List.of(sender.readShort(), sender.readShort()));
        }
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldScoreAnEventFromTheFutureAtIngressTime() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"), ClockMode.INGEST, Layout.ONE, SILENCE_MS);
            RawSender sender = new RawSender(server.appliance().port()))
        {
            final long now = System.currentTimeMillis();
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 100, now + TimeUnit.HOURS.toMillis(1)));
            sender.send(sender.transaction("card", "T1", 100, now - TimeUnit.HOURS.toMillis(1)));

            assertEquals(List.of("1 APPROVE{clockAhead}", "2 APPROVE{late}"), List.of(sender.readShort(), sender.readShort()));
        }
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldTickWhileSomethingIsDueAndNotLonger() throws IOException, InterruptedException
    {
        final ScorerConfig eager = new ScorerConfig(0, 3_000, WindowLimits.DEFAULT);
        try (TestAppliance server = new TestAppliance(
            folder.resolve("data"), ClockMode.INGEST, Layout.ONE, SILENCE_MS, eager, TimeUnit.SECONDS.toNanos(100));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 100, System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(1) + 300));
            sender.readShort();
            Thread.sleep(2_000);
        }

        assertEquals(1, TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_TICK));
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldFlagAnEventThatFindsNoRoomToWait() throws IOException
    {
        final ScorerConfig narrow = new ScorerConfig(0, 3_000, new WindowLimits(1 << 14, 1 << 10, 1, 8));
        try (TestAppliance server = new TestAppliance(
            folder.resolve("data"), ClockMode.EVENT, Layout.ONE, SILENCE_MS, narrow, TimeUnit.SECONDS.toNanos(100));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 100, NOON));
            sender.send(sender.transaction("card", "T1", 100, NOON - 1));
            sender.send(sender.transaction("card", "T1", 100, NOON - 1));

            assertEquals(List.of("1 APPROVE{}", "2 APPROVE{late}", "3 APPROVE{late,uncounted}"),
                List.of(sender.readShort(), sender.readShort(), sender.readShort()));
        }
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldStopWhenTheStateIsFullAndAnswerNothingUnjournalled() throws IOException
    {
        final ScorerConfig narrow = new ScorerConfig(0, 3_000, new WindowLimits(1 << 14, 2, 16, 8));
        final TestAppliance server = new TestAppliance(
            folder.resolve("data"), ClockMode.EVENT, Layout.ONE, SILENCE_MS, narrow, TimeUnit.SECONDS.toNanos(100));
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (int i = 1; i <= 2; i++)
            {
                sender.send(sender.transaction("card-" + i, "T1", 100, NOON));
                assertEquals(i + " APPROVE{}", sender.readShort());
            }
            sender.send(sender.transaction("card-3", "T1", 100, NOON));
            while (null == server.appliance().failure())
            {
                Thread.onSpinWait();
            }

            assertEquals("accumulator table full: key=CARD maximumKeys=2 keys=2: shorten the longest window of this key",
                server.appliance().failure().getMessage());
        }
        server.appliance().close();
        assertEquals(2, TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_TRANSACTION));
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldRefuseAFolderThatIsInUse() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            final IOException e = assertThrows(IOException.class, () -> new TestAppliance(folder.resolve("data")));

            assertEquals("data folder is in use: folder=" + folder.resolve("data") + " pid=" + ProcessHandle.current().pid() +
                ": stop that process first", e.getMessage());
            assertEquals(1, feed(server, 1, 1).size());
        }
    }

    @Test
    void shouldRefuseAJournalWithoutItsKey() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            feed(server, 1, 1);
        }
        Files.delete(folder.resolve("data/token.key"));

        assertTrue(assertThrows(IOException.class, () -> new TestAppliance(folder.resolve("data"))).getMessage()
            .startsWith("token key is missing: file="));
    }

    @Test
    void shouldRefuseAKeyWithoutItsJournal() throws IOException
    {
        new TestAppliance(folder.resolve("data")).close();
        Files.move(folder.resolve("data/journal"), folder.resolve("elsewhere"));

        assertTrue(assertThrows(IOException.class, () -> new TestAppliance(folder.resolve("data"))).getMessage()
            .startsWith("journal is missing: folder="));
    }

    @Test
    void shouldMoveTheJournalOfAFirstStartAsideThatWasCutOff() throws IOException
    {
        Files.createDirectories(folder.resolve("data/journal"));
        Files.writeString(folder.resolve("data/journal/metadata.cq4t"), "");

        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            assertEquals(List.of("recovery moves the journal of a first start aside that was cut off before anybody was served, and " +
                "begins a new one"), server.plan().lines());
            assertEquals(1, feed(server, 1, 1).size());
        }
    }

    @Test
    void shouldRefuseAnotherKey() throws IOException
    {
        new TestAppliance(folder.resolve("data")).close();
        new TestAppliance(folder.resolve("other")).close();
        Files.copy(folder.resolve("other/token.key"), folder.resolve("data/token.key"),
            StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);

        assertTrue(assertThrows(IOException.class, () -> new TestAppliance(folder.resolve("data"))).getMessage()
            .startsWith("token key is not this journal's: expectedKeyId="));
    }

    private List<String> feed(final TestAppliance server, final int from, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            assertEquals(from - 1, sender.greet("acquirer"));
            for (int i = from; i < from + count; i++)
            {
                final boolean isLabel = 0 == i % 10;
                sender.send(isLabel ? sender.label(i - 1, 0 == i % 20 ? FraudLabel.FRAUD : FraudLabel.GENUINE) :
                    sender.transaction("card-" + i % 7, "T" + i % 3, 100L * (i % 231),
                        NOON + 1_500L * i - i % 4 * 9_000L + i / 90 * 40_000_000L));
                answers.add(sender.readShort());
            }
        }
        return answers;
    }
}
