package io.veto.engine.line;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.PastFeed;
import io.veto.rules.score.Scorer;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Copies of what the line has scored, on their way to a scorer that is being warmed, and who has that scorer. The line copies each record
 * into a ring; the warming thread feeds them, behind the last record that it has read from the journal. At the record of the
 * activation the line takes the scorer over, feeds what is left in the ring itself, and answers with it from then on.
 * <p>
 * A ring that is full ends the copying, never the line's going on. A scorer that cannot be had in {@link #WAIT_NS}, or for which more than
 * {@link #REST_LENGTH_MAX} is left, is not taken over: no transaction waits for more.
 * <p>
 * <b>Note:</b> one object for one attempt. The warming thread may touch feed and scorer between {@link #acquire} and {@link #release}
 * only.
 */
public final class Joint
{
    /** Bytes of the ring. */
    static final int RING_LENGTH = 1 << 24;
    /** Most bytes that the line feeds itself. */
    static final int REST_LENGTH_MAX = 1 << 20;
    /** Longest wait of the line for the warming thread. */
    static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int TYPE_COPY = 1;
    private static final int FREE = 0;
    private static final int WARMING = 1;
    private static final int TAKEN = 2;

    /**
     * What became of a joint at the record of the activation.
     *
     * @param retired scorer that answers no more and is to be closed; null where it goes on answering.
     * @param refusal why the warmed scorer was not taken over, in one line; null where it was.
     * @param isFinal whether the warmed scorer is of no use any more.
     */
    public record Outcome(Scorer retired, String refusal, boolean isFinal)
    {
    }

    private final PastFeed feed;
    private final OneToOneRingBuffer ring;
    private final MessageHandler onCopy;
    private final AtomicInteger owner = new AtomicInteger(FREE);
    private final AtomicLong firstCopied = new AtomicLong(RecordDescriptor.NULL_SEQUENCE);
    private final AtomicBoolean isOverflowed = new AtomicBoolean();
    private final AtomicReference<Outcome> outcome = new AtomicReference<>();

    Joint(final PastFeed feed, final int ringLength)
    {
        this.feed = feed;
        ring = new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(ringLength + RingBufferDescriptor.TRAILER_LENGTH)));
        onCopy = (type, buffer, index, length) -> feed.onRecord(buffer, index);
    }

    /**
     * Takes feed and scorer for the warming thread.
     *
     * @return false if the line has taken them over.
     */
    public boolean acquire()
    {
        return owner.compareAndSet(FREE, WARMING);
    }

    /**
     * Leaves feed and scorer to whoever takes them next.
     */
    public void release()
    {
        owner.setRelease(FREE);
    }

    /**
     * Where the copies begin.
     *
     * @return sequence of the first; {@link RecordDescriptor#NULL_SEQUENCE} while there is none.
     */
    public long firstCopied()
    {
        return firstCopied.getAcquire();
    }

    /**
     * Whether nothing is missing between the last record fed and the first copy; between {@link #acquire} and {@link #release}.
     *
     * @return false while what is missing must be read from the journal.
     */
    public boolean copiesFollow()
    {
        return feed.sequence() >= firstCopied() - 1;
    }

    /**
     * Whether a record could not be copied, so that the journal must be followed again.
     *
     * @return true if some are missing.
     */
    public boolean isOverflowed()
    {
        return isOverflowed.getAcquire();
    }

    /**
     * Feeds copies; between {@link #acquire} and {@link #release}.
     *
     * @param recordsMax most records.
     * @return records fed.
     */
    public int drain(final int recordsMax)
    {
        return ring.read(onCopy, recordsMax);
    }

    /**
     * What became of it.
     *
     * @return null before the record of the activation was scored.
     */
    public Outcome outcome()
    {
        return outcome.getAcquire();
    }

    /**
     * Copies a record that was scored. The line's.
     */
    void onScored(final DirectBuffer record, final int length)
    {
        if (!isOverflowed.getPlain())
        {
            if (RecordDescriptor.NULL_SEQUENCE == firstCopied.getPlain())
            {
                firstCopied.setRelease(RecordDescriptor.sequence(record, 0));
            }
            if (length > ring.maxMsgLength() || !ring.write(TYPE_COPY, record, 0, length))
            {
                isOverflowed.setRelease(true);
            }
        }
    }

    /**
     * Takes the scorer over. The line's.
     *
     * @param ruleSetHash of the activation.
     * @param sequence    of the activation.
     * @return the scorer, which has seen everything before it; null where it cannot be had: {@link #outcome} says why.
     */
    Scorer takeOver(final long ruleSetHash, final long sequence)
    {
        String refusal = refusal(ruleSetHash);
        boolean isFinal = false;
        if (null == refusal)
        {
            try
            {
                feed.isEvaluating(false);
                if (copiesFollow())
                {
                    drain(Integer.MAX_VALUE);
                }
                refusal = feed.sequence() == sequence - 1 ? null :
                    "the journal is behind: expectedSequence=" + (sequence - 1) + " sequence=" + feed.sequence();
            }
            catch (final RuntimeException | OutOfMemoryError e)
            {
                refusal = e.getMessage();
                isFinal = true;
            }
        }
        if (null == refusal)
        {
            return feed.scorer();
        }
        outcome.setRelease(new Outcome(null, refusal, isFinal));
        return null;
    }

    /**
     * Says that the scorer answers from now on. The line's.
     */
    void onTakenOver(final Scorer retired)
    {
        outcome.setRelease(new Outcome(retired, null, false));
    }

    private String refusal(final long ruleSetHash)
    {
        if (ruleSetHash != feed.scorer().ruleSet().hash())
        {
            return "another rule set is being warmed: expectedHash=" + Long.toHexString(feed.scorer().ruleSet().hash()) + " hash=" +
                Long.toHexString(ruleSetHash);
        }
        if (isOverflowed.getPlain() || ring.size() > REST_LENGTH_MAX)
        {
            return "the line is too far ahead: maximumLength=" + REST_LENGTH_MAX + " length=" + ring.size();
        }
        final long startNanoTime = System.nanoTime();
        while (!owner.compareAndSet(FREE, TAKEN))
        {
            if (System.nanoTime() - startNanoTime > WAIT_NS)
            {
                return "the warming thread did not let go: waitedNs=" + WAIT_NS;
            }
            Thread.yield();
        }
        return null;
    }
}
