package io.veto.engine.line;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.statistics.FallBackRequests;
import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleWords;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeEncoder;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the damage guard's requests into records, and raises an alarm once each is in the journal.
 * <p>
 * <b>Note:</b> requests come from one thread, the scoring thread's; alarms are raised on a thread of their own, so that nobody waits for
 * a log. Allocates per request: it is rare.
 */
public final class FallBackPublisher implements FallBackRequests
{
    private static final int LENGTH = RecordDescriptor.recordLength(RecordDescriptor.HEADER_LENGTH + RuleModeChangeEncoder.BLOCK_LENGTH);

    private final OperatorQueue queue;
    private final Consumer<String> alarm;

    /**
     * Makes the publisher.
     *
     * @param queue to put the records into.
     * @param alarm takes one line for each rule that fell back.
     */
    public FallBackPublisher(final OperatorQueue queue, final Consumer<String> alarm)
    {
        this.queue = queue;
        this.alarm = alarm;
    }

    @Override
    public boolean offer(final RuleSet ruleSet, final int rule, final long hits, final long transactions)
    {
        final OperatorRecord record = record(ruleSet.hash(), rule, RuleMode.SHADOW, hits, transactions);
        if (!queue.offer(record))
        {
            return false;
        }
        final String text = text(ruleSet.rule(rule), hits, transactions);
        record.journalled().thenAcceptAsync(sequence -> alarm.accept(text + " sequence=" + sequence +
            ": its hits are recorded and change nothing any more; look into it, then bring it back with veto mode DIR " +
            ruleSet.rule(rule).id() + " live, or activate rules that expect it"));
        return true;
    }

    /**
     * Makes the record of a rule's change of mode.
     *
     * @param ruleSetHash  of the rule set; the change does nothing where another is in force by then.
     * @param rule         its index.
     * @param mode         whether its hits count from then on.
     * @param hits         that the guard saw; 0 for an operator's change.
     * @param transactions among so many.
     * @return the record, for the queue.
     */
    public static OperatorRecord record(
        final long ruleSetHash, final int rule, final RuleMode mode, final long hits, final long transactions)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        new RuleModeChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH).ruleSetHash(ruleSetHash).rule(rule)
            .mode(mode).unused((short)0).unused2(0).hits(hits).transactions(transactions);
        return new OperatorRecord(RecordDescriptor.TYPE_RULE_MODE, buffer, LENGTH);
    }

    private static String text(final Rule rule, final long hits, final long transactions)
    {
        return "rule falls back to shadow: rule=" + rule.id() + " expectedMaxPercent=" +
            RuleWords.percent(rule.expectedMaxMillionths()) + " hits=" + hits + " transactions=" + transactions;
    }
}
