package io.veto.engine.journal;

import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.SourceNameDecoder;
import io.veto.rules.layout.TickDecoder;
import io.veto.rules.layout.TransactionDecoder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Layout of a journal record. All fields are little-endian.
 * <pre>
 *   0         4      6       8                16                24          length - 4    length
 *   +---------+------+-------+----------------+-----------------+---------···+--------------+
 *   | length  | type | epoch |    sequence    |  ingressTimeNs  |  payload   |   crc32c     |
 *   | uint32  | u16  |  u16  |     int64      |     int64       |            |   uint32     |
 *   +---------+------+-------+----------------+-----------------+---------···+--------------+
 *
 *   payload of a message of a source:
 *   24          28       32                 40
 *   +-----------+--------+------------------+--------------------------------+
 *   | source id | unused |  message number  | SBE block (and decision block) |
 *   +-----------+--------+------------------+--------------------------------+
 * </pre>
 * length: the whole record in bytes, a multiple of 8; what is not used before the checksum is zero. epoch: number of process
 * starts so far, modulo 65,536. sequence: contiguous from 1; a process start takes none, it carries the number of the record before it and
 * raises the epoch, so that numbers do not depend on how often a process was started. crc32c: over everything before it.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class RecordDescriptor
{
    /** A process start: SBE ProcessStart. */
    public static final int TYPE_PROCESS_START = 1;
    /** A rule set becomes the one that answers: SBE RuleSetText. */
    public static final int TYPE_RULE_SET = 2;
    /** A sender comes for the first time: SBE SourceName. */
    public static final int TYPE_SOURCE = 3;
    /** A transaction and its decision. */
    public static final int TYPE_TRANSACTION = 4;
    /** A label. */
    public static final int TYPE_LABEL = 5;
    /** Time passes: SBE Tick. */
    public static final int TYPE_TICK = 6;
    /** A reversal. */
    public static final int TYPE_REVERSAL = 7;
    /** A time zone of the rule set that follows: SBE ZoneTransitions. */
    public static final int TYPE_ZONE = 8;
    /** Entries are put into a list of the rules or taken out: SBE ListChange. */
    public static final int TYPE_LIST = 9;
    /** A rule falls back to shadow, or comes back: SBE RuleModeChange. */
    public static final int TYPE_RULE_MODE = 10;
    /** What stands behind the last good record of the cycle before is void: SBE Cut. Takes no number, as a process start. */
    public static final int TYPE_CUT = 11;

    /** Of everything in the journal; each process start carries it. A journal of another version is refused. */
    public static final int FORMAT_VERSION = 1;
    /** Sequence before the first record. */
    public static final long NULL_SEQUENCE = 0;
    /** Bytes before the payload. */
    public static final int HEADER_LENGTH = 24;
    /** Offset of the SBE block in a record that came from a source. */
    public static final int SOURCED_BLOCK_OFFSET = 40;
    /** Offset of the decision block in a transaction's record. */
    public static final int DECISION_OFFSET = SOURCED_BLOCK_OFFSET + TransactionDecoder.BLOCK_LENGTH;
    /** Length of a transaction's record. */
    public static final int TRANSACTION_LENGTH = recordLength(DECISION_OFFSET + DecisionDecoder.ENCODED_LENGTH);
    /** Length of a label's record. */
    public static final int LABEL_LENGTH = recordLength(SOURCED_BLOCK_OFFSET + LabelDecoder.BLOCK_LENGTH);
    /** Length of a reversal's record. */
    public static final int REVERSAL_LENGTH = recordLength(SOURCED_BLOCK_OFFSET + ReversalDecoder.BLOCK_LENGTH);
    /** Length of a source's record. */
    public static final int SOURCE_LENGTH = recordLength(SOURCED_BLOCK_OFFSET + SourceNameDecoder.BLOCK_LENGTH);
    /** Length of a tick's record. */
    public static final int TICK_LENGTH = recordLength(HEADER_LENGTH + TickDecoder.BLOCK_LENGTH);
    /** Longest record, a rule set's. */
    public static final int LENGTH_MAX = 2 * 1024 * 1024;

    private static final int CRC_LENGTH = Integer.BYTES;
    private static final int TYPE_OFFSET = 4;
    private static final int EPOCH_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int INGRESS_OFFSET = 16;
    private static final int SOURCE_ID_OFFSET = 24;
    private static final int MESSAGE_NUMBER_OFFSET = 32;

    private RecordDescriptor()
    {
    }

    /**
     * Whether a record holds a numbered message of a source, which is answered.
     *
     * @param type of the record.
     * @return true for a transaction, a label and a reversal.
     */
    public static boolean isMessage(final int type)
    {
        return TYPE_TRANSACTION == type || TYPE_LABEL == type || TYPE_REVERSAL == type;
    }

    /**
     * Whether a record carries the number of the record before it.
     *
     * @param type of the record.
     * @return true for a process start and a CUT.
     */
    public static boolean takesNoNumber(final int type)
    {
        return TYPE_PROCESS_START == type || TYPE_CUT == type;
    }

    /**
     * Length of a record whose payload ends at the offset.
     *
     * @param payloadEnd offset in bytes from the record's start.
     * @return whole length in bytes.
     */
    public static int recordLength(final int payloadEnd)
    {
        return BitUtil.align(payloadEnd + CRC_LENGTH, Long.BYTES);
    }

    /**
     * Offset of the checksum.
     *
     * @param length of the record.
     * @return offset in bytes from the record's start.
     */
    public static int crcOffset(final int length)
    {
        return length - CRC_LENGTH;
    }

    /**
     * Checksum of a record.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return as it was written, not checked.
     */
    public static int crc(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + crcOffset(length(buffer, offset)));
    }

    /**
     * Writes the header of a record.
     *
     * @param buffer        that holds the record.
     * @param offset        of the record.
     * @param length        of the record.
     * @param type          one of the types.
     * @param epoch         number of process starts so far.
     * @param sequence      of the record.
     * @param ingressTimeNs epoch nanoseconds.
     */
    public static void putHeader(
        final MutableDirectBuffer buffer,
        final int offset,
        final int length,
        final int type,
        final int epoch,
        final long sequence,
        final long ingressTimeNs)
    {
        buffer.putInt(offset, length);
        buffer.putShort(offset + TYPE_OFFSET, (short)type);
        buffer.putShort(offset + EPOCH_OFFSET, (short)epoch);
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence);
        buffer.putLong(offset + INGRESS_OFFSET, ingressTimeNs);
    }

    /**
     * Writes the source of a record.
     *
     * @param buffer        that holds the record.
     * @param offset        of the record.
     * @param sourceId      of the sender.
     * @param messageNumber of the sender's message.
     */
    public static void putSource(final MutableDirectBuffer buffer, final int offset, final int sourceId, final long messageNumber)
    {
        buffer.putInt(offset + SOURCE_ID_OFFSET, sourceId);
        buffer.putInt(offset + SOURCE_ID_OFFSET + Integer.BYTES, 0);
        buffer.putLong(offset + MESSAGE_NUMBER_OFFSET, messageNumber);
    }

    /**
     * Whole length of a record.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return length in bytes, not checked.
     */
    public static int length(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset);
    }

    /**
     * Type of a record.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return one of the types if the record is sound.
     */
    public static int type(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + TYPE_OFFSET) & 0xFFFF;
    }

    /**
     * Epoch of a record.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return number of process starts up to it, modulo 65,536.
     */
    public static int epoch(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + EPOCH_OFFSET) & 0xFFFF;
    }

    /**
     * Sequence of a record.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return its number.
     */
    public static long sequence(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + SEQUENCE_OFFSET);
    }

    /**
     * Number of the first record of an excerpt that takes one: a process start carries the number of the record before it.
     *
     * @param firstWord  first eight bytes of the excerpt's first record.
     * @param secondWord the eight bytes behind them.
     * @return the sequence.
     */
    static long firstNumber(final long firstWord, final long secondWord)
    {
        final int type = (int)(firstWord >>> (TYPE_OFFSET * Byte.SIZE)) & 0xFFFF;
        return takesNoNumber(type) ? secondWord + 1 : secondWord;
    }

    /**
     * When the gateway read what the record holds.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return epoch nanoseconds.
     */
    public static long ingressTimeNs(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + INGRESS_OFFSET);
    }

    /**
     * Source of a record that came from one.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return the source id.
     */
    public static int sourceId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + SOURCE_ID_OFFSET);
    }

    /**
     * Message number of a record that came from a source.
     *
     * @param buffer that holds the record.
     * @param offset of the record.
     * @return the source's message number.
     */
    public static long messageNumber(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + MESSAGE_NUMBER_OFFSET);
    }
}
