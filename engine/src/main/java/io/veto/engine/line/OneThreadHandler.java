package io.veto.engine.line;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;

/**
 * The three stages on one thread: each slot is scored and staged, and at the end of the batch the batch is journalled and then
 * answered.
 * <p>
 * <b>Note:</b> one thread.
 */
final class OneThreadHandler implements EventHandler<Slot>
{
    private final RingBuffer<Slot> ring;
    private final ScoreHandler score;
    private final JournalHandler journal;
    private final ReplyHandler reply;
    private long unanswered = 0;

    OneThreadHandler(final RingBuffer<Slot> ring, final ScoreHandler score, final JournalHandler journal, final ReplyHandler reply)
    {
        this.ring = ring;
        this.score = score;
        this.journal = journal;
        this.reply = reply;
    }

    @Override
    public void onBatchStart(final long batchSize, final long queueDepth)
    {
        score.onBatchStart(batchSize, queueDepth);
    }

    @Override
    public void onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch)
    {
        score.onEvent(slot, ringSequence, endOfBatch);
        journal.onEvent(slot, ringSequence, endOfBatch);
        if (endOfBatch)
        {
            for (long next = unanswered; next <= ringSequence; next++)
            {
                reply.onEvent(ring.get(next), next, next == ringSequence);
            }
            unanswered = ringSequence + 1;
        }
    }
}
