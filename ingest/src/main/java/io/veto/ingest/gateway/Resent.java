package io.veto.ingest.gateway;

import io.veto.engine.ids.IdIndex;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.ingest.token.Tokeniser;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AccountEncoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Messages whose number was sent before: the same content is answered from the journal, any other is refused. What the sender does not
 * say, because the gateway or the scorer fills it in, is left out of the comparison.
 * <pre>
 *   request to the history:
 *   0         8           12       16        24               32            232
 *   +---------+-----------+--------+---------+----------------+--------------+
 *   | session | source id |  type  | number  | from sequence  |    block     |
 *   +---------+-----------+--------+---------+----------------+--------------+
 * </pre>
 * type: of the record that the message would be. block: the message, plain and tokenised; behind that of a label or a reversal the name of
 * its target, where it has one.
 * <p>
 * <b>Note:</b> asked on the gateway's thread; {@link #isSame} is the history's. Allocates nothing.
 */
final class Resent
{
    /** Most messages of a session whose number was sent before that may be on their way at a time. */
    static final int PENDING_MAX = 64;
    /** Type of a request. */
    static final int TYPE_REQUEST = 2;
    /** Length of a request. */
    static final int REQUEST_LENGTH = HistoryAgent.REQUEST_LENGTH + TransactionDecoder.BLOCK_LENGTH;

    private static final int BLOCK_OFFSET = HistoryAgent.REQUEST_LENGTH;
    /** Offset of the name of a label's or a reversal's target, behind either block; source id 0 where it names none by id. */
    private static final int NAME_OFFSET = BLOCK_OFFSET + ReversalDecoder.BLOCK_LENGTH;
    private static final int TRANSACTION_ID_OFFSET =
        RecordDescriptor.SOURCED_BLOCK_OFFSET + TransactionDecoder.transactionIdEncodingOffset();
    private static final int NUMBER_OFFSET = LabelDecoder.targetMessageNumberEncodingOffset();
    private static final long NULL_TARGET = LabelDecoder.targetSequenceNullValue();

    private final Tokeniser tokeniser;
    private final OneToOneRingBuffer historyRequests;
    private final UnsafeBuffer recorded = new UnsafeBuffer(new byte[TransactionDecoder.BLOCK_LENGTH]);

    Resent(final Tokeniser tokeniser, final OneToOneRingBuffer historyRequests)
    {
        this.tokeniser = tokeniser;
        this.historyRequests = historyRequests;
    }

    /**
     * Whether a frame must wait: one that was sent before until everything of its source is in the journal and there is room to ask, any
     * other until those before it are answered, so that answers stay in order.
     *
     * @param session that sent it.
     * @param offset  of the frame in its inbound buffer; nothing of it is checked yet.
     * @return true if it must.
     */
    boolean mustWait(final Session session, final int offset)
    {
        if (null == session.source)
        {
            return false;
        }
        if (!isResent(session, FrameDescriptor.messageNumber(session.inboundBuffer, offset)))
        {
            return session.resent > 0;
        }
        return session.resent >= PENDING_MAX || !session.source.isSettled() ||
            historyRequests.capacity() - historyRequests.size() < 4 * REQUEST_LENGTH;
    }

    /**
     * Whether a number was sent before.
     *
     * @param session that sent it.
     * @param number  of a message.
     * @return true if it was.
     */
    boolean isResent(final Session session, final long number)
    {
        return number > 0 && number <= session.source.lastMessageNumber();
    }

    /**
     * Asks the history. Nothing may have to wait.
     *
     * @param session that sent it.
     * @param offset  of the frame in its inbound buffer, header checked.
     * @param type    of the record that the message would be.
     * @param name    of its target, as {@link IdLookup#name}; null if it names none by id.
     */
    void ask(final Session session, final int offset, final int type, final DirectBuffer name)
    {
        final int block = offset + FrameDescriptor.MESSAGE_OFFSET;
        final long number = FrameDescriptor.messageNumber(session.inboundBuffer, offset);
        final int index = historyRequests.tryClaim(TYPE_REQUEST, REQUEST_LENGTH);
        if (index < 0)
        {
            throw new IllegalStateException("no room to ask for a message that was sent before: sourceId=" + session.source.id());
        }
        final AtomicBuffer request = historyRequests.buffer();
        request.putLong(index, session.id);
        request.putInt(index + HistoryAgent.SOURCE_ID_OFFSET, session.source.id());
        request.putInt(index + HistoryAgent.COUNT_OFFSET, type);
        request.putLong(index + HistoryAgent.FROM_OFFSET, number);
        request.putLong(index + HistoryAgent.SEQUENCE_OFFSET, session.source.sequenceAtOrBefore(number));
        final int copy = index + BLOCK_OFFSET;
        request.putBytes(copy, session.inboundBuffer, block, blockLength(type));
        if (RecordDescriptor.TYPE_TRANSACTION == type)
        {
            session.inboundBuffer.setMemory(
                block + TransactionEncoder.accountEncodingOffset(), AccountEncoder.ENCODED_LENGTH, (byte)0);
            tokeniser.tokenise(request, copy + TransactionEncoder.accountEncodingOffset());
        }
        else
        {
            nameOnce(request, copy);
            request.putInt(index + NAME_OFFSET, 0);
        }
        if (null != name)
        {
            request.putBytes(index + NAME_OFFSET, name, 0, IdLookup.LENGTH);
        }
        makePlain(type, request, copy);
        historyRequests.commit(index);
        session.resent++;
        session.unanswered++;
    }

