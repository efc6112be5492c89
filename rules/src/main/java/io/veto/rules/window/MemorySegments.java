package io.veto.rules.window;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Segments in memory outside the heap, for whoever has no folder. A few that were given back are kept and given out again, the rest
 * is freed.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class MemorySegments implements SegmentStore
{
    private static final int SPARE_MAX = 4;

    private final ArrayDeque<UnsafeBuffer> out = new ArrayDeque<>();
    private final ArrayDeque<UnsafeBuffer> spare = new ArrayDeque<>(SPARE_MAX);

    private final int segmentBits;

    /**
     * Makes a store of segments as they usually are.
     */
    public MemorySegments()
    {
        this(SEGMENT_BITS_DEFAULT);
    }

    /**
     * Makes a store of segments of another size, so that few events fill many.
     *
     * @param segmentBits binary logarithm of the events of a segment, from 6 to 24.
     */
    public MemorySegments(final int segmentBits)
    {
        this.segmentBits = segmentBits;
    }

    @Override
    public int segmentBits()
    {
        return segmentBits;
    }

    @Override
    public UnsafeBuffer acquire(final long segment, final int length)
    {
        final UnsafeBuffer recycled = spare.poll();
        final UnsafeBuffer buffer = null != recycled ? recycled : allocate(length);
        out.add(buffer);
        return buffer;
    }

    @Override
    public void release(final long segment, final UnsafeBuffer buffer)
    {
        out.remove();
        if (spare.size() < SPARE_MAX)
        {
            spare.push(buffer);
        }
        else
        {
            BufferUtil.free(buffer);
        }
    }

    @Override
    public void close()
    {
        out.forEach(BufferUtil::free);
        out.clear();
        spare.forEach(BufferUtil::free);
        spare.clear();
    }

    private static UnsafeBuffer allocate(final int length)
    {
        try
        {
            return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        }
        catch (final OutOfMemoryError e)
        {
            throw new StateLimitException("memory for the windows is used up: length=" + length +
                ": raise it with VETO_JAVA_OPTS=-XX:MaxDirectMemorySize=BYTES");
        }
    }
}
