package io.veto.engine.line;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.statistics.FallBackRequests;
import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeEncoder;
import java.math.BigDecimal;
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
    private static final int MILLIONTHS_PER_PERCENT_DIGITS = 4;

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
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        new RuleModeChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH).ruleSetHash(ruleSet.hash()).rule(rule)
            .mode(RuleMode.SHADOW).unused((short)0).unused2(0).hits(hits).transactions(transactions);
        final OperatorRecord record = new OperatorRecord(RecordDescriptor.TYPE_RULE_MODE, buffer, LENGTH);
        if (!queue.offer(record))
        {
            return false;
        }
        final String text = text(ruleSet.rule(rule), hits, transactions);
        record.journalled().thenAcceptAsync(sequence -> alarm.accept(text + " sequence=" + sequence +
            ": from here on its hits are recorded and change nothing; look into it, and bring it back with veto rules activate"));
        return true;
    }

    private static String text(final Rule rule, final long hits, final long transactions)
    {
        return "rule falls back to shadow: rule=" + rule.id() + " expectedMaxPercent=" +
            BigDecimal.valueOf(rule.expectedMaxMillionths(), MILLIONTHS_PER_PERCENT_DIGITS).stripTrailingZeros().toPlainString() +
            " hits=" + hits + " transactions=" + transactions;
    }
}
