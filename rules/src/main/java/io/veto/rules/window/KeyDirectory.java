package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How the directory of a {@link KeyTable} is written down and comes back. Each segment has an aligned stretch of it, a power of two of
 * entries long; its depth is how often the directory must be halved to be one such stretch.
 */
final class KeyDirectory
{
    private KeyDirectory()
    {
    }

    static void save(final int[] directory, final int depth, final StateWriter writer)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Integer.BYTES << depth]);
        for (int i = 0; i < 1 << depth; i++)
        {
            bytes.putInt(i * Integer.BYTES, directory[i], ByteOrder.LITTLE_ENDIAN);
        }
        writer.putLong(depth);
        writer.putBytes(bytes, 0, bytes.capacity());
    }

    /**
     * Reads what {@link #save} wrote down.
     *
     * @param directory    to fill in.
     * @param depthMax     deepest that there may be.
     * @param segmentCount segments, each of which has entries.
     * @param depths       by segment, to fill in.
     * @return depth of the directory.
     */
    static int load(final int[] directory, final int depthMax, final int segmentCount, final byte[] depths, final StateReader reader)
    {
        final int depth = (int)reader.getLong("depth of a directory", 1, depthMax);
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Integer.BYTES << depth]);
        reader.getBytes(bytes, 0, bytes.capacity());
        for (int i = 0; i < 1 << depth; i++)
        {
            directory[i] = bytes.getInt(i * Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        final boolean[] isSeen = new boolean[segmentCount];
        int seen = 0;
        for (int from = 0; from < 1 << depth; seen++)
        {
            final int segment = directory[from];
            final int length = length(directory, from, 1 << depth);
            final boolean isSegment = segment >= 0 && segment < segmentCount && !isSeen[segment];
            if (!isSegment || 1 != Integer.bitCount(length) || 0 != (from & length - 1))
            {
                throw new StateDamagedException("directory damaged: entry=" + from + " maximumSegment=" + (segmentCount - 1) + " segment=" +
                    segment + " entries=" + length);
            }
            isSeen[segment] = true;
            depths[segment] = (byte)(depth - Integer.numberOfTrailingZeros(length));
            from += length;
        }
        if (seen != segmentCount)
        {
            throw new StateDamagedException("directory damaged: expectedSegments=" + segmentCount + " segments=" + seen);
        }
        return depth;
    }

    private static int length(final int[] directory, final int from, final int end)
    {
        int to = from + 1;
        while (to < end && directory[to] == directory[from])
        {
            to++;
        }
        return to - from;
    }
}
