package io.veto.engine.reservoir;

import io.veto.engine.memory.MemoryCall;
import io.veto.rules.window.MemoryAdvice;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Asks the system for huge pages, where it offers them on demand: Linux with transparent huge pages on {@code madvise} or {@code
 * always}. A table of many rows is read at random, and with pages of 4 KiB most reads miss the TLB as well. What is taken ahead waits for
 * {@link MemoryAhead}.
 * <p>
 * Source: madvise(2), MADV_HUGEPAGE.
 * <p>
 * <b>Note:</b> told by one thread, the one of the windows; any thread may ask. Where the system refuses, pages stay small and nothing else
 * changes; where {@link MemoryAhead} does not keep up, the thread of the windows waits for the pages that it touches.
 */
public final class HugePages implements MemoryAdvice
{
    private static final int WAITING_MAX = 64;

    private final MemoryCall call;
    private final OneToOneConcurrentArrayQueue<Stretch> waiting = new OneToOneConcurrentArrayQueue<>(WAITING_MAX);
    private volatile int refused = 0;
    private volatile int unpopulated = 0;

    /**
     * Asks the system that it runs on.
     */
    public HugePages()
    {
        this(MemoryCall.system());
    }

    HugePages(final MemoryCall call)
    {
        this.call = call;
    }

    @Override
    public void onAllocated(final long address, final long length, final boolean isAhead)
    {
        if (!call.advise(address, length, MemoryCall.HUGE_PAGE))
        {
            refused++;
        }
        if (isAhead && !waiting.offer(new Stretch(address, length)))
        {
            unpopulated++;
        }
    }

    /**
     * Stretches of memory for which the system offered no huge pages.
     *
     * @return count since the start.
     */
    public int refused()
    {
        return refused;
    }

    /**
     * Stretches taken ahead that found too many waiting already.
     *
     * @return count since the start.
     */
    public int unpopulated()
    {
        return unpopulated;
    }

    MemoryCall call()
    {
        return call;
    }

    /**
     * Takes the next stretch to populate.
     *
     * @return the stretch, or null if none waits.
     */
    Stretch next()
    {
        return waiting.poll();
    }

    /**
     * Memory taken ahead.
     *
     * @param address of its first byte.
     * @param length  in bytes.
     */
    record Stretch(long address, long length)
    {
    }
}
