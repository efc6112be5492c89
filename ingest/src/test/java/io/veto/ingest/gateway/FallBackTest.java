package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Layout;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.statistics.RuleFigures;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.TestAppliance;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that hits far more than its author expects, on a running server. */
@Timeout(60)
class FallBackTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final String RULES = """
        rule flood decline if amount > 10.00 expect <= 0.0001%
        rule big review if amount > 20.00
        """;

    @TempDir
    private Path folder;

    private final List<String> tables = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldLetTheRuleFallBackOnceAndStayThereAfterARestart(final Layout layout) throws IOException, InterruptedException
    {
        final List<String> told = new ArrayList<>();
        final String log;
        try (TestAppliance server = open(layout); RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (int i = 0; i < 8; i++)
            {
                send(sender, told);
            }
            awaitFallBack(server);
            if (tables.isEmpty())
            {
                tables.add(sender.readShort());
            }
            send(sender, told);
            awaitAlarm(server);
            log = server.log();
            assertEquals(1, server.appliance().counters().ruleModeChanges.get());
        }
        try (TestAppliance server = open(layout); RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            send(sender, told);
            final RuleStatistics statistics = server.appliance().statistics();
            assertEquals(10, statistics.transactions());
            assertEquals(new RuleFigures(10, 10, 0, 0, 0, true), statistics.figures(0));
            assertEquals(new RuleFigures(10, 2, 0, 0, 0, false), statistics.figures(1));
        }

        assertEquals(List.of("1 DECLINE{}", "2 DECLINE{}", "3 DECLINE{}", "4 DECLINE{}", "5 DECLINE{}", "6 DECLINE{}", "7 DECLINE{}",
            "8 DECLINE{}", "9 REVIEW{}", "10 REVIEW{}"), told);
        assertEquals(List.of("rules flood=SHADOW big=LIVE"), tables);
        assertEquals("veto: rule falls back to shadow: rule=flood expectedMaxPercent=0.0001 hits=8 transactions=8 sequence=11: its hits " +
            "are recorded and change nothing any more; look into it, then bring it back with veto mode DIR flood live, or activate " +
            "rules that expect it\n", log);
        assertEquals(List.of("11 rule=0 SHADOW hits=8 transactions=8"), changes());
    }

    @Test
    void shouldGoOnCountingAfterARestart() throws IOException
    {
        final List<String> told = new ArrayList<>();
        try (TestAppliance server = open(Layout.ONE); RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            send(sender, told);
            send(sender, told);
            sender.send(sender.label(1, FraudLabel.FRAUD));
            told.add(sender.readShort());
        }
        try (TestAppliance server = open(Layout.ONE); RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 100, NOON + TimeUnit.DAYS.toMillis(7)));
            told.add(sender.readShort());
            assertEquals(new RuleFigures(2, 2, 2, 1, 0, false), server.appliance().statistics().figures(0));
        }

        assertEquals(List.of("1 DECLINE{}", "2 DECLINE{}", "3 acknowledged{unknownTarget}", "4 APPROVE{}"), told);
    }

    private TestAppliance open(final Layout layout) throws IOException
    {
        return new TestAppliance(folder.resolve("data"), RULES, ClockMode.EVENT, layout, 10_000, ScorerConfig.DEFAULT,
            TimeUnit.SECONDS.toNanos(100));
    }

    private void send(final RawSender sender, final List<String> told) throws IOException
    {
        sender.send(sender.transaction("card", "T1", 3_000, NOON));
        String line = sender.readShort();
        if (line.startsWith("rules "))
        {
            tables.add(line);
            line = sender.readShort();
        }
        told.add(line);
    }

    private static void awaitFallBack(final TestAppliance server) throws InterruptedException
    {
        while (0 == server.appliance().counters().ruleModeChanges.get())
        {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void awaitAlarm(final TestAppliance server) throws InterruptedException
    {
        while (server.log().isEmpty())
        {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private List<String> changes()
    {
        final List<String> changes = new ArrayList<>();
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data"))))
        {
            while (reader.next())
            {
                if (RecordDescriptor.TYPE_RULE_MODE == reader.type())
                {
                    final RuleModeChangeDecoder change = new RuleModeChangeDecoder().wrap(reader.buffer(),
                        reader.offset() + RecordDescriptor.HEADER_LENGTH, RuleModeChangeDecoder.BLOCK_LENGTH, 0);
                    changes.add(reader.sequence() + " rule=" + change.rule() + " " + change.mode() + " hits=" + change.hits() +
                        " transactions=" + change.transactions());
                }
            }
        }
        return changes;
    }
}
