package io.veto.engine.line;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SleepingWaitStrategy;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.engine.statistics.RuleWatch;
import io.veto.rules.score.Scorer;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The real stages over a real ring, without threads: the test says which of them goes on, and how far.
 */
public final class LineByHand
{
    /** Slots of the ring. */
    public static final int RING_CAPACITY = 64;
    private static final long OVER_BUDGET_NS = TimeUnit.HOURS.toNanos(1);

    /**
     * Looks on.
     */
    public interface Observer
    {
        /**
         * A record was scored: its image is what the journal will hold.
         */
        void onScored(DirectBuffer record, int length);

        /**
         * Something is about to go on: the place to throw.
         */
        void beforeStep(String what);

        /**
         * An excerpt begins with the record of this sequence.
         */
        void beforeExcerpt(long firstSequence);
    }

    private final RingBuffer<Slot> ring = RingBuffer.createSingleProducer(
        () -> new Slot(new UnsafeBuffer(new byte[RecordDescriptor.TRANSACTION_LENGTH])), RING_CAPACITY, new SleepingWaitStrategy());
    private final Sequence answered = new Sequence();
    private final Handover handover;
    private final ScoreHandler score;
    private final JournalHandler journal;
    private final ReplyHandler reply;
    private final OneThreadHandler one;
    private final Intake intake;
    private final Observer observer;
    private long scored = -1;
    private long journalled = -1;

    /**
     * Makes the line.
     */
    public LineByHand(
        final Scorer scorer,
        final RuleStatistics statistics,
        final JournalWriter writer,
        final int epoch,
        final long lastSequence,
        final Layout layout,
        final ReplySink sink,
        final Observer observer)
    {
        this.observer = observer;
        final LineCounters counters = new LineCounters();
        handover = new Handover(lastSequence, 1 << 16);
        score = new ScoreHandler(scorer, handover, new RuleWatch(scorer, statistics, (rules, rule, hits, transactions) -> true), counters,
            OVER_BUDGET_NS, new DueTimes(), ring);
        journal = new JournalHandler(writer);
        reply = new ReplyHandler(sink, counters, Long.MAX_VALUE);
        one = Layout.ONE == layout ? new OneThreadHandler(ring, score, journal, reply) : null;
        intake = new Intake(ring, epoch, lastSequence);
        ring.addGatingSequences(answered);
    }

    /** Where records enter. */
    public Intake intake()
    {
        return intake;
    }

    /** Where a warmed scorer comes in. */
    public Handover handover()
    {
        return handover;
    }

    /** The scorer that answers now. */
    public Scorer scorer()
    {
        return score.scorer();
    }

    /** Whether everything is answered. */
    public boolean isDrained()
    {
        return answered.get() == ring.getCursor();
    }

    /** Moment of ingress that makes a transaction over its budget, or not. */
    public static long ingressNanoTime(final boolean isOverBudget)
    {
        return System.nanoTime() - (isOverBudget ? 2 * OVER_BUDGET_NS : 0);
    }

    /** Takes the next slot, its record zeroed. */
    public UnsafeBuffer claim()
    {
        final UnsafeBuffer record = intake.claim().record();
        record.setMemory(0, record.capacity(), (byte)0);
        return record;
    }

    /** Scores a batch; on one thread journals and answers it too. */
    public void score(final int count)
    {
        final long end = Math.min(ring.getCursor(), scored + count);
        if (scored < end)
        {
            (null == one ? score : one).onBatchStart(end - scored, end - scored);
            beforeExcerpt(null != one, scored + 1);
        }
        while (scored < end)
        {
            observer.beforeStep("score");
            final Slot slot = ring.get(++scored);
            final OperatorRecord operatorRecord = slot.operatorRecord();
            try
            {
                if (null == one)
                {
                    score.onEvent(slot, scored, scored == end);
                }
                else
                {
                    one.onEvent(slot, scored, scored == end);
                }
            }
            finally
            {
                observer.onScored(null == operatorRecord ? slot.record() : operatorRecord.buffer(), slot.length());
            }
        }
        if (null != one)
        {
            journalled = scored;
            answered.set(scored);
        }
    }

    /** Journals a batch. */
    public void journal(final int count)
    {
        final long end = Math.min(scored, journalled + count);
        beforeExcerpt(null == one && journalled < end, journalled + 1);
        while (null == one && journalled < end)
        {
            observer.beforeStep("journal");
            journal.onEvent(ring.get(journalled + 1), journalled + 1, journalled + 1 == end);
            journalled++;
        }
    }

    /** Answers a batch. */
    public void reply(final int count)
    {
        replyUpTo(Math.min(journalled, answered.get() + count));
    }

    /** Answers what is scored and not journalled: a planted bug. */
    public void replyBeforeJournal(final int count)
    {
        replyUpTo(Math.min(scored, answered.get() + count));
    }

    private void beforeExcerpt(final boolean isBegun, final long ringSequence)
    {
        if (isBegun)
        {
            observer.beforeExcerpt(RecordDescriptor.sequence(ring.get(ringSequence).record(), 0));
        }
    }

    private void replyUpTo(final long end)
    {
        while (null == one && answered.get() < end)
        {
            observer.beforeStep("reply");
            final long next = answered.get() + 1;
            reply.onEvent(ring.get(next), next, next == end);
            answered.set(next);
        }
    }
}
