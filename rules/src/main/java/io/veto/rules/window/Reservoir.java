package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The events that some window still needs, oldest first, one fixed-stride record each. What an event added to the accumulators can be
 * read back from here and taken away again.
 * <pre>
 *   0        8                      16       24                  24 + 8w
 *   +--------+---+------------------+--------+-------------------+
 *   | timeMs | o |     sequence     | amount |  w words          |
 *   +--------+---+------------------+--------+-------------------+
 * </pre>
 * o: one bit, set when the event came out of order. What the words mean is the caller's business. A record never changes once it is
 * written.
 * <p>
 * Position p is the p-th event appended, from 0. Records lie in segments of {@code 2^segmentBits} events, and each segment in blocks of
 * {@link #BLOCK_EVENTS}; behind its last record a segment holds one CRC-32C per block, 4 bytes, written when the block is full.
 * Segments that no tail needs go back to the store.
 * <p>
 * Source: Railgun (PVLDB 14(12), 2021) for the event reservoir.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class Reservoir implements AutoCloseable
{
    /** Events under one checksum. */
    static final int BLOCK_EVENTS = 64;

    private static final int BLOCK_BITS = 6;
    private static final int SEGMENT_BITS_MAX = 24;
    private static final int TIME_OFFSET = 0;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int AMOUNT_OFFSET = 16;
    private static final int WORDS_OFFSET = 24;
    private static final long OUT_OF_ORDER = Long.MIN_VALUE;
    private static final long EVENTS_EVER_MAX = 1L << 48;
    private static final long WRITTEN = 0;
    private static final long KEPT = 1;

    private final int stride;
    private final int segmentBits;
    private final int segmentMask;
    private final int segmentLength;
    private final long eventsMax;
    private final SegmentStore store;
    private final UnsafeBuffer[] ring;
    private final long[] addresses;
    private final int ringMask;
    private final CRC32C crc = new CRC32C();
    private long firstRetained = 0;
    private long end = 0;

    /**
     * Makes an empty reservoir.
     *
     * @param words     of 8 bytes behind the three fixed ones of a record.
     * @param eventsMax most events retained at a time.
     * @param store     that gives the segments out; the reservoir's own from now on.
     */
    Reservoir(final int words, final long eventsMax, final SegmentStore store)
    {
        this(stride(words), store.segmentBits(), eventsMax, store);
    }

    private Reservoir(final int stride, final int segmentBits, final long eventsMax, final SegmentStore store)
    {
        this.stride = stride;
        this.segmentBits = segmentBits;
        this.segmentMask = (1 << segmentBits) - 1;
        this.segmentLength = Math.toIntExact(((long)stride << segmentBits) + ((long)Integer.BYTES << segmentBits - BLOCK_BITS));
        this.eventsMax = eventsMax;
        this.store = store;
        final int segmentsMax = Math.toIntExact((eventsMax + segmentMask >>> segmentBits) + 1);
        this.ring = new UnsafeBuffer[Integer.highestOneBit(segmentsMax - 1) << 1];
        this.addresses = new long[ring.length];
        this.ringMask = ring.length - 1;
    }

    /**
     * Makes room for one more event, so that the append after it cannot fail.
     *
     * @throws StateLimitException when as many events are retained as the limits allow, or the store has no segment.
     */
    void reserve()
    {
        if (end - firstRetained >= eventsMax)
        {
            throw new StateLimitException("reservoir full: maximumEvents=" + eventsMax + " events=" + (end - firstRetained) +
                ": shorten the longest window or its delay");
        }
        final int slot = (int)(end >>> segmentBits) & ringMask;
        if (null == ring[slot])
        {
            ring[slot] = store.acquire(end >>> segmentBits, segmentLength);
            addresses[slot] = ring[slot].addressOffset();
        }
    }

    /**
     * Appends an event in the space that was reserved.
     *
     * @param timeMs     of the event.
     * @param sequence   of its journal record, higher than any before.
     * @param amount     in minor units.
     * @param outOfOrder whether it is behind engine time.
     * @param values     of its words.
     * @return its position.
     */
    long append(final long timeMs, final long sequence, final long amount, final boolean outOfOrder, final long[] values)
    {
        final long position = end;
        end = position + 1;
        encode(address(position), timeMs, sequence, amount, outOfOrder, values);
        if (0 == (end & BLOCK_EVENTS - 1))
        {
            segment(position).putInt(crcOffset(position), crc(position));
        }
        return position;
    }

    /**
     * Writes a record.
     *
     * @param address of its first byte.
     */
    static void encode(
        final long address, final long timeMs, final long sequence, final long amount, final boolean outOfOrder, final long[] values)
    {
        UnsafeApi.putLong(address + TIME_OFFSET, timeMs);
        UnsafeApi.putLong(address + SEQUENCE_OFFSET, outOfOrder ? sequence | OUT_OF_ORDER : sequence);
        UnsafeApi.putLong(address + AMOUNT_OFFSET, amount);
        for (int i = 0; i < values.length; i++)
        {
            UnsafeApi.putLong(address + WORDS_OFFSET + i * Long.BYTES, values[i]);
        }
    }

    /**
     * Length of a record.
     *
     * @param words behind the three fixed ones.
     * @return bytes.
     */
    static int stride(final int words)
    {
        return WORDS_OFFSET + Long.BYTES * words;
    }

    /**
     * Gives back every event before the position: no tail and no side entry needs it.
     *
     * @param position from the first retained one to the end.
     */
    void retainFrom(final long position)
    {
        final long to = position >>> segmentBits;
        for (long segment = firstRetained >>> segmentBits; segment < to; segment++)
        {
            final int slot = (int)segment & ringMask;
            store.release(segment, ring[slot]);
            ring[slot] = null;
            addresses[slot] = 0;
        }
        firstRetained = position;
    }

    /**
     * Finds a retained event by its journal sequence, searching from the newest backwards in growing steps and then by halving.
     *
     * @param sequence of the event's journal record.
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

    /**
     * Checks the block that holds a retained event, if that block is full.
     *
     * @param position of the event.
     * @throws ReservoirDamagedException when the block is not what was written.
     */
    void verify(final long position)
    {
        if ((position | BLOCK_EVENTS - 1) < end)
        {
            final int expected = segment(position).getInt(crcOffset(position));
            final int actual = crc(position);
            if (expected != actual)
            {
                throw new ReservoirDamagedException("reservoir damaged: position=" + position + " sequence=" + sequence(position) +
                    " expectedCrc=" + Integer.toHexString(expected) + " crc=" + Integer.toHexString(actual) +
                    ": start again, it is rebuilt from the journal");
            }
        }
    }

    /**
     * Tells where a tail is.
     *
     * @param listener to tell.
     * @param tail     number of the tail.
     * @param position of the first event that it has not passed.
     */
    void tell(final TailListener listener, final int tail, final long position)
    {
        listener.onTail(tail, position >>> segmentBits, offset(position));
    }

    /**
     * Position of the next event.
     *
     * @return events appended so far.
     */
    long end()
    {
        return end;
    }

    /**
     * Position of the oldest event that is retained.
     *
     * @return {@link #end} when there is none.
     */
    long firstRetained()
    {
        return firstRetained;
    }

    /**
     * Where a retained event begins in memory, for reads of its fields. Good until the event is given back.
     *
     * @param position of the event.
     * @return address of its first byte.
     */
    long address(final long position)
    {
        assert position >= firstRetained && position < end : "position=" + position + " from=" + firstRetained + " to=" + end;
        return addresses[(int)(position >>> segmentBits) & ringMask] + offset(position);
    }

    /**
     * Hash of a retained event's whole record.
     *
     * @param position of the event.
     */
    long recordHash(final long position)
    {
        final long address = address(position);
        long hash = 0;
        for (int field = 0; field < stride; field += Long.BYTES)
        {
            hash = KeyHash.mix(hash + UnsafeApi.getLong(address + field));
        }
        return hash;
    }

    long timeMs(final long position)
    {
        return timeMsAt(address(position));
    }

    long sequence(final long position)
    {
        return sequenceAt(address(position));
    }

    long amount(final long position)
    {
        return amountAt(address(position));
    }

    static long timeMsAt(final long address)
    {
        return UnsafeApi.getLong(address + TIME_OFFSET);
    }

    static long sequenceAt(final long address)
    {
        return UnsafeApi.getLong(address + SEQUENCE_OFFSET) & ~OUT_OF_ORDER;
    }

    static boolean outOfOrderAt(final long address)
    {
        return UnsafeApi.getLong(address + SEQUENCE_OFFSET) < 0;
    }

    static long amountAt(final long address)
    {
        return UnsafeApi.getLong(address + AMOUNT_OFFSET);
    }

    static long wordAt(final long address, final int index)
    {
        return UnsafeApi.getLong(address + WORDS_OFFSET + index * Long.BYTES);
    }

    /**
     * Writes the retained events down. Full segments are kept by the store, where it does so; of them only a checksum over their checksums
     * is written.
     *
     * @param writer to write to.
     */
    void save(final StateWriter writer)
    {
        writer.putLong(segmentBits);
        writer.putLong(stride);
        writer.putLong(end);
        writer.putLong(firstRetained);
        long from = firstRetained & -BLOCK_EVENTS;
        while (from < end)
        {
            final long to = Math.min(end, (from | segmentMask) + 1);
            final long base = addresses[(int)(from >>> segmentBits) & ringMask];
            if (0 == (to & segmentMask) && store.keep(from >>> segmentBits))
            {
                writer.putLong(KEPT);
                writer.putLong(crcOfCrcs(from));
            }
            else
            {
                writer.putLong(WRITTEN);
                writer.putMemory(base + offset(from), (to - from) * stride);
                writer.putMemory(base + crcOffset(from), crcsLength(from, to));
            }
            from = to;
        }
    }

    /**
     * Reads what {@link #save} wrote down into an empty reservoir, and checks every full block.
     *
     * @param reader to read from.
     * @throws StateDamagedException if anything is not what was written.
     * @throws StateLimitException   when the store has no segment.
     */
    void load(final StateReader reader)
    {
        reader.getLong("binary logarithm of a segment's events", segmentBits, segmentBits);
        reader.getLong("length of an event", stride, stride);
        end = reader.getLong("events ever", 0, EVENTS_EVER_MAX);
        firstRetained = reader.getLong("first retained event", Math.max(0, end - eventsMax), end);
        long from = firstRetained & -BLOCK_EVENTS;
        while (from < end)
        {
            final long to = Math.min(end, (from | segmentMask) + 1);
            final long segment = from >>> segmentBits;
            final int slot = (int)segment & ringMask;
            if (isKept(reader, to))
            {
                ring[slot] = store.adopt(segment, segmentLength);
                addresses[slot] = ring[slot].addressOffset();
                checkKept(segment, reader.getLong());
            }
            else
            {
                ring[slot] = store.acquire(segment, segmentLength);
                addresses[slot] = ring[slot].addressOffset();
                reader.getMemory(addresses[slot] + offset(from), (to - from) * stride);
                reader.getMemory(addresses[slot] + crcOffset(from), crcsLength(from, to));
                checkBlocks(from, to);
            }
            from = to;
        }
    }

    /**
     * As {@link KeptSegments#check}. Kept segments come before those that are written into the state.
     */
    static void check(final StateReader reader, final SegmentStore store)
    {
        final int bits = (int)reader.getLong("binary logarithm of a segment's events", BLOCK_BITS, SEGMENT_BITS_MAX);
        final int length = (int)reader.getLong("length of an event", stride(0), (Integer.MAX_VALUE >> bits) - 1);
        final long to = reader.getLong("events ever", 0, EVENTS_EVER_MAX);
        long from = reader.getLong("first retained event", 0, to) & -BLOCK_EVENTS;
        final Reservoir reservoir = new Reservoir(length, bits, 1, store);
        while (from < to && reservoir.isKept(reader, Math.min(to, (from | reservoir.segmentMask) + 1)))
        {
            final long segment = from >>> bits;
            final UnsafeBuffer adopted = store.adopt(segment, reservoir.segmentLength);
            reservoir.ring[(int)segment & reservoir.ringMask] = adopted;
            reservoir.checkKept(segment, reader.getLong());
            store.release(segment, adopted);
            from = segment + 1 << bits;
        }
    }

    /**
     * Gives every segment back and closes the store. Nothing may be read or written after it.
     */
    @Override
    public void close()
    {
        Arrays.fill(ring, null);
        store.close();
    }

    private UnsafeBuffer segment(final long position)
    {
        return ring[(int)(position >>> segmentBits) & ringMask];
    }

    private int offset(final long position)
    {
        return ((int)position & segmentMask) * stride;
    }

    private int crcOffset(final long position)
    {
        return (stride << segmentBits) + (((int)position & segmentMask) >>> BLOCK_BITS) * Integer.BYTES;
    }

    private boolean isKept(final StateReader reader, final long to)
    {
        return KEPT == reader.getLong("how a segment is kept", WRITTEN, 0 == (to & segmentMask) ? KEPT : WRITTEN);
    }

    private void checkKept(final long segment, final long expectedCrcOfCrcs)
    {
        final long first = segment << segmentBits;
        checkBlocks(first, first + segmentMask + 1);
        check(first, expectedCrcOfCrcs, crcOfCrcs(first));
    }

    private void checkBlocks(final long from, final long to)
    {
        for (long block = from; block + BLOCK_EVENTS <= to; block += BLOCK_EVENTS)
        {
            check(block, segment(block).getInt(crcOffset(block)), crc(block));
        }
    }

    private void check(final long position, final long expected, final long actual)
    {
        if (expected != actual)
        {
            throw new StateDamagedException("reservoir segment damaged: segment=" + (position >>> segmentBits) + " position=" + position +
                " expectedCrc=" + Integer.toHexString((int)expected) + " crc=" + Integer.toHexString((int)actual));
        }
    }

    private static long crcsLength(final long from, final long to)
    {
        return ((to >>> BLOCK_BITS) - (from >>> BLOCK_BITS)) * Integer.BYTES;
    }

    private long crcOfCrcs(final long position)
    {
        final int offset = stride << segmentBits;
        return crc(position, offset, segmentLength - offset) & 0xFFFF_FFFFL;
    }

    private int crc(final long position)
    {
        return crc(position, offset(position & -BLOCK_EVENTS), BLOCK_EVENTS * stride);
    }

    private int crc(final long position, final int offset, final int length)
    {
        final ByteBuffer bytes = segment(position).byteBuffer();
        bytes.limit(offset + length).position(offset);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        return (int)crc.getValue();
    }
}
