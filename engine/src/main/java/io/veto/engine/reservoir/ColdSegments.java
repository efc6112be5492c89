package io.veto.engine.reservoir;

import io.veto.engine.memory.MemoryCall;
import org.agrona.concurrent.Agent;

/**
 * Gives up the memory of segments that are full and that no tail stands in or comes to next, so that the resident memory of the process
 * holds the ends of the windows and not what lies between: a window of 90 days takes no more of it than one of 30.
 * <p>
 * <b>Note:</b> run on the thread of {@link SegmentAhead}, which brings the pages back before a tail comes. Looks at one segment in each
 * duty cycle. Allocates nothing.
 */
final class ColdSegments implements Agent
{
    private static final int WARM_AT_THE_END = 2;

    private final MappedSegments segments;
    private final TailPositions tails;
    private final MemoryCall call;
    private long next = 0;

    /**
     * Makes the agent of a store.
     *
     * @param segments to look at.
     * @param tails    to stay away from.
     * @param call     to give memory up with.
     */
    ColdSegments(final MappedSegments segments, final TailPositions tails, final MemoryCall call)
    {
        this.segments = segments;
        this.tails = tails;
        this.call = call;
    }

    @Override
    public int doWork()
    {
        final long end = segments.newest() - WARM_AT_THE_END;
        if (next < segments.oldest() || next > end)
        {
            next = segments.oldest();
        }
        if (next > end)
        {
            return 0;
        }
        final long segment = next++;
        return !isNearTail(segment) && segments.letGo(segment, call) ? 1 : 0;
    }

    @Override
    public String roleName()
    {
        return "veto-cold";
    }

    private boolean isNearTail(final long segment)
    {
        for (int tail = 0; tail < tails.count(); tail++)
        {
            final long place = tails.place(tail);
            final long ahead = segment - TailPositions.segment(place);
            if (TailPositions.NULL_PLACE != place && (0 == ahead || 1 == ahead))
            {
                return true;
            }
        }
        return false;
    }
}
