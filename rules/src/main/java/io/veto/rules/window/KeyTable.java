package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
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
    static final int SEGMENT_ROWS = KeyRows.COUNT;

    private static final int SEGMENT_SHIFT = Integer.numberOfTrailingZeros(SEGMENT_ROWS);
    private static final int SLOT_MASK = KeyRows.SLOT_MASK;
    private static final int SPLIT_ROWS = SEGMENT_ROWS - (SEGMENT_ROWS >>> 2);
    /** One row stays empty, so that every search ends. */
    private static final int SEGMENT_KEYS_MAX = SEGMENT_ROWS - 1;
    private static final int SEGMENT_KEYS_AT_LIMIT = SEGMENT_ROWS >>> 1;
    /**
     * Rows that one key takes on average, itself included, while a table grows: the rows of its segment in use are between half of
     * those at which it splits and all of them, each number for as long as it takes to outgrow it.
     */
    static final double ROWS_PER_KEY = SEGMENT_ROWS / (SPLIT_ROWS * Math.log(2));

    private final String name;
    private final int keysMax;
    private final int stride;
    private final int rowLength;
    private final KeyRows rows;
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
        rows = new KeyRows(rowLength);
        stride = rows.stride();
        depthMax = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros((keysMax - 1) / SEGMENT_KEYS_AT_LIMIT));
        directory = new int[1 << depthMax];
        homes = new long[1 << depthMax];
        depths = new byte[1 << depthMax];
        counts = new short[1 << depthMax];
        slab = new Slab("accumulator table of " + name, stride, ((1L << depthMax) + depthMax) << SEGMENT_SHIFT, advice);
        reserveSplits();
        rows.clearAll(segmentAddress(0));
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
        return rows.moves();
    }

    /**
     * Finds the row of a key.
     *
     * @return the row, or {@link #NULL_ROW}.
     */
    long find(final long key)
    {
        final long hash = KeyRows.hash(key);
        final long home = homes[(int)(hash >>> directoryShift)];
        final int stride = this.stride;
        int slot = (int)(hash >>> KeyRows.SLOT_BIT) & SLOT_MASK;
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
     * Loads the cache line in which the search for a key begins. Called for many keys in a row, before they are needed, the cache misses
     * overlap.
     *
     * @param key that will be looked for.
     * @return what it read, for the caller to make some use of lest the call be optimised away.
     */
    long touch(final long key)
    {
        final long hash = KeyRows.hash(key);
        final long home = homes[(int)(hash >>> directoryShift)];
        final int slot = (int)(hash >>> KeyRows.SLOT_BIT);
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
     * @param consumer told the key and its row; it changes nothing.
     */
    void forEach(final LongLongConsumer consumer)
    {
        for (int segment = 0; segment < segmentCount; segment++)
        {
            for (int slot = 0; slot < SEGMENT_ROWS; slot++)
            {
                final long row = segmentAddress(segment) + (long)slot * stride;
                final long key = UnsafeApi.getLong(row);
                if (KeyHash.NULL_KEY != key)
                {
                    consumer.accept(key, row);
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

    void save(final StateWriter writer)
    {
        writer.putLong(size);
        writer.putLong(segmentCount);
        KeyDirectory.save(directory, directoryDepth, writer);
        for (int segment = 0; segment < segmentCount; segment++)
        {
            writer.putMemory(segmentAddress(segment), (long)SEGMENT_ROWS * stride);
        }
    }

    /**
     * Reads what {@link #save} wrote down into an empty table. How many rows of a segment are in use is counted again, so that every search
     * ends.
     *
     * @param beside columns of the table that keep something beside the row.
     * @param claims for them.
     * @param reader to read from.
     */
    void load(final Column[] beside, final Claims claims, final StateReader reader)
    {
        size = (int)reader.getLong("keys of " + name, 0, keysMax);
        segmentCount = (int)reader.getLong("segments of " + name, 1, 1L << depthMax);
        directoryDepth = KeyDirectory.load(directory, depthMax, segmentCount, depths, reader);
        directoryShift = Long.SIZE - directoryDepth;
        int keys = 0;
        for (int segment = 0; segment < segmentCount; segment++)
        {
            slab.reach((segment + 1L) << SEGMENT_SHIFT);
            reader.getMemory(segmentAddress(segment), (long)SEGMENT_ROWS * stride);
            final int count = rows.claim(segmentAddress(segment), beside, claims);
            counts[segment] = (short)count;
            crowdedSegments += SEGMENT_KEYS_MAX == count ? 1 : 0;
            keys += count;
        }
        if (size != keys)
        {
            throw new StateDamagedException("accumulator table damaged: key=" + name + " expectedKeys=" + size + " keys=" + keys);
        }
        reserveSplits();
        for (int i = 0; i < 1 << directoryDepth; i++)
        {
            homes[i] = segmentAddress(directory[i]);
        }
    }

    @Override
    public void close()
    {
        slab.close();
    }

    private long insert(final long key)
    {
        final long hash = KeyRows.hash(key);
        int segment = directory[(int)(hash >>> directoryShift)];
        while (counts[segment] >= SPLIT_ROWS && depths[segment] < depthMax)
        {
            split(segment, hash);
            segment = directory[(int)(hash >>> directoryShift)];
        }
        final long row = rows.empty(segmentAddress(segment), hash);
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
        final int entry = (int)(KeyRows.hash(UnsafeApi.getLong(removed)) >>> directoryShift);
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
            final int homeSlot = (int)(KeyRows.hash(key) >>> KeyRows.SLOT_BIT);
            if (((slot - homeSlot) & SLOT_MASK) >= ((slot - holeSlot) & SLOT_MASK))
            {
                rows.copy(row, hole);
                hole = row;
                holeSlot = slot;
            }
        }
        rows.clear(hole);
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
        rows.clearAll(segmentAddress(sibling));
        final int count = counts[segment];
        final int ones = rows.ones(segmentAddress(segment), bit);
        final int movingBit = 2 * ones <= count ? 1 : 0;
        final int moved = 1 == movingBit ? ones : count - ones;
        if (moved > 0)
        {
            rows.move(segmentAddress(segment), segmentAddress(sibling), bit, movingBit);
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
}
