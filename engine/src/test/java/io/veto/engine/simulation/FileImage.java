package io.veto.engine.simulation;

import io.veto.engine.memory.FileHoles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What a file holds: its bytes up to the last that is not zero, and its length. Behind half a megabyte of zeros nothing is looked for.
 */
record FileImage(byte[] bytes, long length)
{
    static final FileImage EMPTY = new FileImage(new byte[0], 0);
    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[1 << 20]);
    private static final int CHUNK_LENGTH = 1 << 14;
    private static final int ZEROS_MAX = 1 << 19;
    private static final int PAGE_LENGTH = 4096;
    private static final byte[] ZEROS = new byte[PAGE_LENGTH];

    static FileImage of(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            FileHoles holes = new FileHoles(file))
        {
            final long length = channel.size();
            byte[] bytes = SCRATCH.get();
            int used = 0;
            int end = 0;
            int zeros = 0;
            long position = holes.skip(0, length);
            while (position < length && zeros < ZEROS_MAX)
            {
                final int begin = (int)position;
                bytes = withRoom(bytes, begin + CHUNK_LENGTH);
                Arrays.fill(bytes, end, begin, (byte)0);
                end = begin + channel.read(ByteBuffer.wrap(bytes, begin, (int)Math.min(CHUNK_LENGTH, length - begin)), begin);
                final int last = lastUsed(bytes, begin, end);
                used = last > begin ? last : used;
                zeros = last > begin ? 0 : zeros + CHUNK_LENGTH;
                position = last > begin ? end : holes.skip(end, length);
            }
            return new FileImage(Arrays.copyOf(bytes, used), length);
        }
    }

    private static byte[] withRoom(final byte[] bytes, final int length)
    {
        if (length <= bytes.length)
        {
            return bytes;
        }
        final byte[] more = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        SCRATCH.set(more);
        return more;
    }

    private static int lastUsed(final byte[] bytes, final int begin, final int end)
    {
        int last = end;
        while (last > begin && Arrays.equals(bytes, Math.max(begin, last - PAGE_LENGTH), last, ZEROS, 0,
            last - Math.max(begin, last - PAGE_LENGTH)))
        {
            last = Math.max(begin, last - PAGE_LENGTH);
        }
        while (last > begin && 0 == bytes[last - 1])
        {
            last--;
        }
        return last;
    }

    void write(final Path file) throws IOException
    {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw"))
        {
            opened.write(bytes, 0, (int)Math.min(bytes.length, length));
            opened.setLength(length);
        }
    }

    /** In place: another name of the file has the same bytes. */
    void overwrite(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(bytes), 0);
            channel.truncate(length);
        }
    }

    byte at(final int index)
    {
        return index < bytes.length ? bytes[index] : 0;
    }

    boolean isSame(final FileImage other)
    {
        return length == other.length && Arrays.equals(bytes, other.bytes);
    }
}
