package io.veto.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sees to it that the disk has blocks for what is written through the journal's mapping, before it is written. A write to a mapped page
 * for which there is none is lost without a word: the Java machine tells of it some time later, when the answer may be gone already.
 * <pre>
 *   0                      end of the journal            reserved
 *   +----------------------+----------------------------+-------------···
 *   | records              | MARGIN_LENGTH at least     | sparse
 *   +----------------------+----------------------------+-------------···
 * </pre>
 * The first excerpt of a file is written before the file can be reserved, since the queue makes both in one step; so it is read back.
 * <p>
 * <b>Note:</b> one thread, the journal's. Allocates where it goes on in another file.
 */
final class JournalSpace
{
    /** What is set aside at a time, in bytes. */
    static final long PIECE_LENGTH = 8L << 20;
    /** What lies between the end of an excerpt and what is set aside at least: the queue writes pages of its index there. */
    static final long MARGIN_LENGTH = 1L << 20;

    private final SpaceCall call;
    private Path file;
    private long reservedLength = 0;

    JournalSpace(final SpaceCall call)
    {
        this.call = call;
    }

    /**
     * Goes on in another file, whose first excerpt has just been written.
     *
     * @param newFile  that is written to from now on.
     * @param end      of the excerpt in the file.
     * @param expected bytes of the excerpt, from its position to its limit.
     * @throws IllegalStateException if the disk has no room, or did not have any for the excerpt.
     */
    void enter(final Path newFile, final long end, final ByteBuffer expected)
    {
        file = newFile;
        reservedLength = 0;
        require(end);
        final ByteBuffer found = ByteBuffer.allocate(expected.remaining());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            while (found.hasRemaining() && channel.read(found, end - expected.remaining() + found.position()) > 0)
            {
                continue;
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("journal cannot be read back: file=" + file + ": look at the disk and start again", e);
        }
        if (!found.flip().equals(expected))
        {
            throw full(found.limit());
        }
    }

    /**
     * Has blocks set aside, unless that is done already.
     *
     * @param end of what is written next in the present file.
     * @throws IllegalStateException if the disk has no room; nothing must be written then.
     */
    void require(final long end)
    {
        if (end + MARGIN_LENGTH > reservedLength)
        {
            final long length = end + MARGIN_LENGTH + PIECE_LENGTH - reservedLength;
            if (SpaceCall.DONE != call.reserve(file, reservedLength, length))
            {
                throw full(length);
            }
            reservedLength += length;
        }
    }

    private IllegalStateException full(final long length)
    {
        return new IllegalStateException("disk is full: file=" + file + " length=" + length +
            ": make room in the file system of the data folder and start again");
    }
}
