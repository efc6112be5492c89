package io.veto.rules.window;

import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import org.agrona.UnsafeApi;

/**
 * Records of one fixed stride outside the heap, named by a number from 0 on, in chunks of up to 32 MiB that are taken from the system as
 * they are reached. The system backs a chunk with memory as it is touched, so a chunk that is hardly used costs hardly anything. What
 * a record holds before it is written is undefined.
 * <p>
 * When half of the last chunk is reached the next one is taken ahead, so that a {@link MemoryAdvice} can have it backed in time: the
 * first touch of a huge page takes milliseconds.
 * <p>
 * A chunk holds a power of two of whole records and begins where a huge page may begin, so a record whose stride divides 64 or is a
 * multiple of it lies in as few cache lines as it can, and an aligned run of a power of two of records lies in one chunk.
 * <p>
 * Records are read and written by their address, which nobody checks: an access outside of a record is caught by the assertions that the
 * tests run with, and by nothing else.
 * <p>
 * <b>Note:</b> one thread. Chunks stay until {@link #close}; nothing may be read or written after it.
 */
final class Slab implements AutoCloseable
{
    private static final int CHUNK_LENGTH_MAX = 1 << 25;
    private static final int CHUNK_ALIGNMENT = 1 << 21;
    private static final long NULL_ADDRESS = 0;

    private final String name;
    private final int stride;
    private final long recordsMax;
    private final int chunkShift;
    private final long chunkMask;
    private final MemoryAdvice advice;
    private final long[] addresses;
    private final long[] allocatedAddresses;
    private long capacity = 0;
    private long growFrom = 0;

    /**
     * Makes an empty slab.
     *
     * @param name       that errors name.
     * @param stride     of a record in bytes, a multiple of 8, at most 32 MiB.
     * @param recordsMax most records.
     * @param advice     told of every chunk.
     */
    Slab(final String name, final int stride, final long recordsMax, final MemoryAdvice advice)
    {
        this.name = name;
        this.stride = stride;
        this.recordsMax = recordsMax;
        this.advice = advice;
        chunkShift = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(CHUNK_LENGTH_MAX / stride);
        chunkMask = (1L << chunkShift) - 1;
        addresses = new long[Math.toIntExact((recordsMax + chunkMask) >>> chunkShift)];
        allocatedAddresses = new long[addresses.length];
    }

    /**
     * Makes room for the records 0 to {@code count - 1}.
     *
     * @param count of records.
     * @throws StateLimitException when there is no memory for them or they are more than the limits allow.
     */
    void reach(final long count)
    {
        if (count > growFrom)
        {
            grow(count);
        }
    }

    /**
     * Where a record begins. The records of its chunk follow each other.
     *
     * @param record number of the record, below what was reached.
     * @return address of its first byte.
     */
    long address(final long record)
    {
        assert record >= 0 && record < capacity : "record=" + record + " capacity=" + capacity + " of " + name;
        return addresses[(int)(record >>> chunkShift)] + (record & chunkMask) * stride;
    }

    /**
     * Whether an address is that of a record; for assertions.
     */
    boolean holds(final long address)
    {
        for (int i = 0; i < capacity >>> chunkShift; i++)
        {
            final long offset = address - addresses[i];
            if (offset >= 0 && offset < (long)stride << chunkShift)
            {
                return 0 == offset % stride;
            }
        }
        return false;
    }

    /**
     * Writes records that follow each other down.
     *
     * @param from   number of the first one.
     * @param to     number behind the last one.
     * @param writer to write to.
     */
    void save(final long from, final long to, final StateWriter writer)
    {
        long record = from;
        while (record < to)
        {
            final long end = Math.min(to, (record | chunkMask) + 1);
            writer.putMemory(address(record), (end - record) * stride);
            record = end;
        }
    }

    /**
     * Makes room for records and reads what {@link #save} wrote down, so that little memory is taken where less follows than should.
     *
     * @param from   number of the first one.
     * @param to     number behind the last one.
     * @param reader to read from.
     * @throws StateLimitException when there is no memory for them.
     */
    void load(final long from, final long to, final StateReader reader)
    {
        long record = from;
        while (record < to)
        {
            final long end = Math.min(to, (record | chunkMask) + 1);
            reach(end);
            reader.getMemory(address(record), (end - record) * stride);
            record = end;
        }
    }

    /**
     * Memory taken from the system for records.
     *
     * @return bytes, touched or not, with a chunk taken ahead.
     */
    long length()
    {
        return (capacity >>> chunkShift) * ((long)stride << chunkShift);
    }

    @Override
    public void close()
    {
        for (int i = 0; i < capacity >>> chunkShift; i++)
        {
            UnsafeApi.freeMemory(allocatedAddresses[i]);
            addresses[i] = 0;
        }
        capacity = 0;
        growFrom = 0;
    }

    private void grow(final long count)
    {
        if (count > recordsMax)
        {
            throw new StateLimitException(name + " full: maximumRecords=" + recordsMax + " records=" + count +
                ": shorten the longest windows or raise the limit");
        }
        while (capacity < count)
        {
            final long allocated = allocate();
            if (NULL_ADDRESS == allocated)
            {
                throw new StateLimitException("memory for the windows is used up: for=" + name + " length=" + allocationLength() +
                    ": shorten the longest windows or give the machine more memory");
            }
            add(allocated, false);
        }
        growFrom = capacity - ((chunkMask + 1) >>> 1);
        if (count > growFrom)
        {
            takeAhead();
        }
    }

    /** Where none is to be had it is asked for again when it is needed. */
    private void takeAhead()
    {
        final long allocated = capacity < recordsMax ? allocate() : NULL_ADDRESS;
        growFrom = capacity;
        if (NULL_ADDRESS != allocated)
        {
            add(allocated, true);
            growFrom = capacity - ((chunkMask + 1) >>> 1);
        }
    }

    private void add(final long allocated, final boolean isAhead)
    {
        final int chunk = (int)(capacity >>> chunkShift);
        final long address = (allocated + CHUNK_ALIGNMENT - 1) & -CHUNK_ALIGNMENT;
        allocatedAddresses[chunk] = allocated;
        addresses[chunk] = address;
        capacity += 1L << chunkShift;
        advice.onAllocated(address, (long)stride << chunkShift, isAhead);
    }

    private long allocate()
    {
        try
        {
            return UnsafeApi.allocateMemory(allocationLength());
        }
        catch (final OutOfMemoryError e)
        {
            return NULL_ADDRESS;
        }
    }

    private int allocationLength()
    {
        return (stride << chunkShift) + CHUNK_ALIGNMENT;
    }
}
