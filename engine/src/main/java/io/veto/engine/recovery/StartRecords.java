package io.veto.engine.recovery;

import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.layout.RuleSetTextEncoder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes what every process journals before it takes anything in: its settings and, the first time, the rule set with its whole text.
 */
public final class StartRecords
{
    private StartRecords()
    {
    }

    /**
     * Appends a process start, and the rule set where the journal has none yet, in one batch.
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
        final int startLength = RecordDescriptor.recordLength(block + ProcessStartEncoder.BLOCK_LENGTH);
        final UnsafeBuffer start = new UnsafeBuffer(new byte[startLength]);
        settings.encode(new ProcessStartEncoder().wrap(start, block), ruleSet.hash());
        RecordDescriptor.putHeader(start, 0, startLength, RecordDescriptor.TYPE_PROCESS_START, epoch, lastSequence, nowNs);
        journal.append(start, 0, startLength);
        long sequence = lastSequence;
        if (withRuleSet)
        {
            final int textLength = ruleSet.text().getBytes(StandardCharsets.UTF_8).length;
            final int length = RecordDescriptor.recordLength(
                block + RuleSetTextEncoder.BLOCK_LENGTH + RuleSetTextEncoder.textHeaderLength() + textLength);
            final UnsafeBuffer text = new UnsafeBuffer(new byte[length]);
            new RuleSetTextEncoder().wrap(text, block).ruleSetHash(ruleSet.hash()).text(ruleSet.text());
            RecordDescriptor.putHeader(text, 0, length, RecordDescriptor.TYPE_RULE_SET, epoch, ++sequence, nowNs);
            journal.append(text, 0, length);
        }
        journal.flush();
        return sequence;
    }
}
