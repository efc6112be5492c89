package io.veto.rules.score;

import io.veto.rules.layout.AccountDecoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import io.veto.rules.window.KeyHash;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The transactions of late, to recognise business repeats: a transaction is a repeat of an earlier one of the same source, transaction id,
 * card and amount. Each is kept for a time of engine time; over a number of them the oldest gives way. A transaction without an id is
 * never a repeat. A repeat itself is kept too, as another name of the transaction that it repeats.
 * <pre>
 *   entry, one after another in a ring, oldest first; all numbers in native order:
 *   0        8        16        24          32       36       40              88
 *   +--------+--------+---------+-----------+--------+--------+---------------+
 *   |  key   | check  | timeMs  | sequence  |  link  | unused |   decision    |
 *   +--------+--------+---------+-----------+--------+--------+---------------+
 * </pre>
 * key: hash of the transaction id. check: hash of source, card and amount. timeMs: engine time behind the transaction. link: how many
 * entries ago the one before in the same bucket was put in; 0 for none. Entries are never taken out of their buckets: whatever is older
 * than the oldest live one is none, and links only lead to older ones.
 * <p>
 * Two transactions are taken for one by mistake when source, card and amount are the same and the 64-bit hashes of their ids meet: with a
 * million kept, a chance of 2<sup>-44</sup>.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing per transaction but memory as the ring and its buckets are reached the first time.
 */
final class Repeats implements AutoCloseable
{
    static final String SECTION = "repeats";

    private static final int ENTRY_LENGTH = 88;
    private static final int CHECK_OFFSET = 8;
    private static final int TIME_OFFSET = 16;
    private static final int SEQUENCE_OFFSET = 24;
    private static final int LINK_OFFSET = 32;
    private static final int DECISION_OFFSET = 40;
    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int HEADS_SHIFT = 12;
    private static final int HEADS_MASK = (1 << HEADS_SHIFT) - 1;
    private static final int AHEAD_MAX = 256;
    private static final int NULL_POSITION = -1;
    private static final long NULL_KEY = 0;
    private static final long ALIAS_CHECK = 0x5851F42D4C957F2DL;
    private static final long[] SALTS = {
        0x9E3779B97F4A7C15L, 0xD1B54A32D192ED03L, 0xABC98388FB8FAC03L, 0x8CB92BA72F3D8DD7L, 0xC6BC279692B5C323L, 0xE7037ED1A0B428DBL,
        0xA0761D6478BD642FL, 0x8EBC6AF09C88C6E3L};

    private final int idsMax;
    private final long withinMs;
    private final UnsafeBuffer[] chunks;
    private final int[][] heads;
    private final int bucketMask;
    private final AccountDecoder account = new AccountDecoder();
    private final long[] keysAhead = new long[AHEAD_MAX];
    private int ahead = 0;
    private int touched = 0;
    private int size = 0;
    private int end = 0;
    private int next = 1;
    private long forgotten = 0;
    private long askedKey = NULL_KEY;
    private long askedCheck;

    /**
     * Makes an empty table.
     *
     * @param idsMax   most transactions that are kept.
     * @param withinMs for so much engine time; 0 to recognise none.
     */
    Repeats(final int idsMax, final long withinMs)
    {
        this.idsMax = idsMax;
        this.withinMs = withinMs;
        chunks = new UnsafeBuffer[(idsMax + CHUNK_MASK) >>> CHUNK_SHIFT];
        bucketMask = Math.max(HEADS_MASK + 1, 2 * BitUtil.findNextPositivePowerOfTwo(idsMax)) - 1;
        heads = new int[(bucketMask + 1) >>> HEADS_SHIFT][];
    }

    /**
     * The same transactions under other bounds: those that are kept no longer, and the oldest of those that are too many, are gone for
     * good.
     *
     * @param newIdsMax    most transactions that are kept.
     * @param newWithinMs  for so much engine time.
     * @param engineTimeMs now.
     * @return this, or another table; this one is closed then.
     */
    Repeats bounded(final int newIdsMax, final long newWithinMs, final long engineTimeMs)
    {
        if (newIdsMax == idsMax && newWithinMs == withinMs)
        {
            return this;
        }
        final Repeats other = new Repeats(newIdsMax, newWithinMs);
        other.forgotten = forgotten;
        for (int age = live(engineTimeMs) - 1; age >= 0; age--)
        {
            final UnsafeBuffer chunk = chunk(position(age));
            final int entry = offset(position(age));
            if (other.isWithin(chunk.getLong(entry + TIME_OFFSET), engineTimeMs))
            {
                final int copy = other.put(chunk.getLong(entry), chunk.getLong(entry + CHECK_OFFSET), chunk.getLong(entry + TIME_OFFSET),
                    chunk.getLong(entry + SEQUENCE_OFFSET));
                other.chunk(copy).putBytes(offset(copy) + DECISION_OFFSET, chunk, entry + DECISION_OFFSET, DecisionEncoder.ENCODED_LENGTH);
            }
        }
        close();
        return other;
    }

