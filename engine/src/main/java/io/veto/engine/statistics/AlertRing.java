package io.veto.engine.statistics;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;

/**
 * The last transactions that some rule hit, in the order of their sequences, so that a label that comes weeks later finds the rules
 * that it speaks of. The oldest makes room for a new one when the ring is full.
 * <pre>
 *   +---------------------+--------+-------------------------+
 *   | sequence * 2 + fraud| timeMs |  hits, four words       |   six longs each
 *   +---------------------+--------+-------------------------+
 * </pre>
 * Entries have running numbers: {@link #first} is the oldest kept, {@link #end} the one behind the newest.
 * <p>
 * <b>Note:</b> one thread. Allocates a chunk of 768 KiB for each 16,384 entries until the ring is full, and nothing after that.
 */
final class AlertRing
{
    /** Entries that a ring keeps unless told otherwise. */
    static final int CAPACITY_DEFAULT = 1 << 20;
    /** No entry. */
    static final long NULL_ENTRY = -1;

    private static final int CHUNK_BITS = 14;
    private static final int STRIDE = 6;
    private static final int TIME_INDEX = 1;
    private static final int HITS_INDEX = 2;

    private final int capacity;
    private final long[][] chunks;
    private long first = 0;
    private long end = 0;

    /**
     * Makes an empty ring.
     *
     * @param capacity entries kept, a power of two.
     */
    AlertRing(final int capacity)
    {
        this.capacity = capacity;
        chunks = new long[(capacity + (1 << CHUNK_BITS) - 1) >>> CHUNK_BITS][];
    }

    /**
     * Number of the oldest entry kept.
     */
    long first()
    {
        return first;
    }

    /**
     * Number that the next entry gets.
     */
    long end()
    {
        return end;
    }

    /**
     * Adds an entry, dropping the oldest where there is no room.
     *
     * @param sequence of the transaction, higher than any before.
     * @param timeMs   when it was hit, not before any before.
     * @param hits     four words.
     */
    void add(final long sequence, final long timeMs, final long[] hits)
    {
        if (end - first == capacity)
        {
            first++;
        }
        final int slot = (int)end & capacity - 1;
        final int chunk = slot >>> CHUNK_BITS;
        if (null == chunks[chunk])
        {
            chunks[chunk] = new long[Math.min(capacity, 1 << CHUNK_BITS) * STRIDE];
        }
        final long[] longs = chunks[chunk];
        final int index = index(end);
        longs[index] = sequence << 1;
        longs[index + TIME_INDEX] = timeMs;
        System.arraycopy(hits, 0, longs, index + HITS_INDEX, hits.length);
        end++;
    }

    /**
     * Finds a transaction.
     *
     * @param sequence of it.
     * @return number of its entry; {@link #NULL_ENTRY} where no rule hit it or it is dropped.
     */
    long find(final long sequence)
    {
        long low = first;
        long high = end;
        while (low < high)
        {
            final long middle = low + high >>> 1;
            if (sequence(middle) < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < end && sequence(low) == sequence ? low : NULL_ENTRY;
    }

    /**
     * Sequence of an entry.
     */
    long sequence(final long entry)
    {
        return chunk(entry)[index(entry)] >>> 1;
    }

    /**
     * When an entry's transaction was hit, in epoch milliseconds.
     */
    long timeMs(final long entry)
    {
        return chunk(entry)[index(entry) + TIME_INDEX];
    }

    /**
     * Whether an entry's transaction is labelled fraud.
     */
    boolean isFraud(final long entry)
    {
        return (chunk(entry)[index(entry)] & 1) != 0;
    }

    /**
     * Labels an entry's transaction.
     */
    void fraud(final long entry, final boolean isFraud)
    {
        final int index = index(entry);
        final long[] longs = chunk(entry);
        longs[index] = longs[index] & ~1L | (isFraud ? 1 : 0);
    }

    /**
     * Copies the hits of an entry.
     *
     * @param entry number.
     * @param hits  four words to write.
     */
    void hits(final long entry, final long[] hits)
    {
        System.arraycopy(chunk(entry), index(entry) + HITS_INDEX, hits, 0, hits.length);
    }

    /**
     * Writes the entries down.
     */
    void save(final StateWriter writer)
    {
        writer.putLong(capacity);
        writer.putLong(first);
        writer.putLong(end);
        for (long entry = first; entry < end; entry++)
        {
            final long[] longs = chunk(entry);
            final int index = index(entry);
            for (int i = 0; i < STRIDE; i++)
            {
                writer.putLong(longs[index + i]);
            }
        }
    }

    /**
     * Takes over what {@link #save} wrote down. Of an empty ring.
     */
    void load(final StateReader reader)
    {
        reader.getLong("most alerts", capacity, capacity);
        first = reader.getLong("first alert", 0, Long.MAX_VALUE - capacity);
        final long savedEnd = reader.getLong("end of alerts", first, first + capacity);
        final long[] hits = new long[STRIDE - HITS_INDEX];
        long sequence = 0;
        long timeMs = Long.MIN_VALUE;
        for (end = first; end < savedEnd;)
        {
            final long entry = end;
            final long sequenceAndFraud = reader.getLong();
            timeMs = reader.getLong("time of an alert", timeMs, Long.MAX_VALUE);
            for (int i = 0; i < hits.length; i++)
            {
                hits[i] = reader.getLong();
            }
            if (sequenceAndFraud >>> 1 <= sequence)
            {
                throw new StateDamagedException("alerts are out of order: entry=" + entry + " sequence=" + (sequenceAndFraud >>> 1) +
                    " before=" + sequence);
            }
            sequence = sequenceAndFraud >>> 1;
            add(sequence, timeMs, hits);
            fraud(entry, (sequenceAndFraud & 1) != 0);
        }
    }

    private long[] chunk(final long entry)
    {
        return chunks[((int)entry & capacity - 1) >>> CHUNK_BITS];
    }

    private int index(final long entry)
    {
        return ((int)entry & capacity - 1 & (1 << CHUNK_BITS) - 1) * STRIDE;
    }
}