    /**
     * Whether a record holds what was sent again.
     *
     * @param request      that {@link #ask} put.
     * @param index        of the request.
     * @param record       buffer that holds the record of the same source and message number.
     * @param recordOffset of the record.
     * @return true if it does.
     */
    boolean isSame(final DirectBuffer request, final int index, final DirectBuffer record, final int recordOffset)
    {
        final int type = request.getInt(index + HistoryAgent.COUNT_OFFSET);
        if (type != RecordDescriptor.type(record, recordOffset))
        {
            return false;
        }
        final int length = blockLength(type);
        recorded.putBytes(0, record, recordOffset + RecordDescriptor.SOURCED_BLOCK_OFFSET, length);
        makePlain(type, recorded, 0);
        if (isById(request, index))
        {
            recorded.putLong(0, RecordDescriptor.NULL_SEQUENCE);
        }
        else if (RecordDescriptor.TYPE_TRANSACTION != type && NULL_TARGET != recorded.getLong(NUMBER_OFFSET))
        {
            recorded.putLong(0, NULL_TARGET);
        }
        for (int i = 0; i < length; i += Long.BYTES)
        {
            if (recorded.getLong(i) != request.getLong(index + BLOCK_OFFSET + i))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a label or a reversal that was sent again names its target by id, which {@link #isSame} leaves out.
     *
     * @param request that {@link #ask} put.
     * @param index   of the request.
     * @return true if it does.
     */
    static boolean isById(final DirectBuffer request, final int index)
    {
        return RecordDescriptor.TYPE_TRANSACTION != request.getInt(index + HistoryAgent.COUNT_OFFSET) &&
            0 != request.getInt(index + NAME_OFFSET);
    }

    /**
     * Whether a record is of the transaction that a label or a reversal names by id.
     *
     * @param request      that {@link #ask} put.
     * @param index        of the request.
     * @param record       buffer that holds the record.
     * @param recordOffset of the record.
     * @return true if it is.
     */
    static boolean isTarget(final DirectBuffer request, final int index, final DirectBuffer record, final int recordOffset)
    {
        boolean isTarget = RecordDescriptor.TYPE_TRANSACTION == RecordDescriptor.type(record, recordOffset) &&
            RecordDescriptor.sourceId(record, recordOffset) == request.getInt(index + NAME_OFFSET);
        for (int i = 0; i < IdIndex.ID_LENGTH; i++)
        {
            isTarget &= record.getByte(recordOffset + TRANSACTION_ID_OFFSET + i) ==
                request.getByte(index + NAME_OFFSET + Integer.BYTES + i);
        }
        return isTarget;
    }

    /**
     * Leaves one name to the target of a label or a reversal, as the gateway reads it: the sequence if there is one, otherwise the number,
     * and sequence 0 where there is neither.
     *
     * @param buffer that holds the message.
     * @param block  of the message: both begin with the target's sequence and number.
     */
    static void nameOnce(final MutableDirectBuffer buffer, final int block)
    {
        if (NULL_TARGET != buffer.getLong(block))
        {
            buffer.putLong(block + NUMBER_OFFSET, NULL_TARGET);
        }
        else if (NULL_TARGET == buffer.getLong(block + NUMBER_OFFSET))
        {
            buffer.putLong(block, RecordDescriptor.NULL_SEQUENCE);
        }
    }

    private static int blockLength(final int type)
    {
        return switch (type)
        {
            case RecordDescriptor.TYPE_TRANSACTION -> TransactionDecoder.BLOCK_LENGTH;
            case RecordDescriptor.TYPE_LABEL -> LabelDecoder.BLOCK_LENGTH;
            default -> ReversalDecoder.BLOCK_LENGTH;
        };
    }

    private static void makePlain(final int type, final MutableDirectBuffer buffer, final int block)
    {
        switch (type)
        {
            case RecordDescriptor.TYPE_TRANSACTION ->
            {
                buffer.putLong(block + TransactionEncoder.effectiveTimeMsEncodingOffset(), 0);
                buffer.putShort(block + TransactionEncoder.inputFlagsEncodingOffset(), (short)0);
                buffer.putShort(block + TransactionEncoder.unusedEncodingOffset(), (short)0);
            }
            case RecordDescriptor.TYPE_LABEL ->
            {
                buffer.putByte(block + LabelEncoder.unusedEncodingOffset(), (byte)0);
                buffer.putShort(block + LabelEncoder.flagsEncodingOffset(), (short)0);
                buffer.putInt(block + LabelEncoder.unused2EncodingOffset(), 0);
            }
            default ->
            {
                buffer.putShort(block + ReversalEncoder.flagsEncodingOffset(), (short)0);
                buffer.putShort(block + ReversalEncoder.unusedEncodingOffset(), (short)0);
                buffer.putInt(block + ReversalEncoder.unused2EncodingOffset(), 0);
            }
        }
    }
}
