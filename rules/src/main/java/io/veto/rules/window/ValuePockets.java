package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import org.agrona.UnsafeApi;

/**
 * Small multisets, each in one cache line outside the heap: up to {@value #VALUES_MAX} values with their counts. Named by a number from
 * 1 on.
 * <pre>
 *   0                    40                   60     64
 *   +--------------------+--------------------+------+
 *   | values, 8 bytes each | counts, 4 bytes each | size |      a free pocket: size is the number of the next free one
 *   +--------------------+--------------------+------+
 * </pre>
 * Values are in no order. A value is in the pocket while its count is not 0.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing but a chunk of its {@link Slab} now and then.
 */
final class ValuePockets implements AutoCloseable
{
    /** Values that fit. */
    static final int VALUES_MAX = 5;
    /** There is no room for another value. */
    static final int FULL = 2;

    private static final int NULL_POCKET = 0;
    private static final int COUNTS_OFFSET = 40;
    private static final int SIZE_OFFSET = 60;
    /** Length in bytes of one. */
    static final int STRIDE = 64;

    private final int pocketsMax;
    private final Slab slab;
    private int taken = 0;
    private int free = 0;
    private int firstFree = NULL_POCKET;

    /**
     * Makes no pockets yet.
     *
     * @param pocketsMax most pockets.
     * @param advice     told of the memory.
     */
    ValuePockets(final int pocketsMax, final MemoryAdvice advice)
    {
        this.pocketsMax = pocketsMax;
        slab = new Slab("value pockets", STRIDE, pocketsMax + 1L, advice);
    }

    /**
     * Makes room, so that the allocations that follow cannot fail.
     *
     * @param count of those allocations.
     * @throws StateLimitException when there is no memory for them or they are more than the limit allows.
     */
    void reserve(final int count)
    {
        while (free < count)
        {
            if (taken == pocketsMax)
            {
                throw new StateLimitException("value pockets full: maximumPockets=" + pocketsMax + " pockets=" + used() +
                    ": shorten the longest distinct window");
            }
            slab.reach(taken + 2L);
            UnsafeApi.setMemory(slab.address(++taken), STRIDE, (byte)0);
            release(taken);
        }
    }

    /**
     * Takes an empty pocket.
     *
     * @return its number.
     * @throws StateLimitException when none was reserved and none is to be had.
     */
    int allocate()
    {
        reserve(1);
        final int pocket = firstFree;
        final long address = slab.address(pocket);
        firstFree = UnsafeApi.getInt(address + SIZE_OFFSET);
        UnsafeApi.putInt(address + SIZE_OFFSET, 0);
        free--;
        return pocket;
    }

    /**
     * Takes a pocket back with all that is in it.
     */
    void release(final int pocket)
    {
        UnsafeApi.putInt(slab.address(pocket) + SIZE_OFFSET, firstFree);
        firstFree = pocket;
        free++;
    }

    /**
     * Adds to the count of a value.
     *
     * @param weight up or down, not 0.
     * @return 1 when the value appeared, -1 when it disappeared, 0 when neither, {@link #FULL} when nothing was done for lack of room.
     */
    int add(final int pocket, final long value, final int weight)
    {
        final long address = slab.address(pocket);
        final int size = UnsafeApi.getInt(address + SIZE_OFFSET);
        final int index = index(address, size, value);
        if (index < size)
        {
            final int count = UnsafeApi.getInt(address + COUNTS_OFFSET + index * Integer.BYTES) + weight;
            UnsafeApi.putInt(address + COUNTS_OFFSET + index * Integer.BYTES, count);
            return 0 == count ? remove(address, size, index) : 0;
        }
        if (VALUES_MAX == size)
        {
            return FULL;
        }
        put(address, size, value, weight);
        UnsafeApi.putInt(address + SIZE_OFFSET, size + 1);
        return 1;
    }

    boolean contains(final int pocket, final long value)
    {
        final long address = slab.address(pocket);
        final int size = UnsafeApi.getInt(address + SIZE_OFFSET);
        return index(address, size, value) < size;
    }

    /**
     * Number of values.
     */
    int size(final int pocket)
    {
        return UnsafeApi.getInt(slab.address(pocket) + SIZE_OFFSET);
    }

    long value(final int pocket, final int index)
    {
        return UnsafeApi.getLong(slab.address(pocket) + index * Long.BYTES);
    }

    int count(final int pocket, final int index)
    {
        return UnsafeApi.getInt(slab.address(pocket) + COUNTS_OFFSET + index * Integer.BYTES);
    }

    /**
     * Reads a pocket ahead of its use, so that several reads from memory overlap.
     *
     * @return something that depends on the read.
     */
    long touch(final int pocket)
    {
        return UnsafeApi.getInt(slab.address(pocket) + SIZE_OFFSET);
    }

    /**
     * Pockets that are not free.
     */
    int used()
    {
        return taken - free;
    }

    /**
     * Memory that the pockets take, free ones included.
     *
     * @return bytes.
     */
    long length()
    {
        return (taken + 1L) * STRIDE;
    }

    /**
     * Pockets that were ever taken, free ones included.
     *
     * @return how many; the highest number of a pocket.
     */
    int taken()
    {
        return taken;
    }

    void save(final StateWriter writer)
    {
        writer.putLong(taken);
        writer.putLong(free);
        writer.putLong(firstFree);
        slab.save(1, taken + 1L, writer);
    }

    /**
     * Reads what {@link #save} wrote down where no pocket was taken. No pocket is good before {@link #check}.
     */
    void load(final StateReader reader)
    {
        taken = (int)reader.getLong("value pockets", 0, pocketsMax);
        free = (int)reader.getLong("free value pockets", 0, taken);
        firstFree = (int)reader.getLong("first free value pocket", 0, taken);
        slab.load(1, taken + 1L, reader);
    }

    /**
     * Claims all pockets that are free and looks that no other holds more values than fit.
     */
    void check(final Claims claims)
    {
        int pocket = firstFree;
        for (int i = 0; i < free; i++)
        {
            claims.pocket(pocket);
            pocket = size(pocket);
        }
        if (NULL_POCKET != pocket)
        {
            throw new StateDamagedException("more free value pockets than there should be: expected=" + free + " next=" + pocket);
        }
        for (pocket = 1; pocket <= taken; pocket++)
        {
            if (!claims.isPocketClaimed(pocket) && (size(pocket) < 0 || size(pocket) > VALUES_MAX))
            {
                throw new StateDamagedException("value pocket holds more than fits: pocket=" + pocket + " maximumValues=" + VALUES_MAX +
                    " values=" + size(pocket));
            }
        }
    }

    @Override
    public void close()
    {
        slab.close();
    }

    private static int index(final long address, final int size, final long value)
    {
        int index = 0;
        while (index < size && value != UnsafeApi.getLong(address + index * Long.BYTES))
        {
            index++;
        }
        return index;
    }

    private static int remove(final long address, final int size, final int index)
    {
        final int last = size - 1;
        put(address, index, UnsafeApi.getLong(address + last * Long.BYTES),
            UnsafeApi.getInt(address + COUNTS_OFFSET + last * Integer.BYTES));
        UnsafeApi.putInt(address + SIZE_OFFSET, last);
        return -1;
    }

    private static void put(final long address, final int index, final long value, final int count)
    {
        UnsafeApi.putLong(address + index * Long.BYTES, value);
        UnsafeApi.putInt(address + COUNTS_OFFSET + index * Integer.BYTES, count);
    }
}
