package io.veto.engine.reservoir;

import io.veto.engine.memory.MemoryCall;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;

/**
 * Has the system back memory that was taken ahead, so that the thread of the windows does not wait for pages when it comes to use it.
 * Writes nothing itself: the windows may be writing there already, and the system leaves what is there.
 * <p>
 * The system holds the map of the process's memory for as long as a call takes, and the thread of the windows needs that map to take
 * more. So a call is for one huge page, and a piece done counts as no work: the runner idles after it, and whoever waits comes in.
 * <p>
 * Source: madvise(2), MADV_POPULATE_WRITE.
 * <p>
 * <b>Note:</b> run by one thread of its owner, who closes it before the memory is given back. Where the system refuses it does nothing.
 */
final class MemoryAhead implements Agent
{
    static final long PIECE_LENGTH = 1 << 21;

    private final HugePages pages;
    private final AtomicLong populatedLength = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private long address = 0;
    private long remaining = 0;

    MemoryAhead(final HugePages pages)
    {
        this.pages = pages;
    }

    @Override
    public int doWork()
    {
        if (0 == remaining)
        {
            final HugePages.Stretch next = pages.next();
            if (null == next)
            {
                return 0;
            }
            address = next.address();
            remaining = next.length();
        }
        populate(Math.min(PIECE_LENGTH, remaining));
        return 0;
    }

    @Override
    public String roleName()
    {
        return "veto-memory";
    }

    /**
     * Memory backed ahead of its use.
     *
     * @return bytes since the start.
     */
    long populatedLength()
    {
        return populatedLength.get();
    }

    /**
     * Stretches that the system would not back ahead, or not to the end.
     *
     * @return count since the start.
     */
    long refused()
    {
        return refused.get();
    }

    private void populate(final long length)
    {
        if (pages.call().advise(address, length, MemoryCall.POPULATE_WRITE))
        {
            populatedLength.lazySet(populatedLength.get() + length);
            address += length;
            remaining -= length;
        }
        else
        {
            refused.lazySet(refused.get() + 1);
            remaining = 0;
        }
    }
}
