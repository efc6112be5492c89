package io.veto.engine.simulation;

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
    private static final int CHUNK_LENGTH = 1 << 18;
    private static final int ZEROS_MAX = 1 << 19;
    private static final int PAGE_LENGTH = 4096;
    private static final byte[] ZEROS = new byte[PAGE_LENGTH];

    static FileImage of(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = channel.size();
            byte[] bytes = new byte[(int)Math.min(length, CHUNK_LENGTH)];
            int read = 0;
            int used = 0;
            while (read < length && read - used < ZEROS_MAX)
            {
                if (read == bytes.length)
                {
                    bytes = Arrays.copyOf(bytes, (int)Math.min(length, 2L * bytes.length));
                }
                final int begin = read;
                read += channel.read(ByteBuffer.wrap(bytes, read, Math.min(bytes.length - read, CHUNK_LENGTH)), read);
                final int last = lastUsed(bytes, begin, read);
                used = last > begin ? last : used;
            }
            return new FileImage(Arrays.copyOf(bytes, used), length);
        }
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
