package io.veto.rules.window;

import java.util.Arrays;
import org.agrona.UnsafeApi;
import org.agrona.collections.LongLongConsumer;

/**
 * One accumulator row for each live value of a key, off-heap. It grows by splitting one small segment at a time (extendible hashing): the
 * top bits of the key's hash name an entry of the directory, the entry a segment, other bits of the hash the row's home in it. Within
 * a segment rows are found by linear probing that wraps at its end. A segment that is full hands the rows that differ in the next bit of
 * the hash to a new one and rewrites its own share of the directory, which doubles in place when a segment comes to be as deep as it is. A
 * row whose columns are all zero is removed at once and the rows behind it move up, so there are no tombstones.
 * <pre>
 *   0      8         8 + 8 columns          stride
 *   +------+---------------------+---------+
 *   | key  | columns, 8 bytes each | unused |      an empty row has key 0
 *   +------+---------------------+---------+
 * </pre>
 * stride: 16, 32, 64 or a multiple of 64 bytes, so no row lies in more cache lines than it must. Columns are two's complement sums modulo
 * 2^64: adding and taking away leaves no drift.
 * <p>
 * Sources: R. Fagin and others, "Extendible Hashing" (TODS 4(3), 1979); removal is Algorithm R of Knuth, volume 3, section 6.4.
 * <p>
 * <b>Note:</b> one thread. A row is named by its address, which is good until the next {@link #acquire} or {@link #settle}. A
 * key is never {@link KeyHash#NULL_KEY}. Allocates nothing but a chunk of its {@link Slab} now and then.
 */
final class KeyTable implements AutoCloseable
{
    /** No row. */
    static final long NULL_ROW = 0;
    /** Rows in a segment, and so the most that one new key moves. */
    static final int SEGMENT_ROWS = 512;

    private static final int SEGMENT_SHIFT = Integer.numberOfTrailingZeros(SEGMENT_ROWS);
    private static final int SLOT_MASK = SEGMENT_ROWS - 1;
    private static final int SPLIT_ROWS = SEGMENT_ROWS - (SEGMENT_ROWS >>> 2);
    /** One row stays empty, so that every search ends. */
    private static final int SEGMENT_KEYS_MAX = SEGMENT_ROWS - 1;
    private static final int SEGMENT_KEYS_AT_LIMIT = SEGMENT_ROWS >>> 1;
    /**
     * Rows that one key takes on average, itself included, while a table grows: the rows of its segment in use are between half of
     * those at which it splits and all of them, each number for as long as it takes to outgrow it.
     */
    static final double ROWS_PER_KEY = SEGMENT_ROWS / (SPLIT_ROWS * Math.log(2));
    private static final int STRIDE_MIN = 16;
    private static final int CACHE_LINE_LENGTH = 64;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long SPREAD_AGAIN = 0xBF58476D1CE4E5B9L;
    private static final int SLOT_BIT = 32;

    private final String name;
    private final int keysMax;
    private final int stride;
    private final int rowLength;
    private final int depthMax;
    private final int[] directory;
    private final long[] homes;
    private int directoryDepth = 1;
    private int directoryShift = Long.SIZE - 1;
    private final byte[] depths;
    private final short[] counts;
    private final Slab slab;
    private int segmentCount = 1;
    private int crowdedSegments = 0;
    private int size = 0;
    private long moves = 0;

