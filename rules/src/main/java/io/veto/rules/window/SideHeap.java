package io.veto.rules.window;

import java.util.Arrays;

/**
 * What waits for an edge and does not follow the reservoir's order: out-of-order events and corrections, smallest time first. Among
 * equal times the earlier journalled comes first.
 * <p>
 * Each entry is four longs: time in milliseconds, sequence of the record that made it, reservoir position of its event, kind.
 * <p>
 * <b>Note:</b> one thread. Allocates only while it grows towards its bound.
 */
final class SideHeap
{
    private static final int STRIDE = 4;
    private static final int INITIAL_ENTRIES = 64;

    private final int entriesMax;
    private long[] entries = new long[INITIAL_ENTRIES * STRIDE];
    private int size = 0;

    SideHeap(final int entriesMax)
    {
        this.entriesMax = entriesMax;
    }

    int size()
    {
        return size;
    }

    boolean isFull()
    {
        return size >= entriesMax;
    }

    long firstTimeMs()
    {
        return entries[0];
    }

    long firstPosition()
    {
        return entries[2];
    }

    int firstKind()
    {
        return (int)entries[3];
    }

    void push(final long timeMs, final long sequence, final long position, final int kind)
    {
        if ((size + 1) * STRIDE > entries.length)
        {
            entries = Arrays.copyOf(entries, entries.length << 1);
        }
        int index = size++;
        while (index > 0)
        {
            final int parent = (index - 1) >>> 1;
            if (!isBefore(timeMs, sequence, parent))
            {
                break;
            }
            System.arraycopy(entries, parent * STRIDE, entries, index * STRIDE, STRIDE);
            index = parent;
        }
        put(index, timeMs, sequence, position, kind);
    }

    void pop()
    {
        final int last = --size * STRIDE;
        final long timeMs = entries[last];
        final long sequence = entries[last + 1];
        final long position = entries[last + 2];
        final long kind = entries[last + 3];
        int index = 0;
        while (true)
        {
            int child = 2 * index + 1;
            if (child >= size)
            {
                break;
            }
            if (child + 1 < size && isBefore(entries[(child + 1) * STRIDE], entries[(child + 1) * STRIDE + 1], child))
            {
                child++;
            }
            if (!isBefore(entries[child * STRIDE], entries[child * STRIDE + 1], timeMs, sequence))
            {
                break;
            }
            System.arraycopy(entries, child * STRIDE, entries, index * STRIDE, STRIDE);
            index = child;
        }
        put(index, timeMs, sequence, position, kind);
    }

    private void put(final int index, final long timeMs, final long sequence, final long position, final long kind)
    {
        entries[index * STRIDE] = timeMs;
        entries[index * STRIDE + 1] = sequence;
        entries[index * STRIDE + 2] = position;
        entries[index * STRIDE + 3] = kind;
    }

    private boolean isBefore(final long timeMs, final long sequence, final int index)
    {
        return isBefore(timeMs, sequence, entries[index * STRIDE], entries[index * STRIDE + 1]);
    }

    private static boolean isBefore(final long timeMs, final long sequence, final long otherTimeMs, final long otherSequence)
    {
        return timeMs < otherTimeMs || (timeMs == otherTimeMs && sequence < otherSequence);
    }
}
