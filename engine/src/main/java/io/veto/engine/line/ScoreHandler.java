package io.veto.engine.line;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.RuleSetRecord;
import io.veto.engine.statistics.RuleWatch;
import io.veto.rules.layout.CorrectionFlagsDecoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.DecisionFlagsDecoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.InputFlagsEncoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.score.Scorer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * First stage: reads the monotonic clock once per transaction to say whether it is over its budget, then scores it.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ScoreHandler implements EventHandler<Slot>
{
    private Scorer scorer;
    private final Handover handover;
    private final RuleWatch watch;
    private final LineCounters counters;
    private final long overBudgetNs;
    private final DueTimes dueTimes;
    private final RingBuffer<Slot> ring;
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final InputFlagsEncoder inputFlags = new InputFlagsEncoder();
    private final DecisionEncoder decision = new DecisionEncoder();
    private final DecisionDecoder decided = new DecisionDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final LabelEncoder labelled = new LabelEncoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final ReversalEncoder reversed = new ReversalEncoder();
    private final TickDecoder tick = new TickDecoder();
    private final ListChangeDecoder listChange = new ListChangeDecoder();
    private final RuleModeChangeDecoder ruleMode = new RuleModeChangeDecoder();
    private final TransactionDecoder ahead = new TransactionDecoder();
    private long untouched = 0;
    private long batchEnd = 0;

    /**
     * Makes the stage.
     *
     * @param scorer       that has seen the journal.
     * @param handover     by which another scorer may come to answer.
     * @param watch        over the rules.
     * @param counters     to count in.
     * @param overBudgetNs age from which a transaction is over its budget; {@link Long#MAX_VALUE} for never.
     * @param dueTimes     where to say when the windows next have something to do.
     * @param ring         of the slots, to look ahead.
     */
    ScoreHandler(
        final Scorer scorer,
        final Handover handover,
        final RuleWatch watch,
        final LineCounters counters,
        final long overBudgetNs,
        final DueTimes dueTimes,
        final RingBuffer<Slot> ring)
    {
        this.scorer = scorer;
        this.handover = handover;
        this.watch = watch;
        this.counters = counters;
        this.overBudgetNs = overBudgetNs;
        this.dueTimes = dueTimes;
        this.ring = ring;
    }

    /**
     * The scorer that answers now.
     */
    Scorer scorer()
    {
        return scorer;
    }

    @Override
    public void onBatchStart(final long batchSize, final long queueDepth)
    {
        batchEnd = untouched + batchSize;
    }

    @Override
    public void onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch)
    {
        if (ringSequence >= untouched)
        {
            touchAhead(ringSequence);
        }
        final UnsafeBuffer record = slot.record();
        final long sequence = RecordDescriptor.sequence(record, 0);
        switch (RecordDescriptor.type(record, 0))
        {
            case RecordDescriptor.TYPE_TRANSACTION -> onTransaction(slot, record, sequence);
            case RecordDescriptor.TYPE_LABEL -> onLabel(record, sequence);
            case RecordDescriptor.TYPE_REVERSAL -> onReversal(record, sequence);
            case RecordDescriptor.TYPE_TICK ->
            {
                counters.ticks.incrementRelease();
                tick.wrap(record, RecordDescriptor.HEADER_LENGTH, TickDecoder.BLOCK_LENGTH, TickDecoder.SCHEMA_VERSION);
                scorer.onTick(tick.timeMs());
                watch.onTick();
            }
            case RecordDescriptor.TYPE_RULE_MODE -> onRuleMode(slot.operatorRecord());
            case RecordDescriptor.TYPE_LIST -> onListChange(slot.operatorRecord());
            case RecordDescriptor.TYPE_RULE_SET -> onRuleSet(slot, sequence);
            default ->
            {
            }
        }
        final Joint joint = handover.joint();
        if (null != joint)
        {
            joint.onScored(null == slot.operatorRecord() ? record : slot.operatorRecord().buffer(), slot.length());
        }
        if (endOfBatch)
        {
            handover.onScored(sequence);
            counters.idsForgotten.setRelease(scorer.forgotten());
            dueTimes.set(scorer.windows().nextDueMs(), scorer.windows().reachableMs());
        }
    }

    /**
     * Goes on with the scorer that was warmed for a rule set. Where it cannot be had the record is marked so that it changes nothing.
     */
    private void onRuleSet(final Slot slot, final long sequence)
    {
        final UnsafeBuffer record = slot.operatorRecord().buffer();
        final Joint joint = handover.joint();
        final Scorer next = null == joint ? null : joint.takeOver(RuleSetRecord.ruleSetHash(record, 0), sequence);
        if (null == next)
        {
            RuleSetRecord.giveUp(record, 0);
            return;
        }
        final Scorer retired = scorer;
        scorer = next;
        watch.onActivation(next);
        handover.leave(joint);
        joint.onTakenOver(retired);
        counters.activations.incrementRelease();
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
        scorer.advance(transaction);
        counters.transactions.incrementRelease();
        decision.wrap(record, RecordDescriptor.DECISION_OFFSET);
        if (scorer.isRepeat(sequence, RecordDescriptor.sourceId(record, 0), transaction, decision))
        {
            inputFlags.wrap(record, offset + TransactionEncoder.inputFlagsEncodingOffset()).duplicate(true);
            counters.repeats.incrementRelease();
            return;
        }
        scorer.evaluate(transaction);
        watch.onEvaluated();
        scorer.apply(sequence, transaction, decision);
        watch.onTransaction(sequence, decided.wrap(record, RecordDescriptor.DECISION_OFFSET));
        final DecisionFlagsDecoder flags = decided.flags();
        if (!flags.isEmpty())
        {
            count(flags);
        }
    }

    /**
     * Loads what the next transactions of the batch will need into the caches, together, so that the waits for memory overlap.
     */
    private void touchAhead(final long from)
    {
        boolean hasRoom = true;
        long next = from;
        while (hasRoom && next < batchEnd)
        {
            final UnsafeBuffer record = ring.get(next++).record();
            if (RecordDescriptor.TYPE_TRANSACTION == RecordDescriptor.type(record, 0))
            {
                hasRoom = scorer.lookAhead(ahead.wrap(
                    record, RecordDescriptor.SOURCED_BLOCK_OFFSET, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION));
            }
        }
        scorer.touch();
        untouched = next;
    }

    private void onLabel(final UnsafeBuffer record, final long sequence)
    {
        final int offset = RecordDescriptor.SOURCED_BLOCK_OFFSET;
        label.wrap(record, offset, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION);
        scorer.onLabel(sequence, label, labelled.wrap(record, offset).flags());
        watch.onLabel(scorer.original(label.targetSequence()), FraudLabel.FRAUD == label.fraud());
        counters.labels.incrementRelease();
        final CorrectionFlagsDecoder flags = label.flags();
        add(counters.labelsUnknown, flags.unknownTarget());
        add(counters.correctionsUncounted, flags.uncounted());
    }

    private void onReversal(final UnsafeBuffer record, final long sequence)
    {
        final int offset = RecordDescriptor.SOURCED_BLOCK_OFFSET;
        reversal.wrap(record, offset, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION);
        scorer.onReversal(sequence, reversal, reversed.wrap(record, offset).flags());
        counters.reversals.incrementRelease();
        final CorrectionFlagsDecoder flags = reversal.flags();
        add(counters.reversalsUnknown, flags.unknownTarget());
        add(counters.reversalsExceeded, flags.exceeded());
        add(counters.correctionsUncounted, flags.uncounted());
    }

    private void onListChange(final OperatorRecord record)
    {
        scorer.onListChange(listChange.wrap(
            record.buffer(), RecordDescriptor.HEADER_LENGTH, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION));
        counters.listChanges.incrementRelease();
    }

    private void onRuleMode(final OperatorRecord record)
    {
        ruleMode.wrap(
            record.buffer(), RecordDescriptor.HEADER_LENGTH, RuleModeChangeDecoder.BLOCK_LENGTH, RuleModeChangeDecoder.SCHEMA_VERSION);
        add(counters.ruleModeChanges, watch.onRuleMode(ruleMode));
    }

    private void count(final DecisionFlagsDecoder flags)
    {
        add(counters.late, flags.late());
        add(counters.clockAhead, flags.clockAhead());
        add(counters.standIns, flags.standIn());
        add(counters.ruleErrors, flags.ruleError() || flags.conditionError());
        add(counters.uncounted, flags.uncounted());
        add(counters.outsideRun, flags.outsideRun());
    }

    private static void add(final AtomicCounter counter, final boolean flag)
    {
        if (flag)
        {
            counter.incrementRelease();
        }
    }
}