    /**
     * Whether a transaction is a repeat. If it is, it is kept as another name of the one that it repeats; if not, it is what
     * {@link #remember} will put in.
     *
     * @param sequence     of its record.
     * @param sourceId     of its sender.
     * @param transaction  tokenised.
     * @param engineTimeMs behind it.
     * @param decision     is written if it is: that of the earlier transaction.
     * @return true if it is.
     */
    boolean isRepeat(
        final long sequence,
        final int sourceId,
        final TransactionDecoder transaction,
        final long engineTimeMs,
        final DecisionEncoder decision)
    {
        ask(sourceId, transaction);
        final int position = NULL_KEY == askedKey ? NULL_POSITION : find(askedKey, askedCheck, engineTimeMs);
        if (NULL_POSITION == position)
        {
            return false;
        }
        askedKey = NULL_KEY;
        decision.buffer().putBytes(
            decision.offset(), chunk(position), offset(position) + DECISION_OFFSET, DecisionEncoder.ENCODED_LENGTH);
        alias(sequence, chunk(position).getLong(offset(position) + SEQUENCE_OFFSET), engineTimeMs);
        return true;
    }

    /**
     * Notes a transaction that was recognised as a repeat, or was not, when it was answered.
     *
     * @param sequence     of its record.
     * @param sourceId     of its sender.
     * @param transaction  tokenised, as it was journalled.
     * @param engineTimeMs behind it.
     * @param decision     that was sent.
     */
    void onPast(
        final long sequence,
        final int sourceId,
        final TransactionDecoder transaction,
        final long engineTimeMs,
        final DecisionDecoder decision)
    {
        ask(sourceId, transaction);
        if (!transaction.inputFlags().duplicate())
        {
            remember(sequence, engineTimeMs, decision.buffer(), decision.offset());
            return;
        }
        final int position = NULL_KEY == askedKey ? NULL_POSITION : find(askedKey, askedCheck, engineTimeMs);
        if (NULL_POSITION != position)
        {
            alias(sequence, chunk(position).getLong(offset(position) + SEQUENCE_OFFSET), engineTimeMs);
        }
        askedKey = NULL_KEY;
    }

    /**
     * Puts in the transaction that {@link #isRepeat} was asked about last, if it has an id and is not put in yet.
     *
     * @param sequence     of its record.
     * @param engineTimeMs behind it.
     * @param decision     buffer that holds its answer.
     * @param offset       of the answer's block.
     */
    void remember(final long sequence, final long engineTimeMs, final DirectBuffer decision, final int offset)
    {
        if (NULL_KEY != askedKey)
        {
            final int position = put(askedKey, askedCheck, engineTimeMs, sequence);
            chunk(position).putBytes(offset(position) + DECISION_OFFSET, decision, offset, DecisionEncoder.ENCODED_LENGTH);
            askedKey = NULL_KEY;
        }
    }

    /**
     * What a repeat repeats.
     *
     * @param sequence     of the record of any transaction.
     * @param engineTimeMs now.
     * @return the sequence of the transaction that counts; the same if it is no repeat that is known.
     */
    long original(final long sequence, final long engineTimeMs)
    {
        final int position = 0 == size ? NULL_POSITION : find(aliasKey(sequence), ALIAS_CHECK, engineTimeMs);
        return NULL_POSITION == position ? sequence : chunk(position).getLong(offset(position) + SEQUENCE_OFFSET);
    }

    /**
     * Looks ahead to a transaction that comes soon, until {@link #touch}.
     */
    void lookAhead(final TransactionDecoder transaction)
    {
        if (withinMs > 0 && ahead < AHEAD_MAX)
        {
            keysAhead[ahead++] = key(transaction);
        }
    }

