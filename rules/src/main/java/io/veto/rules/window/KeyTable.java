package io.veto.rules.window;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One accumulator row for each live value of a key, off-heap, open addressing with linear probing. A row whose columns are all zero
 * is removed at once and the rows behind it move up, so there are no tombstones.
 * <pre>
 *   0      8         8 + 8 columns
 *   +------+---------------------+
 *   | key  | columns, 8 bytes each |      an empty row has key 0
 *   +------+---------------------+
 * </pre>
 * Columns are two's complement sums modulo 2^64: adding and taking away leaves no drift.
 * <p>
 * <b>Note:</b> one thread. A row is named by its offset, which is good until the next {@link #acquire} or {@link #settle}.
 */
final class KeyTable
{
    /** No row. */
    static final int NULL_ROW = -1;

    private static final int INITIAL_ROWS = 1024;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final KeyKind kind;
    private final int columns;
    private final int rowLength;
    private final int keysMax;
    private UnsafeBuffer rows;
    private int capacity;
    private int shift;
    private int size = 0;

    KeyTable(final KeyKind kind, final int columns, final int keysMax)
    {
        this.kind = kind;
        this.columns = columns;
        this.rowLength = Long.BYTES * (1 + columns);
        this.keysMax = keysMax;
        allocate(INITIAL_ROWS);
    }

    /**
     * Number of live keys.
     */
    int size()
    {
        return size;
    }

    /**
     * Finds the row of a key.
     *
     * @return the row, or {@link #NULL_ROW}.
     */
    int find(final long key)
    {
        final UnsafeBuffer rows = this.rows;
        int index = index(key);
        while (true)
        {
            final int row = index * rowLength;
            final long found = rows.getLong(row);
            if (found == key)
            {
                return row;
            }
            if (KeyHash.NULL_KEY == found)
            {
                return NULL_ROW;
            }
            index = (index + 1) & (capacity - 1);
        }
    }

    /**
     * Finds the row of a key or makes one of zeros.
     *
     * @throws StateLimitException when there are as many keys as the limits allow.
     */
    int acquire(final long key)
    {
        final int row = find(key);
        if (NULL_ROW != row)
        {
            return row;
        }
        reserve();
        int index = index(key);
        while (KeyHash.NULL_KEY != rows.getLong(index * rowLength))
        {
            index = (index + 1) & (capacity - 1);
        }
        rows.putLong(index * rowLength, key);
        size++;
        return index * rowLength;
    }

    /**
     * Makes room for one more key, so that the next {@link #acquire} cannot fail.
     */
    void reserve()
    {
        if (size >= keysMax)
        {
            throw new StateLimitException("accumulator table full: key=" + kind + " maximumKeys=" + keysMax + " keys=" + size +
                ": shorten the longest window of this key");
        }
        if (size >= capacity - (capacity >>> 2))
        {
            grow();
        }
    }

    long get(final int row, final int column)
    {
        return rows.getLong(row + Long.BYTES * (1 + column));
    }

    void add(final int row, final int column, final long value)
    {
        final int offset = row + Long.BYTES * (1 + column);
        rows.putLong(offset, rows.getLong(offset) + value);
    }

    /**
     * Removes the row if nothing is left in it.
     */
    void settle(final int row)
    {
        for (int i = 0; i < columns; i++)
        {
            if (0 != get(row, i))
            {
                return;
            }
        }
        remove(row / rowLength);
        size--;
    }

    private void remove(final int removed)
    {
        int hole = removed;
        int index = hole;
        while (true)
        {
            index = (index + 1) & (capacity - 1);
            final long key = rows.getLong(index * rowLength);
            if (KeyHash.NULL_KEY == key)
            {
                break;
            }
            final int distanceToHome = (index - index(key)) & (capacity - 1);
            final int distanceToHole = (index - hole) & (capacity - 1);
            if (distanceToHome >= distanceToHole)
            {
                rows.putBytes(hole * rowLength, rows, index * rowLength, rowLength);
                hole = index;
            }
        }
        rows.setMemory(hole * rowLength, rowLength, (byte)0);
    }

    private void grow()
    {
        final UnsafeBuffer old = rows;
        final int oldCapacity = capacity;
        allocate(capacity << 1);
        for (int i = 0; i < oldCapacity; i++)
        {
            final long key = old.getLong(i * rowLength);
            if (KeyHash.NULL_KEY != key)
            {
                int index = index(key);
                while (KeyHash.NULL_KEY != rows.getLong(index * rowLength))
                {
                    index = (index + 1) & (capacity - 1);
                }
                rows.putBytes(index * rowLength, old, i * rowLength, rowLength);
            }
        }
    }

    private void allocate(final int newCapacity)
    {
        final long length = (long)newCapacity * rowLength;
        if (length > Integer.MAX_VALUE)
        {
            throw new StateLimitException("accumulator table full: key=" + kind + " maximumLength=" + Integer.MAX_VALUE +
                " length=" + length + ": use fewer windows on this key or shorten the longest");
        }
        rows = OffHeap.allocate((int)length);
        capacity = newCapacity;
        shift = Long.numberOfLeadingZeros(newCapacity - 1L);
    }

    private int index(final long key)
    {
        return (int)((key * SPREAD) >>> shift);
    }
}
