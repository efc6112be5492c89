package io.veto.ingest.client;

import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The frames that have no answer yet, encoded, in message order, so that they can be sent and sent again.
 * <pre>
 *          oldest                      next to send             newest
 *            |                              |                      |
 *   +--------+------------------------------+----------------------+-------+
 *   | free   | sent, unanswered             | not sent             | free  |
 *   +--------+------------------------------+----------------------+-------+
 * </pre>
 * A frame never crosses the end: it begins at 0 instead. With room for two frames more than the window holds, a claimed
 * frame never reaches the oldest.
 * <p>
 * <b>Note:</b> single-threaded. Allocates nothing after construction.
 */
final class UnansweredRing
{
    private static final int FRAME_LENGTH_MAX = FrameDescriptor.MESSAGE_OFFSET + TransactionEncoder.BLOCK_LENGTH;
    private static final int FRAMES_PER_WRITE = 256;

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final LabelEncoder labelEncoder = new LabelEncoder();
    private final ReversalEncoder reversalEncoder = new ReversalEncoder();
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final int[] offsets;
    private final int mask;
    private final int window;
    private long answered;
    private long offered;
    private long nextToSend = 1;
    private int nextOffset;
    private int tailOffset;

    UnansweredRing(final int window)
    {
        this.window = window;
        bytes = ByteBuffer.allocateDirect((window + 2) * FRAME_LENGTH_MAX);
        buffer = new UnsafeBuffer(bytes);
        offsets = new int[BitUtil.findNextPositivePowerOfTwo(window)];
        mask = offsets.length - 1;
    }

    void reset(final long messageNumber)
    {
        answered = messageNumber;
        offered = messageNumber;
        nextToSend = messageNumber + 1;
    }

    long answered()
    {
        return answered;
    }

    long offered()
    {
        return offered;
    }

    boolean isFull()
    {
        return offered - answered >= window;
    }

    boolean isAwaitingAnswer()
    {
        return Math.min(nextToSend - 1, offered) > answered || nextOffset > 0;
    }

    /**
     * Takes a transaction.
     *
     * @param sourceId of the sender.
     * @param source   that holds the block, which is copied.
     * @param offset   of the block in bytes.
     * @return its message number.
     */
    long putTransaction(final int sourceId, final DirectBuffer source, final int offset)
    {
        final int block = claim(sourceId, TransactionEncoder.TEMPLATE_ID, TransactionEncoder.BLOCK_LENGTH);
        buffer.putBytes(block, source, offset, TransactionEncoder.BLOCK_LENGTH);
        return offered;
    }

    /**
     * Takes a label.
     *
     * @param sourceId            of the sender.
     * @param targetMessageNumber number of the transaction's message.
     * @param fraud               what it turned out to be.
     * @return its message number.
     */
    long putLabel(final int sourceId, final long targetMessageNumber, final FraudLabel fraud)
    {
        labelEncoder.wrap(buffer, claim(sourceId, LabelEncoder.TEMPLATE_ID, LabelEncoder.BLOCK_LENGTH))
            .targetSequence(LabelEncoder.targetSequenceNullValue())
            .targetMessageNumber(targetMessageNumber)
            .fraud(fraud);
        return offered;
    }

    /**
     * Takes a reversal.
     *
     * @param sourceId            of the sender.
     * @param targetSequence      journal sequence of the transaction, or null value.
     * @param targetMessageNumber number of the transaction's message, or null value.
     * @param amountMinor         how much is given back, or null value.
     * @return its message number.
     */
    long putReversal(final int sourceId, final long targetSequence, final long targetMessageNumber, final long amountMinor)
    {
        reversalEncoder.wrap(buffer, claim(sourceId, ReversalEncoder.TEMPLATE_ID, ReversalEncoder.BLOCK_LENGTH))
            .targetSequence(targetSequence)
            .targetMessageNumber(targetMessageNumber)
            .amountMinor(amountMinor);
        return offered;
    }

