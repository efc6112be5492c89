package io.veto.engine.reservoir;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;

/**
 * Goes ahead of the thread of the windows, so that it waits for no disk: keeps the next segments ready, and touches every page that lies
 * less than one segment's length ahead of a tail. The pages that a tail of 30 days comes to were written 30 days ago and may have left
 * memory since.
 * <p>
 * <b>Note:</b> run by one thread of its owner, who closes it before the segments. From construction to {@link #onClose} only its thread
 * unmaps. Allocates nothing after construction, except for a file that it makes.
 */
public final class SegmentAhead implements Agent
{
    private static final int PAGES_AT_ONCE = 64;

    private final MappedSegments segments;
    private final TailPositions tails;
    private final long[] reached;
    private final AtomicLong pagesTouched = new AtomicLong();

    /**
     * Makes the agent of a store.
     *
     * @param segments to go ahead in.
     * @param tails    to go ahead of.
     */
    public SegmentAhead(final MappedSegments segments, final TailPositions tails)
    {
        this.segments = segments;
        this.tails = tails;
        reached = new long[tails.count()];
        segments.attended(true);
    }

    @Override
    public int doWork()
    {
        int work = segments.prepare();
        final int length = segments.length();
        for (int tail = 0; tail < reached.length; tail++)
        {
            final long place = tails.place(tail);
            if (TailPositions.NULL_PLACE != place && length > 0)
            {
                work += readAhead(tail, place, length);
            }
        }
        return work;
    }

    @Override
    public void onClose()
    {
        segments.attended(false);
    }

    @Override
    public String roleName()
    {
        return "veto-reservoir";
    }

    /**
     * Pages touched ahead of the tails.
     *
     * @return count since the start; a page that several tails come to is counted for each.
     */
    public long pagesTouched()
    {
        return pagesTouched.get();
    }

    private int readAhead(final int tail, final long place, final int length)
    {
        final long start = TailPositions.segment(place) * length;
        final long end = start + TailPositions.offset(place) + length;
        long at = Math.max(reached[tail], start + (TailPositions.offset(place) & -MappedSegment.PAGE_LENGTH));
        int pages = 0;
        while (at < end && pages < PAGES_AT_ONCE)
        {
            final long segment = at / length;
            final int offset = (int)(at % length);
            if (!segments.touch(segment, offset))
            {
                break;
            }
            if (0 == offset)
            {
                segments.touch(segment, length - 1);
            }
            at = Math.min(at + MappedSegment.PAGE_LENGTH, (segment + 1) * length);
            pages++;
        }
        reached[tail] = at;
        pagesTouched.lazySet(pagesTouched.get() + pages);
        return pages;
    }
}
