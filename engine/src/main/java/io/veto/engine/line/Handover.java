package io.veto.engine.line;

import io.veto.engine.recovery.PastFeed;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where the line and the thread that warms a new rule set's scorer meet: at most one {@link Joint} at a time.
 * <p>
 * <b>Note:</b> joining and leaving belong to the warming thread; any thread may ask.
 */
public final class Handover
{
    private final AtomicReference<Joint> joint = new AtomicReference<>();
    private final AtomicLong lastScored;
    private final int ringLength;

    /**
     * Nobody has joined.
     *
     * @param lastSequence of the journal.
     */
    public Handover(final long lastSequence)
    {
        this(lastSequence, Joint.RING_LENGTH);
    }

    Handover(final long lastSequence, final int ringLength)
    {
        this.ringLength = ringLength;
        lastScored = new AtomicLong(lastSequence);
    }

    /**
     * Has every record copied that the line scores from now on.
     *
     * @param feed that the copies are for.
     * @return the joint, in the place of any other.
     */
    public Joint join(final PastFeed feed)
    {
        final Joint joined = new Joint(feed, ringLength);
        joint.setRelease(joined);
        return joined;
    }

    /**
     * Ends the copying.
     *
     * @param left what {@link #join} gave; nothing happens where it is over already.
     */
    public void leave(final Joint left)
    {
        joint.compareAndSet(left, null);
    }

    /**
     * How far the line has come.
     *
     * @return sequence of a record that was scored a short time ago.
     */
    public long lastScored()
    {
        return lastScored.getAcquire();
    }

    void onScored(final long sequence)
    {
        lastScored.setRelease(sequence);
    }

    Joint joint()
    {
        return joint.getAcquire();
    }
}
