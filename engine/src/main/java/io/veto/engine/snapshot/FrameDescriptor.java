package io.veto.engine.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Layout of a state file: a head, then frames to the end of the file.
 * <pre>
 *   head    0                8         12        16               24               32        36
 *           +----------------+---------+---------+----------------+----------------+---------+---------+
 *           | magic          | version |  epoch  |    sequence    |  engineTimeMs  |    0    | crc32c  |
 *           +----------------+---------+---------+----------------+----------------+---------+---------+
 *   frame   0         4         8                16        20        24        28        32
 *           +---------+---------+----------------+---------+---------+---------+---------+---···---+
 *           | crc32c  |  kind   |    sequence    | section |  chunk  | length  |    0    | payload |
 *           +---------+---------+----------------+---------+---------+---------+---------+---···---+
 *
 *   head | SECTION 0 name | CHUNK 0.0 | CHUNK 0.1 | … | SECTION_END 0 | SECTION 1 name | … | END
 *
 *   SECTION_END   total length of the chunks (8), CRC-32C over their checksums (4), number of chunks (4)
 *   END           length of the file before this frame (8), CRC-32C over all checksums before (4), number of sections (4)
 * </pre>
 * A frame's checksum is over everything in it behind the checksum, so a frame in another place, or of another snapshot, is noticed as
 * a flipped bit is. All fields little-endian. A chunk is 1 byte to 1 MiB long, a section has up to 2^31 of them.
 */
final class FrameDescriptor
{
    /** First bytes of every state file: "VETOSTAT". */
    static final long MAGIC = 0x544154534F544556L;
    /** Version of the layout, of what the sections hold and of the entry in the manifest. */
    static final int VERSION = 2;
    static final int HEAD_LENGTH = 40;
    static final int HEAD_VERSION_OFFSET = 8;
    static final int HEAD_EPOCH_OFFSET = 12;
    static final int HEAD_SEQUENCE_OFFSET = 16;
    static final int HEAD_TIME_OFFSET = 24;
    static final int HEAD_CRC_OFFSET = 36;

    static final int FRAME_LENGTH = 32;
    static final int KIND_OFFSET = 4;
    static final int SEQUENCE_OFFSET = 8;
    static final int SECTION_OFFSET = 16;
    static final int CHUNK_OFFSET = 20;
    static final int LENGTH_OFFSET = 24;
    static final int UNUSED_OFFSET = 28;
    /** Length of the payload of SECTION_END and END. */
    static final int TOTALS_LENGTH = 16;
    /** Longest payload. */
    static final int CHUNK_LENGTH_MAX = 1 << 20;
    /** Longest name of a section. */
    static final int NAME_LENGTH_MAX = 32;

    static final int KIND_SECTION = 1;
    static final int KIND_CHUNK = 2;
    static final int KIND_SECTION_END = 3;
    static final int KIND_END = 4;

    private FrameDescriptor()
    {
    }

    /**
     * Checksum of a stretch of a buffer, whose position and limit change.
     */
    static int crc(final CRC32C crc, final ByteBuffer buffer, final int from, final int to)
    {
        buffer.limit(to).position(from);
        crc.reset();
        crc.update(buffer);
        return (int)crc.getValue();
    }

    /**
     * Adds a checksum to a checksum over checksums.
     */
    static void chain(final CRC32C chain, final int crc)
    {
        chain.update(crc);
        chain.update(crc >>> 8);
        chain.update(crc >>> 16);
        chain.update(crc >>> 24);
    }

    /**
     * Name of a kind of frame, for messages.
     */
    static String kind(final int kind)
    {
        return switch (kind)
        {
            case KIND_SECTION -> "section";
            case KIND_CHUNK -> "chunk";
            case KIND_SECTION_END -> "section-end";
            case KIND_END -> "end";
            default -> "unknown-" + kind;
        };
    }
}
