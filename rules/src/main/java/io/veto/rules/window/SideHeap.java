package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.function.LongUnaryOperator;
import org.agrona.UnsafeApi;

/**
 * What waits for an edge and does not follow the reservoir's order: out-of-order events and corrections, smallest time first. Among
 * equal times the earlier journalled comes first. A binary heap outside the Java heap.
 * <pre>
 *   0        8          16         24           32             40            48
 *   +--------+----------+----------+------------+--------------+-------------+
 *   | timeMs | sequence | position | transition | amountBefore | amountAfter |
 *   +--------+----------+----------+------------+--------------+-------------+
 * </pre>
 * sequence: of the record that made the entry. position: of its event in the reservoir. transition: what changed, packed by the windows.
 * Amounts are the event's, before and after the change.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing but a chunk of its {@link Slab} now and then.
 */
final class SideHeap implements AutoCloseable
{
    private static final int TIME_OFFSET = 0;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int POSITION_OFFSET = 16;
    private static final int TRANSITION_OFFSET = 24;
    private static final int AMOUNT_BEFORE_OFFSET = 32;
    private static final int AMOUNT_AFTER_OFFSET = 40;
    private static final int STRIDE = 48;

    private final int entriesMax;
    private final Slab entries;
    private int size = 0;

    SideHeap(final int entriesMax, final MemoryAdvice advice)
    {
        this.entriesMax = entriesMax;
        this.entries = new Slab("side entries", STRIDE, entriesMax, advice);
    }

    int size()
    {
        return size;
    }

    boolean isFull()
    {
        return size >= entriesMax;
    }

    /**
     * Whether a correction finds no room: a quarter of the heap is left to events that come late, so that no flood of labels or
     * reversals can keep those from being counted.
     */
    boolean isFullForCorrections()
    {
        return size >= entriesMax - (entriesMax >>> 2);
    }

    /**
     * Memory taken from the system.
     *
     * @return bytes, touched or not.
     */
    long length()
    {
        return entries.length();
    }

    /**
     * Reservoir position of an entry's event.
     *
     * @param index of the entry, below {@link #size}.
     */
    long position(final int index)
    {
        return UnsafeApi.getLong(entries.address(index) + POSITION_OFFSET);
    }

    /**
     * Sequence of the record that made an entry.
     *
     * @param index of the entry, below {@link #size}.
     */
    long sequence(final int index)
    {
        return UnsafeApi.getLong(entries.address(index) + SEQUENCE_OFFSET);
    }

    /**
     * Hash of an entry without its position.
     *
     * @param index of the entry, below {@link #size}.
     */
    long entryHash(final int index)
    {
        long hash = 0;
        for (int field = 0; field < STRIDE; field += Long.BYTES)
        {
            hash = POSITION_OFFSET == field ? hash : KeyHash.mix(hash + UnsafeApi.getLong(entries.address(index) + field));
        }
        return hash;
    }

    long firstTimeMs()
    {
        return first(TIME_OFFSET);
    }

    long firstSequence()
    {
        return first(SEQUENCE_OFFSET);
    }

    long firstPosition()
    {
        return first(POSITION_OFFSET);
    }

    long firstTransition()
    {
        return first(TRANSITION_OFFSET);
    }

    long firstAmountBefore()
    {
        return first(AMOUNT_BEFORE_OFFSET);
    }

    long firstAmountAfter()
    {
        return first(AMOUNT_AFTER_OFFSET);
    }

    /**
     * Makes room for one more entry, so that the {@link #push} after it cannot fail. A full heap stays as it is.
     *
     * @throws StateLimitException when there is no memory.
     */
    void reserve()
    {
        entries.reach(Math.min(size + 1L, entriesMax));
    }

    /**
     * Adds an entry in the space that was reserved.
     */
    void push(
        final long timeMs,
        final long sequence,
        final long position,
        final long transition,
        final long amountBefore,
        final long amountAfter)
    {
        int index = size++;
        while (index > 0)
        {
            final int parent = (index - 1) >>> 1;
            if (!isBefore(timeMs, sequence, parent))
            {
                break;
            }
            copy(parent, index);
            index = parent;
        }
        final long address = entries.address(index);
        UnsafeApi.putLong(address + TIME_OFFSET, timeMs);
        UnsafeApi.putLong(address + SEQUENCE_OFFSET, sequence);
        UnsafeApi.putLong(address + POSITION_OFFSET, position);
        UnsafeApi.putLong(address + TRANSITION_OFFSET, transition);
        UnsafeApi.putLong(address + AMOUNT_BEFORE_OFFSET, amountBefore);
        UnsafeApi.putLong(address + AMOUNT_AFTER_OFFSET, amountAfter);
    }

    /**
     * Takes the first entry out.
     */
    void pop()
    {
        final int last = --size;
        final long timeMs = timeMs(last);
        final long sequence = sequence(last);
        int index = 0;
        while (true)
        {
            int child = 2 * index + 1;
            if (child >= last)
            {
                break;
            }
            if (child + 1 < last && isBefore(timeMs(child + 1), sequence(child + 1), child))
            {
                child++;
            }
            if (!isBefore(timeMs(child), sequence(child), timeMs, sequence))
            {
                break;
            }
            copy(child, index);
            index = child;
        }
        copy(last, index);
    }

    void save(final StateWriter writer)
    {
        writer.putLong(size);
        entries.save(0, size, writer);
    }

    /**
     * Reads what {@link #save} wrote down into an empty heap.
     *
     * @param from     lowest position that an entry may have.
     * @param to       behind the highest.
     * @param timeAt   what its time must be, by position.
     */
    void load(final long from, final long to, final LongUnaryOperator timeAt, final StateReader reader)
    {
        size = (int)reader.getLong("side entries", 0, entriesMax);
        entries.load(0, size, reader);
        for (int i = 0; i < size; i++)
        {
            final long position = position(i);
            final boolean isOrdered = 0 == i || !isBefore(timeMs(i), sequence(i), (i - 1) >>> 1);
            if (position < from || position >= to || timeMs(i) != timeAt.applyAsLong(position) || !isOrdered ||
                0 != (transition(i) & ~Passage.TRANSITION_MASK))
            {
                throw new StateDamagedException("side entry damaged: index=" + i + " minimumPosition=" + from + " maximumPosition=" +
                    (to - 1) + " position=" + position + " timeMs=" + timeMs(i) + " transition=" + transition(i) + " ordered=" + isOrdered);
            }
        }
    }

    @Override
    public void close()
    {
        entries.close();
        size = 0;
    }

    private long first(final int field)
    {
        return UnsafeApi.getLong(entries.address(0) + field);
    }

    private long timeMs(final int index)
    {
        return UnsafeApi.getLong(entries.address(index) + TIME_OFFSET);
    }

    private long transition(final int index)
    {
        return UnsafeApi.getLong(entries.address(index) + TRANSITION_OFFSET);
    }

    private void copy(final int from, final int to)
    {
        UnsafeApi.copyMemory(entries.address(from), entries.address(to), STRIDE);
    }

    private boolean isBefore(final long timeMs, final long sequence, final int index)
    {
        return isBefore(timeMs, sequence, timeMs(index), sequence(index));
    }

    private static boolean isBefore(final long timeMs, final long sequence, final long otherTimeMs, final long otherSequence)
    {
        return timeMs < otherTimeMs || (timeMs == otherTimeMs && sequence < otherSequence);
    }
}