    /**
     * Loads the buckets of the transactions that were looked ahead to into the caches, together.
     */
    void touch()
    {
        int sum = 0;
        for (int i = 0; i < ahead; i++)
        {
            final int age = next - 1 - head(keysAhead[i]);
            sum += Integer.compareUnsigned(age, size) < 0 ? chunk(position(age)).getInt(offset(position(age)) + LINK_OFFSET) : 0;
        }
        touched = sum;
        ahead = 0;
    }

    /**
     * Sum of the links that the last {@link #touch} loaded.
     */
    int touched()
    {
        return touched;
    }

    /**
     * Transactions that gave way before their time.
     */
    long forgotten()
    {
        return forgotten;
    }

    /**
     * Hash of what is kept and in what order; 0 for nothing. What is kept no longer does not count.
     */
    long stateHash(final long engineTimeMs)
    {
        long hash = 0;
        for (int age = live(engineTimeMs) - 1; age >= 0; age--)
        {
            final UnsafeBuffer chunk = chunk(position(age));
            final int entry = offset(position(age));
            long one = 0;
            for (int i = 0; i < ENTRY_LENGTH; i += Long.BYTES)
            {
                one = LINK_OFFSET == i ? one : KeyHash.mix(one + chunk.getLong(entry + i) + SALTS[0]);
            }
            hash = KeyHash.mix(hash + one);
        }
        return hash;
    }

    /**
     * Writes what is kept down.
     */
    void save(final StateWriter writer, final long engineTimeMs)
    {
        writer.section(SECTION);
        final int live = live(engineTimeMs);
        writer.putLong(live);
        for (int age = live - 1; age >= 0; age--)
        {
            final UnsafeBuffer chunk = chunk(position(age));
            final int entry = offset(position(age));
            writer.putLong(chunk.getLong(entry));
            writer.putLong(chunk.getLong(entry + CHECK_OFFSET));
            writer.putLong(chunk.getLong(entry + TIME_OFFSET));
            writer.putLong(chunk.getLong(entry + SEQUENCE_OFFSET));
            writer.putBytes(chunk, entry + DECISION_OFFSET, DecisionEncoder.ENCODED_LENGTH);
        }
    }

    /**
     * Reads into an empty table what another of the same bounds wrote down.
     *
     * @throws io.veto.rules.state.StateDamagedException if it is not that.
     */
    void load(final StateReader reader, final long engineTimeMs)
    {
        reader.section(SECTION);
        final long count = reader.getLong("kept transaction ids", 0, withinMs > 0 ? idsMax : 0);
        long fromMs = engineTimeMs - withinMs + 1;
        for (long i = 0; i < count; i++)
        {
            final long key = reader.getLong();
            final long check = reader.getLong();
            final long timeMs = reader.getLong("engine time of a kept transaction id", fromMs, engineTimeMs);
            final int position = put(key, check, timeMs, reader.getLong("sequence of a kept transaction id", 1, Long.MAX_VALUE));
            reader.getBytes(chunk(position), offset(position) + DECISION_OFFSET, DecisionEncoder.ENCODED_LENGTH);
            fromMs = timeMs;
        }
    }

    @Override
    public void close()
    {
        for (int i = 0; i < chunks.length && null != chunks[i]; i++)
        {
            BufferUtil.free(chunks[i]);
            chunks[i] = null;
        }
        size = 0;
    }

    private void ask(final int sourceId, final TransactionDecoder transaction)
    {
        askedKey = withinMs > 0 ? key(transaction) : NULL_KEY;
        account.wrap(transaction.buffer(), transaction.offset() + TransactionDecoder.accountEncodingOffset());
        askedCheck = KeyHash.mix(KeyHash.mix(sourceId + SALTS[5]) + KeyHash.mix(account.cardToken() + SALTS[6]) +
            KeyHash.mix(transaction.amountMinor() + SALTS[7]));
    }

    private static long key(final TransactionDecoder transaction)
    {
        final DirectBuffer buffer = transaction.buffer();
        final int offset = transaction.offset() + TransactionDecoder.transactionIdEncodingOffset();
        final long first = buffer.getLong(offset);
        final long second = buffer.getLong(offset + 8);
        final long third = buffer.getLong(offset + 16);
        final long fourth = buffer.getLong(offset + 24);
        final long last = buffer.getInt(offset + 32);
        if (0 == (first | second | third | fourth | last))
        {
            return NULL_KEY;
        }
        final long key = KeyHash.mix(KeyHash.mix(first + SALTS[0]) + KeyHash.mix(second + SALTS[1]) + KeyHash.mix(third + SALTS[2]) +
            KeyHash.mix(fourth + SALTS[3]) + KeyHash.mix(last + SALTS[4]));
        return NULL_KEY == key ? SALTS[0] : key;
    }

