package io.veto.engine.reservoir;

import io.veto.rules.window.TailListener;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where the tails are, told by the thread of the windows and read by {@link SegmentAhead}: a word per tail, the segment above its low 32
 * bits and the offset in them.
 * <p>
 * <b>Note:</b> one writing and one reading thread. Allocates nothing after construction.
 */
public final class TailPositions implements TailListener
{
    static final long NULL_PLACE = -1;

    private final AtomicLongArray places;

    /**
     * Makes the places of tails that have not told theirs.
     *
     * @param tails count.
     */
    public TailPositions(final int tails)
    {
        places = new AtomicLongArray(tails);
        for (int i = 0; i < tails; i++)
        {
            places.set(i, NULL_PLACE);
        }
    }

    @Override
    public void onTail(final int tail, final long segment, final int offset)
    {
        places.setRelease(tail, segment << Integer.SIZE | offset);
    }

    int count()
    {
        return places.length();
    }

    /**
     * Place of a tail.
     *
     * @param tail number of the tail.
     * @return segment and offset; {@link #NULL_PLACE} if it has not told.
     */
    long place(final int tail)
    {
        return places.getAcquire(tail);
    }

    static long segment(final long place)
    {
        return place >>> Integer.SIZE;
    }

    static int offset(final long place)
    {
        return (int)place;
    }
}
