package io.veto.engine.reservoir;

import io.veto.engine.journal.JournalFiles;
import io.veto.engine.memory.MemoryCall;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file that is mapped and has all its blocks on the disk. It holds one segment after the other.
 * <p>
 * <b>Note:</b> belongs to one thread at a time; any thread may ask for its number.
 */
final class MappedSegment
{
    static final int PAGE_LENGTH = 4096;

    private static final int FILL_LENGTH = 64 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(FILL_LENGTH).asReadOnlyBuffer();

    private final File file;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;
    private volatile long number;
    private boolean isShared;
    private boolean isAway = false;

    private MappedSegment(final File file, final MappedByteBuffer mapped, final boolean isShared)
    {
        this.file = file;
        this.mapped = mapped;
        this.isShared = isShared;
        this.buffer = new UnsafeBuffer(mapped);
    }

    /**
     * Makes and maps a file full of zeros. They are written and not left out: a write into a hole of a mapped file ends the process when
     * the disk is full.
     *
     * @param file   that does not exist.
     * @param length in bytes.
     * @return the mapped file.
     * @throws IOException if it cannot be made, filled or mapped.
     */
    static MappedSegment make(final File file, final int length) throws IOException
    {
        try (FileChannel channel =
            FileChannel.open(file.toPath(), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            fillWithZeros(channel, length);
            return new MappedSegment(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, length), false);
        }
    }

    /**
     * Maps a full segment that was kept, under a name of its own. Nobody writes it any more.
     *
     * @param kept   file of the segment.
     * @param file   that does not exist: another name of the same file, or a copy of it where the file system has no links.
     * @param length that it has, in bytes.
     * @return the mapped file.
     * @throws IOException if it cannot be linked, copied or mapped.
     */
    static MappedSegment adopt(final Path kept, final File file, final int length) throws IOException
    {
        linkOrCopy(kept, file.toPath());
        try (FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.READ))
        {
            return new MappedSegment(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, length), true);
        }
    }

    /**
     * Forces the segment to the disk and gives its file another name besides, or copies it where the file system has no links. Nobody
     * may write it any more.
     *
     * @param kept that does not exist.
     * @throws IOException if it can be neither linked nor copied.
     */
    void keepAs(final Path kept) throws IOException
    {
        if (!isShared)
        {
            mapped.force();
        }
        linkOrCopy(file.toPath(), kept);
        isShared = true;
    }

    /**
     * Whether its file has, or had, another name, so that it must hold no other segment.
     */
    boolean isShared()
    {
        return isShared;
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    long number()
    {
        return number;
    }

    void number(final long segment)
    {
        number = segment;
    }

    /**
     * Writes into every page, so that the next writes find them mapped for writing.
     */
    void touchAll()
    {
        for (int offset = 0; offset < buffer.capacity(); offset += PAGE_LENGTH)
        {
            buffer.putByte(offset, (byte)0);
        }
    }

    /**
     * Reads a byte, so that its page is in memory and mapped. Of the side thread.
     *
     * @return the byte.
     */
    byte touch(final int offset)
    {
        isAway = false;
        return buffer.getByte(offset);
    }

    /**
     * Gives the memory of all pages up, once until they are touched again. Of the side thread.
     *
     * @return false if they had been given up before.
     */
    boolean letGo(final MemoryCall call)
    {
        final boolean wasAway = isAway;
        isAway = true;
        return !wasAway && call.advise(buffer.addressOffset(), buffer.capacity(), MemoryCall.DO_NOT_NEED);
    }

    void unmapAndDelete()
    {
        IoUtil.unmap(mapped);
        IoUtil.deleteIfExists(file);
    }

    private static void linkOrCopy(final Path from, final Path to) throws IOException
    {
        try
        {
            Files.createLink(to, from);
        }
        catch (final UnsupportedOperationException | FileSystemException e)
        {
            Files.copy(from, to);
            JournalFiles.force(to);
        }
    }

    private static void fillWithZeros(final FileChannel channel, final int length) throws IOException
    {
        final ByteBuffer zeros = ZEROS.duplicate();
        long written = 0;
        while (written < length)
        {
            zeros.clear().limit((int)Math.min(FILL_LENGTH, length - written));
            written += channel.write(zeros, written);
        }
    }
}
