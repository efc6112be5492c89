package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.function.LongPredicate;

/**
 * What was learnt about events since they came: labels and reversals. The reservoir's records never change, so this is kept beside
 * them, for as long as some window needs the event. An event that is not here is genuine and nothing of it was reversed.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Amendments implements AutoCloseable
{
    private static final int STATE_CELL = 0;
    private static final int LEFT_CELL = 1;
    private static final int CELLS = 2;
    private static final int KNOWN = 1;
    private static final int FRAUD = 2;
    private static final int REVERSED = 4;

    private final KeyTable table;
    private final SideHeap byPosition;

    Amendments(final int entriesMax, final MemoryAdvice advice)
    {
        table = new KeyTable("amendments", CELLS, entriesMax, advice);
        byPosition = new SideHeap(entriesMax, advice);
    }

    /**
     * Finds what is known about an event.
     *
     * @param sequence of the event, above 0.
     * @return the entry, or {@link KeyTable#NULL_ROW}; good until the next {@link #put} or {@link #retainFrom}.
     */
    long find(final long sequence)
    {
        return table.find(sequence);
    }

    boolean isFraud(final long entry)
    {
        return KeyTable.NULL_ROW != entry && 0 != (table.get(entry, STATE_CELL) & FRAUD);
    }

    boolean isReversed(final long entry)
    {
        return KeyTable.NULL_ROW != entry && 0 != (table.get(entry, STATE_CELL) & REVERSED);
    }

    /**
     * What is left of the amount.
     *
     * @param entry  of the event.
     * @param amount that it came with.
     */
    long left(final long entry, final long amount)
    {
        return KeyTable.NULL_ROW == entry ? amount : table.get(entry, LEFT_CELL);
    }

    /**
     * Whether there is no room for another event.
     */
    boolean isFull()
    {
        return byPosition.isFull();
    }

    /**
     * Makes the space that the next {@link #put} needs. There must be room.
     */
    void reserve()
    {
        byPosition.reserve();
        table.reserve();
    }

    /**
     * Keeps what is known about an event. If it is not here yet there must be room.
     */
    void put(final long sequence, final long position, final boolean fraud, final boolean reversed, final long left)
    {
        long entry = table.find(sequence);
        if (KeyTable.NULL_ROW == entry)
        {
            byPosition.push(position, sequence, position, 0, 0, 0);
            entry = table.acquire(sequence);
        }
        table.set(entry, STATE_CELL, KNOWN | (fraud ? FRAUD : 0) | (reversed ? REVERSED : 0));
        table.set(entry, LEFT_CELL, left);
    }

    /**
     * Hash of what is known about the events that are needed.
     *
     * @param isNeeded whether some window needs the event at a position.
     */
    long stateHash(final LongPredicate isNeeded)
    {
        long hash = 0;
        for (int i = 0; i < byPosition.size(); i++)
        {
            if (isNeeded.test(byPosition.position(i)))
            {
                final long entry = table.find(byPosition.sequence(i));
                hash += KeyHash.mix(KeyHash.mix(KeyHash.mix(byPosition.sequence(i)) + table.get(entry, STATE_CELL)) +
                    table.get(entry, LEFT_CELL));
            }
        }
        return hash;
    }

    /**
     * Forgets the events before a position.
     */
    void retainFrom(final long position)
    {
        while (byPosition.size() > 0 && byPosition.firstPosition() < position)
        {
            final long entry = table.find(byPosition.firstSequence());
            table.set(entry, STATE_CELL, 0);
            table.set(entry, LEFT_CELL, 0);
            table.settle(entry);
            byPosition.pop();
        }
    }

    void save(final StateWriter writer)
    {
        table.save(writer);
        byPosition.save(writer);
    }

    /**
     * Reads what {@link #save} wrote down where nothing was learnt. Every entry is that of an event in the reservoir, and every event has
     * one.
     *
     * @param reservoir that is loaded.
     */
    void load(final Reservoir reservoir, final StateReader reader)
    {
        table.load(new Column[0], new Claims(0, 0), reader);
        byPosition.load(reservoir.firstRetained(), reservoir.end(), position -> position, reader);
        long sum = 0;
        for (int i = 0; i < byPosition.size(); i++)
        {
            final long sequence = byPosition.sequence(i);
            sum += KeyHash.mix(sequence);
            if (sequence != reservoir.sequence(byPosition.position(i)) || KeyTable.NULL_ROW == table.find(sequence))
            {
                throw new StateDamagedException("amendment of another event: position=" + byPosition.position(i) +
                    " expectedSequence=" + reservoir.sequence(byPosition.position(i)) + " sequence=" + sequence);
            }
        }
        final long[] rest = {sum};
        table.forEach((sequence, row) -> rest[0] -= KeyHash.mix(sequence));
        if (table.size() != byPosition.size() || 0 != rest[0])
        {
            throw new StateDamagedException("amendments without an event: expected=" + byPosition.size() + " actual=" + table.size());
        }
    }

    @Override
    public void close()
    {
        table.close();
        byPosition.close();
    }
}
