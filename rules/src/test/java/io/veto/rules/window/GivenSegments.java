package io.veto.rules.window;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Segments that a test can look into, up to a number of them. */
final class GivenSegments implements SegmentStore
{
    private final MemorySegments memory = new MemorySegments();
    private final List<UnsafeBuffer> given = new ArrayList<>();
    private final int segmentsMax;

    /**
     * Makes a store.
     *
     * @param segmentsMax segments after which there is no room any more.
     */
    GivenSegments(final int segmentsMax)
    {
        this.segmentsMax = segmentsMax;
    }

    /**
     * All segments that were given out, whether they are still out or not.
     */
    List<UnsafeBuffer> given()
    {
        return given;
    }

    @Override
    public UnsafeBuffer acquire(final long segment, final int length)
    {
        if (given.size() == segmentsMax)
        {
            throw new StateLimitException("no room on the disk: expectedLength=" + length + " length=0: free some");
        }
        given.add(memory.acquire(segment, length));
        return given.get(given.size() - 1);
    }

    @Override
    public void release(final long segment, final UnsafeBuffer buffer)
    {
        memory.release(segment, buffer);
    }

    @Override
    public void close()
    {
        memory.close();
    }
}
