package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * The rows of one segment of a {@link KeyTable}, whichever it is: what is done to them that needs no directory. Layout and search are
 * described there.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class KeyRows
{
    /** Rows in a segment. */
    static final int COUNT = 512;
    /** Lowest bit of the hash that names a row's home. */
    static final int SLOT_BIT = 32;
    static final int SLOT_MASK = COUNT - 1;

    private static final int STRIDE_MIN = 16;
    private static final int CACHE_LINE_LENGTH = 64;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long SPREAD_AGAIN = 0xBF58476D1CE4E5B9L;

    private final int rowLength;
    private final int stride;
    private long moves = 0;

    /**
     * Takes rows of a length.
     *
     * @param rowLength in bytes, of the key and the columns.
     */
    KeyRows(final int rowLength)
    {
        this.rowLength = rowLength;
        stride = rowLength > CACHE_LINE_LENGTH ? (rowLength + CACHE_LINE_LENGTH - 1) & -CACHE_LINE_LENGTH :
            Math.max(STRIDE_MIN, Integer.highestOneBit(rowLength - 1) << 1);
    }

    /**
     * Length of a row with what is unused in it.
     *
     * @return bytes.
     */
    int stride()
    {
        return stride;
    }

    /**
     * Number of rows that splits have moved.
     */
    long moves()
    {
        return moves;
    }

    /**
     * Hash of a key. Small numbers spread too; the bits from 41 on are the directory's, those from {@link #SLOT_BIT} on the slot's.
     */
    static long hash(final long key)
    {
        final long hash = key * SPREAD;
        return (hash ^ (hash >>> 32)) * SPREAD_AGAIN;
    }

    /**
     * Offsets in rows that lie in different cache lines, the first line left out, if rows began with one.
     *
     * @param columns of a table.
     * @return bytes from the row's start, ascending.
     */
    static int[] lines(final Column[] columns)
    {
        return Arrays.stream(columns).mapToInt(c -> Long.BYTES * (1 + c.cell) / CACHE_LINE_LENGTH * CACHE_LINE_LENGTH)
            .filter(line -> line > 0).sorted().distinct().toArray();
    }

    /**
     * Counts the rows in use of a segment that is being loaded, and lets their columns claim what they keep beside them.
     *
     * @param base   address of the segment.
     * @param beside columns that keep something beside the row.
     * @param claims for them.
     * @return rows in use; one at least is empty.
     */
    int claim(final long base, final Column[] beside, final Claims claims)
    {
        int count = 0;
        for (int slot = 0; slot < COUNT; slot++)
        {
            final long row = base + (long)slot * stride;
            if (KeyHash.NULL_KEY != UnsafeApi.getLong(row))
            {
                count++;
                for (final Column column : beside)
                {
                    column.claim(row, claims);
                }
            }
            else if (!isZero(row))
            {
                throw new StateDamagedException("accumulator table damaged: something lies in an empty row: slot=" + slot);
            }
        }
        if (COUNT == count)
        {
            throw new StateDamagedException("accumulator table damaged: maximumKeysOfSegment=" + (COUNT - 1) + " keysOfSegment=" + count);
        }
        return count;
    }

    private boolean isZero(final long row)
    {
        long bits = 0;
        for (int offset = 0; offset < rowLength; offset += Long.BYTES)
        {
            bits |= UnsafeApi.getLong(row + offset);
        }
        return 0 == bits;
    }

    /**
     * Empties a whole segment.
     */
    void clearAll(final long base)
    {
        UnsafeApi.setMemory(base, (long)COUNT * stride, (byte)0);
    }

    int ones(final long base, final int bit)
    {
        int ones = 0;
        for (int slot = 0; slot < COUNT; slot++)
        {
            final long key = UnsafeApi.getLong(base + slot * stride);
            ones += KeyHash.NULL_KEY == key ? 0 : (int)(hash(key) >>> bit) & 1;
        }
        return ones;
    }

    /**
     * Moves rows from one segment to an empty one. Begins behind an empty row, so each row that stays finds its new place at or before its
     * old one.
     */
    void move(final long source, final long target, final int bit, final int movingBit)
    {
        final int empty = (int)((empty(source, 0) - source) / stride);
        for (int i = 1; i < COUNT; i++)
        {
            final long row = source + ((empty + i) & SLOT_MASK) * stride;
            final long key = UnsafeApi.getLong(row);
            if (KeyHash.NULL_KEY == key)
            {
                continue;
            }
            final long hash = hash(key);
            if (((int)(hash >>> bit) & 1) == movingBit)
            {
                copy(row, empty(target, hash));
                clear(row);
                moves++;
            }
            else
            {
                moveUp(source, row, key, hash);
            }
        }
    }

    private void moveUp(final long base, final long row, final long key, final long hash)
    {
        UnsafeApi.putLong(row, KeyHash.NULL_KEY);
        final long newRow = empty(base, hash);
        UnsafeApi.putLong(row, key);
        if (newRow != row)
        {
            copy(row, newRow);
            clear(row);
            moves++;
        }
    }

    long empty(final long base, final long hash)
    {
        int slot = (int)(hash >>> SLOT_BIT) & SLOT_MASK;
        while (KeyHash.NULL_KEY != UnsafeApi.getLong(base + slot * stride))
        {
            slot = (slot + 1) & SLOT_MASK;
        }
        return base + slot * stride;
    }

    void copy(final long source, final long target)
    {
        for (int offset = 0; offset < rowLength; offset += Long.BYTES)
        {
            UnsafeApi.putLong(target + offset, UnsafeApi.getLong(source + offset));
        }
    }

    void clear(final long row)
    {
        for (int offset = 0; offset < rowLength; offset += Long.BYTES)
        {
            UnsafeApi.putLong(row + offset, 0);
        }
    }
}
