package io.veto.ingest.wire;

import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Layout of a frame: the Simple Open Framing Header, the source and its message number, the SBE message header, the
 * message.
 * <pre>
 *   0               4        6        8           12                20                    28
 *   +---------------+--------+--------+-----------+-----------------+---------------------+--------···
 *   | frame length  |encoding| flags  | source id | message number  | SBE message header  | message
 *   |  uint32 BE    | u16 BE | u16 LE | uint32 LE |    int64 LE     |  4 x uint16 LE      |
 *   +---------------+--------+--------+-----------+-----------------+---------------------+--------···
 * </pre>
 * frame length: the whole frame in bytes, its own four included.
 * <p>
 * Source: FIX Trading Community, Simple Open Framing Header and Simple Binary Encoding standards.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class FrameDescriptor
{
    /** Encoding type of SBE 1.0 little-endian in the Simple Open Framing Header. */
    public static final int ENCODING_SBE_LITTLE_ENDIAN = 0xEB50;
    /** The transaction is a business repeat: the decision is that of the earlier one, and it counts nowhere. */
    public static final int FLAG_DUPLICATE = 1;
    /** The answer was read back from the journal. */
    public static final int FLAG_REPLAYED = 2;
    /** Beginning of the Problem of a connection whose source has sent another Hello. */
    public static final String CONNECTED_AGAIN = "the source has connected again from ";
    /** Longest frame, in bytes, that a sender may send. */
    public static final int INBOUND_LENGTH_MAX = 1024;
    /** Longest frame, in bytes, that the server sends. */
    public static final int OUTBOUND_LENGTH_MAX = 32 * 1024;
    /** Bytes before the SBE message header. */
    public static final int HEADER_LENGTH = 20;
    /** Offset of the message's own block in the frame. */
    public static final int MESSAGE_OFFSET = HEADER_LENGTH + MessageHeaderEncoder.ENCODED_LENGTH;

    private static final int LENGTH_OFFSET = 0;
    private static final int ENCODING_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SOURCE_ID_OFFSET = 8;
    private static final int MESSAGE_NUMBER_OFFSET = 12;

    private FrameDescriptor()
    {
    }

    /**
     * Writes everything before the message's block.
     *
     * @param buffer        to write into.
     * @param offset        of the frame in the buffer, in bytes.
     * @param frameLength   whole frame in bytes.
     * @param flags         {@link #FLAG_DUPLICATE} and {@link #FLAG_REPLAYED}, or 0.
     * @param sourceId      of the sender; 0 before it is known.
     * @param messageNumber of the sender's message; 0 where the message has none.
     * @param header        flyweight to use for the SBE message header.
     * @param blockLength   of the SBE message.
     * @param templateId    of the SBE message.
     */
    public static void putHeader(
        final MutableDirectBuffer buffer,
        final int offset,
        final int frameLength,
        final int flags,
        final int sourceId,
        final long messageNumber,
        final MessageHeaderEncoder header,
        final int blockLength,
        final int templateId)
    {
        buffer.putInt(offset + LENGTH_OFFSET, frameLength, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + ENCODING_OFFSET, (short)ENCODING_SBE_LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + FLAGS_OFFSET, (short)flags, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + SOURCE_ID_OFFSET, sourceId, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + MESSAGE_NUMBER_OFFSET, messageNumber, ByteOrder.LITTLE_ENDIAN);
        header.wrap(buffer, offset + HEADER_LENGTH)
            .blockLength(blockLength)
            .templateId(templateId)
            .schemaId(MessageHeaderDecoder.SCHEMA_ID)
            .version(MessageHeaderDecoder.SCHEMA_VERSION);
    }

    /**
     * Whole length of the frame that begins at the offset.
     *
     * @param buffer that holds at least its first four bytes.
     * @param offset of the frame, in bytes.
     * @return length in bytes as sent; negative when it does not fit an int.
     */
    public static int frameLength(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + LENGTH_OFFSET, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Encoding type of the frame.
     *
     * @param buffer that holds the frame's header.
     * @param offset of the frame, in bytes.
     * @return the encoding type, {@link #ENCODING_SBE_LITTLE_ENDIAN} if it is ours.
     */
    public static int encoding(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + ENCODING_OFFSET, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    /**
     * Kind of the SBE message.
     *
     * @param buffer that holds the frame's headers.
     * @param offset of the frame, in bytes.
     * @return the template id.
     */
    public static int templateId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(
            offset + HEADER_LENGTH + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Flags of the frame.
     *
     * @param buffer that holds the frame's header.
     * @param offset of the frame, in bytes.
     * @return the flags.
     */
    public static int flags(final DirectBuffer buffer, final int offset)
    {
        return buffer.getShort(offset + FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * Source of the frame.
     *
     * @param buffer that holds the frame's header.
     * @param offset of the frame, in bytes.
     * @return the source id.
     */
    public static int sourceId(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset + SOURCE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Message number of the frame.
     *
     * @param buffer that holds the frame's header.
     * @param offset of the frame, in bytes.
     * @return the message number.
     */
    public static long messageNumber(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + MESSAGE_NUMBER_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }
}