    /**
     * Makes an empty table.
     *
     * @param name    of the key that it is kept by.
     * @param columns of a row.
     * @param keysMax most live keys.
     * @param advice  told of the memory it takes.
     */
    KeyTable(final String name, final int columns, final int keysMax, final MemoryAdvice advice)
    {
        this.name = name;
        this.keysMax = keysMax;
        rowLength = Long.BYTES * (1 + columns);
        stride = stride(rowLength);
        depthMax = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros((keysMax - 1) / SEGMENT_KEYS_AT_LIMIT));
        directory = new int[1 << depthMax];
        homes = new long[1 << depthMax];
        depths = new byte[1 << depthMax];
        counts = new short[1 << depthMax];
        slab = new Slab("accumulator table of " + name, stride, ((1L << depthMax) + depthMax) << SEGMENT_SHIFT, advice);
        reserveSplits();
        clearSegment(0);
        Arrays.fill(homes, 0, 1 << directoryDepth, segmentAddress(0));
    }

    /**
     * Number of live keys.
     */
    int size()
    {
        return size;
    }

    /**
     * Memory that the rows and what leads to them take.
     *
     * @return bytes of all segments and of the part of the directory that is in use.
     */
    long length()
    {
        return segmentCount * ((long)SEGMENT_ROWS * stride + Byte.BYTES + Short.BYTES) +
            ((long)(Integer.BYTES + Long.BYTES) << directoryDepth);
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
     * Number of rows that splits have moved: what growing has cost.
     */
    long moves()
    {
        return moves;
    }

    /**
     * Finds the row of a key.
     *
     * @return the row, or {@link #NULL_ROW}.
     */
    long find(final long key)
    {
        final long hash = hash(key);
        final long home = homes[(int)(hash >>> directoryShift)];
        final int stride = this.stride;
        int slot = (int)(hash >>> SLOT_BIT) & SLOT_MASK;
        while (true)
        {
            final long row = home + slot * stride;
            final long found = UnsafeApi.getLong(row);
            if (found == key)
            {
                return row;
            }
            if (KeyHash.NULL_KEY == found)
            {
                return NULL_ROW;
            }
            slot = (slot + 1) & SLOT_MASK;
        }
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
     * Loads the cache line in which the search for a key begins. Called for many keys in a row, before they are needed, the cache misses
     * overlap.
     *
     * @param key that will be looked for.
     * @return what it read, for the caller to make some use of lest the call be optimised away.
     */
    long touch(final long key)
    {
        final long hash = hash(key);
        final long home = homes[(int)(hash >>> directoryShift)];
        final int slot = (int)(hash >>> SLOT_BIT);
        return UnsafeApi.getLong(home + (slot & SLOT_MASK) * stride);
    }

    /**
     * Finds the row of a key or makes one of zeros.
     *
     * @throws StateLimitException when there are as many keys as the limits allow.
     */
    long acquire(final long key)
    {
        final long row = find(key);
        if (NULL_ROW != row)
        {
            return row;
        }
        reserve();
        return insert(key);
    }

    /**
     * Makes room for one more key whichever it is, so that the next {@link #acquire} cannot fail.
     *
     * @throws StateLimitException when there are as many keys as the limits allow, or no memory.
     */
    void reserve()
    {
        if (size >= keysMax)
        {
            throw new StateLimitException("accumulator table full: key=" + name + " maximumKeys=" + keysMax + " keys=" + size +
                ": shorten the longest window of this key");
        }
        if (0 != crowdedSegments)
        {
            throw new StateLimitException("accumulator table crowded: key=" + name + " maximumKeysOfSegment=" + SEGMENT_KEYS_MAX +
                " keysOfSegment=" + SEGMENT_KEYS_MAX + " keys=" + size + ": raise the limit of keys per table");
        }
        reserveSplits();
    }

    /**
     * Shows every live key, in no order.
     *
     * @param rows told the key and its row; it changes nothing.
     */
    void forEach(final LongLongConsumer rows)
    {
        for (int segment = 0; segment < segmentCount; segment++)
        {
            for (int slot = 0; slot < SEGMENT_ROWS; slot++)
            {
                final long row = segmentAddress(segment) + (long)slot * stride;
                final long key = UnsafeApi.getLong(row);
                if (KeyHash.NULL_KEY != key)
                {
                    rows.accept(key, row);
                }
            }
        }
    }

    long get(final long row, final int column)
    {
        assert isCell(row, column) : "row=" + row + " column=" + column;
        return UnsafeApi.getLong(row + Long.BYTES * (1 + column));
    }

    void set(final long row, final int column, final long value)
    {
        assert isCell(row, column) : "row=" + row + " column=" + column;
        UnsafeApi.putLong(row + Long.BYTES * (1 + column), value);
    }

    void add(final long row, final int column, final long value)
    {
        assert isCell(row, column) : "row=" + row + " column=" + column;
        final long address = row + Long.BYTES * (1 + column);
        UnsafeApi.putLong(address, UnsafeApi.getLong(address) + value);
    }

    /**
     * Removes the row if nothing is left in it.
     *
     * @return true if it was removed.
     */
    boolean settle(final long row)
    {
        assert isCell(row, 0) : "row=" + row;
        final long end = row + rowLength;
        for (long address = row + Long.BYTES; address < end; address += Long.BYTES)
        {
            if (0 != UnsafeApi.getLong(address))
            {
                return false;
            }
        }
        remove(row);
        return true;
    }

    @Override
    public void close()
    {
        slab.close();
    }

    private long insert(final long key)
    {
        final long hash = hash(key);
        int segment = directory[(int)(hash >>> directoryShift)];
        while (counts[segment] >= SPLIT_ROWS && depths[segment] < depthMax)
        {
            split(segment, hash);
            segment = directory[(int)(hash >>> directoryShift)];
        }
        final long row = emptyRow(segmentAddress(segment), hash);
        UnsafeApi.putLong(row, key);
        size++;
        if (SEGMENT_KEYS_MAX == ++counts[segment])
        {
            crowdedSegments++;
        }
        return row;
    }

    private void remove(final long removed)
    {
        final int entry = (int)(hash(UnsafeApi.getLong(removed)) >>> directoryShift);
        final int segment = directory[entry];
        final long base = homes[entry];
        long hole = removed;
        int slot = (int)((removed - base) / stride);
        int holeSlot = slot;
        while (true)
        {
            slot = (slot + 1) & SLOT_MASK;
            final long row = base + slot * stride;
            final long key = UnsafeApi.getLong(row);
            if (KeyHash.NULL_KEY == key)
            {
                break;
            }
            final int homeSlot = (int)(hash(key) >>> SLOT_BIT);
            if (((slot - homeSlot) & SLOT_MASK) >= ((slot - holeSlot) & SLOT_MASK))
            {
                copyRow(row, hole);
                hole = row;
                holeSlot = slot;
            }
        }
        clearRow(hole);
        size--;
        if (SEGMENT_KEYS_MAX == counts[segment]--)
        {
            crowdedSegments--;
        }
    }

    /**
     * Splits a segment by the next bit of the hash. The smaller part moves, so a part that is empty moves nothing.
     */
    private void split(final int segment, final long hash)
    {
        final int depth = depths[segment] + 1;
        final int bit = Long.SIZE - depth;
        if (depth > directoryDepth)
        {
            doubleDirectory();
        }
        final int sibling = segmentCount++;
        clearSegment(sibling);
        final int count = counts[segment];
        final int ones = ones(segmentAddress(segment), bit);
        final int movingBit = 2 * ones <= count ? 1 : 0;
        final int moved = 1 == movingBit ? ones : count - ones;
        if (moved > 0)
        {
            move(segmentAddress(segment), segmentAddress(sibling), bit, movingBit);
        }
        counts[segment] = (short)(count - moved);
        counts[sibling] = (short)moved;
        depths[segment] = (byte)depth;
        depths[sibling] = (byte)depth;
        final int half = 1 << directoryDepth - depth;
        final int from = ((int)(hash >>> directoryShift) & -(half << 1)) + movingBit * half;
        Arrays.fill(directory, from, from + half, sibling);
        Arrays.fill(homes, from, from + half, segmentAddress(sibling));
    }

    /**
     * Uses twice as many entries of the directory, each entry of before twice. In place, from the end, so nothing is allocated.
     */
    private void doubleDirectory()
    {
        for (int i = (1 << directoryDepth) - 1; i >= 0; i--)
        {
            directory[2 * i] = directory[i];
            directory[2 * i + 1] = directory[i];
            homes[2 * i] = homes[i];
            homes[2 * i + 1] = homes[i];
        }
        directoryDepth++;
        directoryShift--;
    }

    private int ones(final long base, final int bit)
    {
        int ones = 0;
        for (int slot = 0; slot < SEGMENT_ROWS; slot++)
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
    private void move(final long source, final long target, final int bit, final int movingBit)
    {
        final int empty = (int)((emptyRow(source, 0) - source) / stride);
        for (int i = 1; i < SEGMENT_ROWS; i++)
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
                copyRow(row, emptyRow(target, hash));
                clearRow(row);
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
        final long newRow = emptyRow(base, hash);
        UnsafeApi.putLong(row, key);
        if (newRow != row)
        {
            copyRow(row, newRow);
            clearRow(row);
            moves++;
        }
    }

    private long emptyRow(final long base, final long hash)
    {
        int slot = (int)(hash >>> SLOT_BIT) & SLOT_MASK;
        while (KeyHash.NULL_KEY != UnsafeApi.getLong(base + slot * stride))
        {
            slot = (slot + 1) & SLOT_MASK;
        }
        return base + slot * stride;
    }

    private void copyRow(final long source, final long target)
    {
        for (int offset = 0; offset < rowLength; offset += Long.BYTES)
        {
            UnsafeApi.putLong(target + offset, UnsafeApi.getLong(source + offset));
        }
    }

    private void clearRow(final long row)
    {
        for (int offset = 0; offset < rowLength; offset += Long.BYTES)
        {
            UnsafeApi.putLong(row + offset, 0);
        }
    }

    private void clearSegment(final int segment)
    {
        UnsafeApi.setMemory(segmentAddress(segment), (long)SEGMENT_ROWS * stride, (byte)0);
    }

    private long segmentAddress(final int segment)
    {
        return slab.address((long)segment << SEGMENT_SHIFT);
    }

    private boolean isCell(final long row, final int column)
    {
        return slab.holds(row) && column >= 0 && Long.BYTES * (2 + column) <= rowLength;
    }

    /** A new key splits a segment once, and once more for each bit of the hash in which all its keys agree. */
    private void reserveSplits()
    {
        slab.reach((long)(segmentCount + depthMax) << SEGMENT_SHIFT);
    }

    private static int stride(final int rowLength)
    {
        return rowLength > CACHE_LINE_LENGTH ? (rowLength + CACHE_LINE_LENGTH - 1) & -CACHE_LINE_LENGTH :
            Math.max(STRIDE_MIN, Integer.highestOneBit(rowLength - 1) << 1);
    }

    /** Small numbers spread too; the bits from 41 on are the directory's, those from 32 on the slot's. */
    private static long hash(final long key)
    {
        final long hash = key * SPREAD;
        return (hash ^ (hash >>> 32)) * SPREAD_AGAIN;
    }
}
