package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.RuleSetTextEncoder;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.ZoneTransitions;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReplayTest
{
    private static final RuleSet RULE_SET = RuleSetCompiler.compile("test.rules", "rule A review if amount > 220.00");
    private static final ProcessSettings SETTINGS = new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 0, 0, 0, 0);

    @TempDir
    private Path data;
    private Path folder;

    @BeforeEach
    void name()
    {
        folder = data.resolve("journal");
    }

    @Test
    void shouldTakeTimeZonesInFrontOfTheRuleSet()
    {
        final ZoneTransitions zone =
            new ZoneTransitions("Europe/Paris", new long[]{Long.MIN_VALUE, 1_700_000_000_000L}, new long[]{0, 5 * 3_600_000L});
        final RuleSet zoned =
            RuleSetCompiler.compile("zoned.rules", "rule A review if count(card, tumbling 1d \"Europe/Paris\") > 2", name -> zone);
        try (JournalWriter journal = new JournalWriter(folder, 0))
        {
            StartRecords.append(journal, SETTINGS, zoned, 1, 0, true, 0);
        }

        try (JournalReader reader = new JournalReader(folder))
        {
            final JournalReplay replay = new JournalReplay(reader, WindowRooms.main());
            replay.toEnd();

            assertEquals(List.of(3L, 2L, zoned.hash(), List.of(zone)),
                List.of(replay.records(), replay.lastSequence(), replay.scorer().ruleSet().hash(),
                    List.of(replay.scorer().ruleSet().zones())));
            replay.scorer().close();
        }
    }

    @Test
    void shouldRefuseARuleSetWhoseTimeZoneIsMissing()
    {
        final String text = "rule A review if count(card, tumbling 1d \"Europe/Paris\") > 2";
        final RuleSet zoned = RuleSetCompiler.compile("zoned.rules", text, new JvmZones());
        write(ruleSetRecord(text, zoned.hash()), RecordDescriptor.TYPE_RULE_SET);

        try (JournalReader reader = new JournalReader(folder))
        {
            final JournalReplay replay = new JournalReplay(reader, WindowRooms.main());

            final RuleSetException e = assertThrows(RuleSetException.class, replay::toEnd);

            assertTrue(e.getMessage().startsWith("journal:1:1:"), e.getMessage());
        }
    }

    @Test
    void shouldRefuseARecordOfUnknownType()
    {
        write(new UnsafeBuffer(new byte[64]), 99);

        try (JournalReader reader = new JournalReader(folder))
        {
            final JournalReplay replay = new JournalReplay(reader, WindowRooms.main());

            final JournalDamagedException e = assertThrows(JournalDamagedException.class, replay::toEnd);

            assertEquals("journal damaged: unknown record type: sequence=1 type=99: read it with the version of Veto that wrote it",
                e.getMessage());
        }
    }

    private void write(final UnsafeBuffer first, final int type)
    {
        try (JournalWriter journal = new JournalWriter(folder, 0))
        {
            StartRecords.append(journal, SETTINGS, RULE_SET, 1, 0, false, 0);
            append(journal, first, type, 1);
            journal.flush();
        }
    }

    private static UnsafeBuffer ruleSetRecord(final String text, final long hash)
    {
        final int block = RecordDescriptor.HEADER_LENGTH;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.recordLength(
            block + RuleSetTextEncoder.BLOCK_LENGTH + RuleSetTextEncoder.textHeaderLength() + text.length())]);
        new RuleSetTextEncoder().wrap(record, block).ruleSetHash(hash).text(text);
        return record;
    }

    private static void append(final JournalWriter journal, final UnsafeBuffer record, final int type, final long sequence)
    {
        RecordDescriptor.putHeader(record, 0, record.capacity(), type, 1, sequence, 0);
        journal.append(record, 0, record.capacity());
    }
}