    private static long aliasKey(final long sequence)
    {
        return KeyHash.mix(sequence + SALTS[4]);
    }

    private void alias(final long sequence, final long original, final long engineTimeMs)
    {
        final int position = put(aliasKey(sequence), ALIAS_CHECK, engineTimeMs, original);
        chunk(position).setMemory(offset(position) + DECISION_OFFSET, DecisionEncoder.ENCODED_LENGTH, (byte)0);
    }

    private int find(final long key, final long check, final long engineTimeMs)
    {
        int age = next - 1 - head(key);
        while (Integer.compareUnsigned(age, size) < 0)
        {
            final int position = position(age);
            final UnsafeBuffer chunk = chunk(position);
            final int entry = offset(position);
            if (!isWithin(chunk.getLong(entry + TIME_OFFSET), engineTimeMs))
            {
                return NULL_POSITION;
            }
            if (chunk.getLong(entry) == key && chunk.getLong(entry + CHECK_OFFSET) == check)
            {
                return position;
            }
            final int link = chunk.getInt(entry + LINK_OFFSET);
            age = 0 == link ? NULL_POSITION : age + link;
        }
        return NULL_POSITION;
    }

    /** Puts an entry in, over the oldest if the ring is full; its decision is left to be written. */
    private int put(final long key, final long check, final long timeMs, final long sequence)
    {
        final int bucket = (int)key & bucketMask;
        if (null == heads[bucket >>> HEADS_SHIFT])
        {
            heads[bucket >>> HEADS_SHIFT] = new int[HEADS_MASK + 1];
        }
        final int[] ofBucket = heads[bucket >>> HEADS_SHIFT];
        final int distance = next - ofBucket[bucket & HEADS_MASK];
        final int position = end;
        if (null == chunks[position >>> CHUNK_SHIFT])
        {
            chunks[position >>> CHUNK_SHIFT] = new UnsafeBuffer(ByteBuffer.allocateDirect(ENTRY_LENGTH << CHUNK_SHIFT));
        }
        final UnsafeBuffer chunk = chunk(position);
        final int entry = offset(position);
        forgotten += idsMax == size && isWithin(chunk.getLong(entry + TIME_OFFSET), timeMs) ? 1 : 0;
        chunk.putLong(entry, key);
        chunk.putLong(entry + CHECK_OFFSET, check);
        chunk.putLong(entry + TIME_OFFSET, timeMs);
        chunk.putLong(entry + SEQUENCE_OFFSET, sequence);
        chunk.putLong(entry + LINK_OFFSET, 0);
        chunk.putInt(entry + LINK_OFFSET, Integer.compareUnsigned(distance, size) <= 0 ? distance : 0);
        ofBucket[bucket & HEADS_MASK] = next++;
        end = position + 1 == idsMax ? 0 : position + 1;
        size = Math.min(size + 1, idsMax);
        return position;
    }

    private int head(final long key)
    {
        final int bucket = (int)key & bucketMask;
        final int[] ofBucket = heads[bucket >>> HEADS_SHIFT];
        return null == ofBucket ? 0 : ofBucket[bucket & HEADS_MASK];
    }

    private boolean isWithin(final long timeMs, final long engineTimeMs)
    {
        return engineTimeMs - timeMs < withinMs;
    }

    /** How many of the newest are kept still: times only go up, so it is found by halving. */
    private int live(final long engineTimeMs)
    {
        int low = 0;
        int high = size;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (isWithin(chunk(position(middle)).getLong(offset(position(middle)) + TIME_OFFSET), engineTimeMs))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private int position(final int age)
    {
        final int position = end - 1 - age;
        return position < 0 ? position + idsMax : position;
    }

    private UnsafeBuffer chunk(final int position)
    {
        return chunks[position >>> CHUNK_SHIFT];
    }

    private static int offset(final int position)
    {
        return (position & CHUNK_MASK) * ENTRY_LENGTH;
    }
}
