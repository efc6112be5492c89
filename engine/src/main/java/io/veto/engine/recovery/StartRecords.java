package io.veto.engine.recovery;

import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.window.ZoneTransitions;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what every process journals before it takes anything in: its settings and, the first time, the rule
 * set with its whole text behind the time zones that it uses.
 */
public final class StartRecords
{
    private StartRecords()
    {
    }

    /**
     * Appends a process start, and the rule set with its time zones where the journal has none yet, in one batch.
     *
     * @param journal      to append to.
     * @param settings     of this process.
     * @param ruleSet      that will answer.
     * @param epoch        of this process.
     * @param lastSequence of the journal.
     * @param withRuleSet  whether the journal has no rule set yet.
     * @param nowNs        epoch nanoseconds.
     * @return the journal's last sequence after it.
     */
    public static long append(
        final JournalWriter journal,
        final ProcessSettings settings,
        final RuleSet ruleSet,
        final int epoch,
        final long lastSequence,
        final boolean withRuleSet,
        final long nowNs)
    {
        final int block = RecordDescriptor.HEADER_LENGTH;
        final UnsafeBuffer start = new UnsafeBuffer(
            new byte[RecordDescriptor.recordLength(block + ProcessStartEncoder.BLOCK_LENGTH)]);
        settings.encode(new ProcessStartEncoder().wrap(start, block), ruleSet.hash());
        append(journal, start, RecordDescriptor.TYPE_PROCESS_START, epoch, lastSequence, nowNs);
        long sequence = lastSequence;
        if (withRuleSet)
        {
            for (final ZoneTransitions zone : ruleSet.zones())
            {
                append(journal, ZoneRecord.encode(zone), RecordDescriptor.TYPE_ZONE, epoch, ++sequence, nowNs);
            }
            append(journal, RuleSetRecord.encode(ruleSet, 0, 0), RecordDescriptor.TYPE_RULE_SET, epoch, ++sequence, nowNs);
        }
        journal.flush();
        return sequence;
    }

    private static void append(
        final JournalWriter journal, final UnsafeBuffer record, final int type, final int epoch, final long sequence, final long nowNs)
    {
        RecordDescriptor.putHeader(record, 0, record.capacity(), type, epoch, sequence, nowNs);
        journal.append(record, 0, record.capacity());
    }
}
