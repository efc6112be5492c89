package io.veto.rules.window;

import java.util.ArrayDeque;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The events that some window still needs, oldest first, one fixed-stride record each. What an event added to the accumulators can be
 * read back from here and taken away again.
 * <pre>
 *   0        8           16        24      32                     32 + 8k
 *   +--------+-----------+---------+-------+----------------------+------------------------+
 *   | timeMs | sequence  | amount  | state |  k keys, 8 bytes each | filter bits, 8 w bytes |
 *   +--------+-----------+---------+-------+----------------------+------------------------+
 * </pre>
 * state: bit 0 out of order, bit 1 labelled fraud: the only thing that changes after the append. Filter f has bit 2f where the event
 * passes it as genuine and bit 2f + 1 where it passes it as fraud.
 * <p>
 * Position p is the p-th event appended, from 0. Segments that no tail needs are used again.
 * <p>
 * Source: Railgun (PVLDB 14(12), 2021) for the event reservoir.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing while the number of retained events stays below its highest so far.
 */
final class Reservoir
{
    private static final int SEGMENT_BITS = 14;
    private static final int SEGMENT_EVENTS = 1 << SEGMENT_BITS;
    private static final int TIME_OFFSET = 0;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int AMOUNT_OFFSET = 16;
    private static final int STATE_OFFSET = 24;
    private static final int KEYS_OFFSET = 32;
    private static final int OUT_OF_ORDER = 1;
    private static final int FRAUD = 2;

    private final int keyCount;
    private final int filterWords;
    private final int stride;
    private final long eventsMax;
    private final int segmentCountMax;
    private final UnsafeBuffer[] segments;
    private final ArrayDeque<UnsafeBuffer> free = new ArrayDeque<>();
    private long firstRetained = 0;
    private long end = 0;

    Reservoir(final int keyCount, final int filterCount, final long eventsMax)
    {
        this.keyCount = keyCount;
        this.filterWords = (filterCount + 31) >>> 5;
        this.stride = KEYS_OFFSET + Long.BYTES * (keyCount + filterWords);
        this.eventsMax = eventsMax;
        this.segmentCountMax = Math.toIntExact(((eventsMax + SEGMENT_EVENTS - 1) >>> SEGMENT_BITS) + 1);
        this.segments = new UnsafeBuffer[segmentCountMax];
    }

    /**
     * Makes room for one more event, so that the append after it cannot fail.
     *
     * @throws StateLimitException when as many events are retained as the limits allow.
     */
    void reserve()
    {
        if (end - firstRetained >= eventsMax)
        {
            throw new StateLimitException("reservoir full: maximumEvents=" + eventsMax + " events=" + (end - firstRetained) +
                ": shorten the longest window or its delay");
        }
        final int slot = slot(end);
        if (null == segments[slot])
        {
            final UnsafeBuffer recycled = free.poll();
            segments[slot] = null != recycled ? recycled : OffHeap.allocate(SEGMENT_EVENTS * stride);
        }
    }

    /**
     * Appends an event in the space that was reserved.
     *
     * @return its position.
     */
    long append(
        final long timeMs, final long sequence, final long amount, final boolean outOfOrder, final long[] keys, final long[] filterBits)
    {
        final long position = end++;
        final UnsafeBuffer segment = segment(position);
        final int offset = offset(position);
        segment.putLong(offset + TIME_OFFSET, timeMs);
        segment.putLong(offset + SEQUENCE_OFFSET, sequence);
        segment.putLong(offset + AMOUNT_OFFSET, amount);
        segment.putLong(offset + STATE_OFFSET, outOfOrder ? OUT_OF_ORDER : 0);
        for (int i = 0; i < keyCount; i++)
        {
            segment.putLong(offset + KEYS_OFFSET + i * Long.BYTES, keys[i]);
        }
        for (int i = 0; i < filterWords; i++)
        {
            segment.putLong(offset + KEYS_OFFSET + (keyCount + i) * Long.BYTES, filterBits[i]);
        }
        return position;
    }

    /**
     * Gives back every event before the position: no tail and no side entry needs it.
     */
    void retainFrom(final long position)
    {
        final long from = firstRetained >>> SEGMENT_BITS;
        final long to = position >>> SEGMENT_BITS;
        for (long segment = from; segment < to; segment++)
        {
            final int slot = (int)(segment % segmentCountMax);
            free.push(segments[slot]);
            segments[slot] = null;
        }
        firstRetained = position;
    }

    /**
     * Finds a retained event by its journal sequence, searching from the newest backwards in growing steps and then by halving.
     *
     * @return its position, or -1 when none of that sequence is retained.
     */
    long find(final long sequence)
    {
        long high = end;
        long low = end;
        long step = 1;
        while (low > firstRetained && (low == end || sequence(low) > sequence))
        {
            high = low;
            low = Math.max(firstRetained, low - step);
            step <<= 1;
        }
        while (low < high)
        {
            final long middle = (low + high) >>> 1;
            if (sequence(middle) < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < end && sequence(low) == sequence ? low : -1;
    }

    long end()
    {
        return end;
    }

    long firstRetained()
    {
        return firstRetained;
    }

    long timeMs(final long position)
    {
        return segment(position).getLong(offset(position) + TIME_OFFSET);
    }

    long sequence(final long position)
    {
        return segment(position).getLong(offset(position) + SEQUENCE_OFFSET);
    }

    long amount(final long position)
    {
        return segment(position).getLong(offset(position) + AMOUNT_OFFSET);
    }

    boolean outOfOrder(final long position)
    {
        return 0 != (segment(position).getLong(offset(position) + STATE_OFFSET) & OUT_OF_ORDER);
    }

    boolean fraud(final long position)
    {
        return 0 != (segment(position).getLong(offset(position) + STATE_OFFSET) & FRAUD);
    }

    void fraud(final long position, final boolean fraud)
    {
        final UnsafeBuffer segment = segment(position);
        final int offset = offset(position) + STATE_OFFSET;
        final long state = segment.getLong(offset);
        segment.putLong(offset, fraud ? state | FRAUD : state & ~FRAUD);
    }

    long key(final long position, final int key)
    {
        return segment(position).getLong(offset(position) + KEYS_OFFSET + key * Long.BYTES);
    }

    /**
     * Whether the event passes a filter: bit 0 as genuine, bit 1 as fraud.
     */
    int passes(final long position, final int filter)
    {
        final int word = offset(position) + KEYS_OFFSET + (keyCount + (filter >>> 5)) * Long.BYTES;
        return (int)(segment(position).getLong(word) >>> ((filter & 31) << 1)) & 3;
    }

    private int slot(final long position)
    {
        return (int)((position >>> SEGMENT_BITS) % segmentCountMax);
    }

    private UnsafeBuffer segment(final long position)
    {
        return segments[slot(position)];
    }

    private int offset(final long position)
    {
        return ((int)position & (SEGMENT_EVENTS - 1)) * stride;
    }
}