    /**
     * Takes a label or a reversal that names its transaction by id.
     *
     * @param sourceId of the sender.
     * @param message  to copy.
     * @return its message number.
     */
    long putById(final int sourceId, final MessageById message)
    {
        buffer.putBytes(claim(sourceId, message.templateId(), message.blockLength()), message.block(), 0, message.blockLength());
        return offered;
    }

    int templateId(final long messageNumber)
    {
        return headerDecoder.wrap(buffer, offsets[(int)messageNumber & mask] + FrameDescriptor.HEADER_LENGTH)
            .templateId();
    }

    void onAnswered(final long messageNumber)
    {
        answered = messageNumber;
    }

    /**
     * Begins to send again behind what the server has.
     *
     * @param sourceId     of the sender on this connection.
     * @param lastJournalled message number up to which nothing is sent.
     */
    void rewind(final int sourceId, final long lastJournalled)
    {
        nextToSend = lastJournalled + 1;
        nextOffset = 0;
        for (long messageNumber = answered + 1; messageNumber <= offered; messageNumber++)
        {
            final int offset = offsets[(int)messageNumber & mask];
            headerDecoder.wrap(buffer, offset + FrameDescriptor.HEADER_LENGTH);
            putHeader(offset, sourceId, messageNumber, headerDecoder.templateId(), headerDecoder.blockLength());
        }
    }

    /**
     * Writes as many frames as lie together, up to 256, and the channel takes.
     *
     * @param channel non-blocking.
     * @return bytes written.
     * @throws IOException if the connection is broken.
     */
    int send(final WritableByteChannel channel) throws IOException
    {
        if (nextToSend > offered)
        {
            return 0;
        }
        final int begin = offsets[(int)nextToSend & mask];
        final long last = Math.min(offered, nextToSend + FRAMES_PER_WRITE - 1);
        int end = begin;
        for (long i = nextToSend; i <= last && offsets[(int)i & mask] == end; i++)
        {
            end += FrameDescriptor.frameLength(buffer, end);
        }
        bytes.limit(end).position(begin + nextOffset);
        final int written = channel.write(bytes);
        advance(begin + nextOffset + written);
        return written;
    }

    private void advance(final int sentTo)
    {
        int begin = offsets[(int)nextToSend & mask];
        int end = begin + FrameDescriptor.frameLength(buffer, begin);
        while (end <= sentTo)
        {
            nextToSend++;
            begin = end;
            if (end == sentTo)
            {
                break;
            }
            end += FrameDescriptor.frameLength(buffer, begin);
        }
        nextOffset = sentTo - begin;
    }

    /**
     * Takes the next message number and room for its frame, header written, block zeroed.
     *
     * @param sourceId    of the sender.
     * @param templateId  of the message.
     * @param blockLength of the message.
     * @return offset of the message's block in the buffer.
     */
    private int claim(final int sourceId, final int templateId, final int blockLength)
    {
        final int frameLength = FrameDescriptor.MESSAGE_OFFSET + blockLength;
        final int offset = tailOffset + frameLength > buffer.capacity() ? 0 : tailOffset;
        offered++;
        offsets[(int)offered & mask] = offset;
        tailOffset = offset + frameLength;
        putHeader(offset, sourceId, offered, templateId, blockLength);
        buffer.setMemory(offset + FrameDescriptor.MESSAGE_OFFSET, blockLength, (byte)0);
        return offset + FrameDescriptor.MESSAGE_OFFSET;
    }

    private void putHeader(
        final int offset,
        final int sourceId,
        final long messageNumber,
        final int templateId,
        final int blockLength)
    {
        FrameDescriptor.putHeader(
            buffer,
            offset,
            FrameDescriptor.MESSAGE_OFFSET + blockLength,
            0,
            sourceId,
            messageNumber,
            headerEncoder,
            blockLength,
            templateId);
    }
}
