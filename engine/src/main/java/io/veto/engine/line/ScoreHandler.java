package io.veto.engine.line;

import com.lmax.disruptor.EventHandler;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.DecisionFlagsDecoder;
import io.veto.rules.layout.InputFlagsEncoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.score.Scorer;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * First stage: reads the monotonic clock once per transaction to say whether it is over its budget, then scores it.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ScoreHandler implements EventHandler<Slot>
{
    private final Scorer scorer;
    private final LineCounters counters;
    private final long overBudgetNs;
    private final AtomicLong nextDueMs;
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final InputFlagsEncoder inputFlags = new InputFlagsEncoder();
    private final DecisionEncoder decision = new DecisionEncoder();
    private final DecisionDecoder decided = new DecisionDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final LabelEncoder labelled = new LabelEncoder();
    private final TickDecoder tick = new TickDecoder();

    /**
     * Makes the stage.
     *
     * @param scorer       that has seen the journal.
     * @param counters     to count in.
     * @param overBudgetNs age from which a transaction is over its budget; {@link Long#MAX_VALUE} for never.
     * @param nextDueMs    where to say when the windows next have something to do.
     */
    ScoreHandler(final Scorer scorer, final LineCounters counters, final long overBudgetNs, final AtomicLong nextDueMs)
    {
        this.scorer = scorer;
        this.counters = counters;
        this.overBudgetNs = overBudgetNs;
        this.nextDueMs = nextDueMs;
    }

    @Override
    public void onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch)
    {
        final UnsafeBuffer record = slot.record();
        final long sequence = RecordDescriptor.sequence(record, 0);
        switch (RecordDescriptor.type(record, 0))
        {
            case RecordDescriptor.TYPE_TRANSACTION -> onTransaction(slot, record, sequence);
            case RecordDescriptor.TYPE_LABEL -> onLabel(record, sequence);
            case RecordDescriptor.TYPE_TICK ->
            {
                counters.ticks.incrementRelease();
                tick.wrap(record, RecordDescriptor.HEADER_LENGTH, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION);
                scorer.onTick(tick.timeMs());
            }
            default ->
            {
            }
        }
        if (endOfBatch)
        {
            nextDueMs.setRelease(scorer.windows().nextDueMs());
        }
    }

    private void onTransaction(final Slot slot, final UnsafeBuffer record, final long sequence)
    {
        final int offset = RecordDescriptor.SOURCED_BLOCK_OFFSET;
        transaction.wrap(record, offset, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
        if (System.nanoTime() - slot.ingressNanoTime() > overBudgetNs)
        {
            inputFlags.wrap(record, offset + TransactionEncoder.inputFlagsEncodingOffset()).overBudget(true);
            counters.overBudget.incrementRelease();
        }
        scorer.onTransaction(sequence, transaction, decision.wrap(record, RecordDescriptor.DECISION_OFFSET));
        counters.transactions.incrementRelease();
        final DecisionFlagsDecoder flags = decided.wrap(record, RecordDescriptor.DECISION_OFFSET).flags();
        if (!flags.isEmpty())
        {
            count(flags);
        }
    }

    private void onLabel(final UnsafeBuffer record, final long sequence)
    {
        final int offset = RecordDescriptor.SOURCED_BLOCK_OFFSET;
        label.wrap(record, offset, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION);
        scorer.onLabel(sequence, label, labelled.wrap(record, offset).flags());
        counters.labels.incrementRelease();
        if (label.flags().unknownTarget())
        {
            counters.labelsUnknown.incrementRelease();
        }
    }

    private void count(final DecisionFlagsDecoder flags)
    {
        add(counters.late, flags.late());
        add(counters.clockAhead, flags.clockAhead());
        add(counters.standIns, flags.standIn());
        add(counters.ruleErrors, flags.ruleError());
        add(counters.uncounted, flags.uncounted());
    }

    private static void add(final AtomicCounter counter, final boolean flag)
    {
        if (flag)
        {
            counter.incrementRelease();
        }
    }
}
