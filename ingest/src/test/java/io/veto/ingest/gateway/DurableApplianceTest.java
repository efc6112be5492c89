package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalConfig;
import io.veto.engine.line.Layout;
import io.veto.engine.line.LineConfig;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.Appliance;
import io.veto.ingest.ApplianceConfig;
import io.veto.ingest.TestJournal;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.Durability;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An appliance whose answers survive the loss of power, or whose disk fills up. */
@Timeout(60)
class DurableApplianceTest
{
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldAnswerAndJournalItsDurabilityInEitherLayout(final Layout layout) throws IOException
    {
        try (Appliance appliance = appliance(layout, new JournalConfig(Durability.MACHINE, 0));
            RawSender sender = new RawSender(appliance.port()))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 3_000, 1_000));
            sender.send(sender.transaction("card", "T1", 3_001, 2_000));

            assertEquals(List.of("1 APPROVE{}", "2 APPROVE{}"), List.of(sender.readShort(), sender.readShort()));
        }
        assertEquals(Durability.MACHINE, TestJournal.replay(folder.resolve("data")).settings().durability());
    }

    @Test
    void shouldGoOnInAnotherDurability() throws IOException
    {
        for (final Durability durability : new Durability[]{Durability.MACHINE, Durability.PROCESS, Durability.MACHINE})
        {
            try (Appliance appliance = appliance(Layout.ONE, new JournalConfig(durability, 0)))
            {
                assertEquals(null, appliance.failure());
            }
        }
        assertEquals(3, TestJournal.replay(folder.resolve("data")).epoch());
    }

    @Test
    void shouldTellTheOperatorOnceAndCountWhenTheDiskFillsUp() throws IOException
    {
        try (Appliance appliance = appliance(Layout.ONE, new JournalConfig(Durability.PROCESS, Long.MAX_VALUE)))
        {
            while (0 == appliance.counters().diskWarnings.get())
            {
                Thread.onSpinWait();
            }
            assertEquals(1L, appliance.counters().values().get("disk space warnings"));
        }
        final List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).matches("veto: disk is filling up: warnUsable=9223372036854775807 usable=\\d+ stopUsable=67108864: " +
            "make room in the file system of the data folder before the server stops"), lines.get(0));
    }

    private Appliance appliance(final Layout layout, final JournalConfig journal) throws IOException
    {
        final GatewayConfig gateway = new GatewayConfig("127.0.0.1", 0, 4, 500, ClockMode.EVENT, 5_000, 60_000);
        final LineConfig line = new LineConfig(layout, new int[0], 64, TimeUnit.SECONDS.toNanos(100), 0, false);
        final ApplianceConfig config = new ApplianceConfig(folder.resolve("data"), null, gateway, line, ScorerConfig.DEFAULT,
            RuleStatistics.MATURITY_MS_DEFAULT, journal);
        return new Appliance(config, new PrintStream(log, true, StandardCharsets.UTF_8));
    }
}
