package io.veto.ingest.client;

import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.MessageHeaderDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts what the server sends into whole frames. A frame stays first until it is consumed, so the caller may leave one
 * for later; meanwhile the buffer fills and TCP slows the server down.
 * <p>
 * <b>Note:</b> single-threaded. Allocates nothing after construction.
 */
final class FrameReceiver
{
    private static final int CAPACITY = 4 * FrameDescriptor.OUTBOUND_LENGTH_MAX;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private int begin;
    private int end;

    void reset()
    {
        begin = 0;
        end = 0;
    }

    /**
     * Reads what has come.
     *
     * @param channel non-blocking.
     * @return bytes read; negative at the end of the stream; 0 as well while there is no room.
     * @throws IOException if the connection is broken.
     */
    int fill(final ReadableByteChannel channel) throws IOException
    {
        if (begin > CAPACITY / 2 || begin == end)
        {
            buffer.putBytes(0, buffer, begin, end - begin);
            end -= begin;
            begin = 0;
        }
        if (end == CAPACITY)
        {
            return 0;
        }
        bytes.limit(CAPACITY).position(end);
        final int read = channel.read(bytes);
        end += Math.max(0, read);
        return read;
    }

    /**
     * Whether a whole frame is first, its header checked.
     *
     * @return true if there is one.
     * @throws SessionException if what is first is no frame of Veto.
     */
    boolean hasFrame() throws SessionException
    {
        if (end - begin < FrameDescriptor.MESSAGE_OFFSET)
        {
            return false;
        }
        final int frameLength = FrameDescriptor.frameLength(buffer, begin);
        header.wrap(buffer, begin + FrameDescriptor.HEADER_LENGTH);
        if (FrameDescriptor.encoding(buffer, begin) != FrameDescriptor.ENCODING_SBE_LITTLE_ENDIAN ||
            header.schemaId() != MessageHeaderDecoder.SCHEMA_ID ||
            frameLength > FrameDescriptor.OUTBOUND_LENGTH_MAX ||
            frameLength < FrameDescriptor.MESSAGE_OFFSET + header.blockLength())
        {
            throw new SessionException(
                SessionException.Reason.INCONSISTENT,
                "not a frame of Veto: expectedEncoding=0xEB50 encoding=0x" +
                Integer.toHexString(FrameDescriptor.encoding(buffer, begin)).toUpperCase(Locale.ROOT) +
                " expectedSchemaId=" + MessageHeaderDecoder.SCHEMA_ID + " schemaId=" + header.schemaId() +
                " expectedFrameLength=" + (FrameDescriptor.MESSAGE_OFFSET + header.blockLength()) + ".." +
                FrameDescriptor.OUTBOUND_LENGTH_MAX + " frameLength=" + Integer.toUnsignedString(frameLength) +
                "; is another program listening there?");
        }
        return end - begin >= frameLength;
    }

    DirectBuffer buffer()
    {
        return buffer;
    }

    int messageOffset()
    {
        return begin + FrameDescriptor.MESSAGE_OFFSET;
    }

    MessageHeaderDecoder header()
    {
        return header;
    }

    long messageNumber()
    {
        return FrameDescriptor.messageNumber(buffer, begin);
    }

    boolean isReplayed()
    {
        return (FrameDescriptor.flags(buffer, begin) & FrameDescriptor.FLAG_REPLAYED) != 0;
    }

    boolean isDuplicate()
    {
        return (FrameDescriptor.flags(buffer, begin) & FrameDescriptor.FLAG_DUPLICATE) != 0;
    }

    void consume()
    {
        begin += FrameDescriptor.frameLength(buffer, begin);
    }
}
