package io.veto.engine.simulation;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What a file holds: its bytes up to the last that is not zero, and its length. Behind a megabyte of zeros nothing is looked for.
 */
record FileImage(byte[] bytes, long length)
{
    static final FileImage EMPTY = new FileImage(new byte[0], 0);
    private static final int CHUNK_LENGTH = 1 << 18;
    private static final int ZEROS_MAX = 1 << 20;

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
                read += channel.read(ByteBuffer.wrap(bytes, read, Math.min(bytes.length - read, CHUNK_LENGTH)), read);
                used = Math.max(used, lastUsed(bytes, read));
            }
            return new FileImage(Arrays.copyOf(bytes, used), length);
        }
    }

    private static int lastUsed(final byte[] bytes, final int end)
    {
        int last = end;
        while (last > 0 && 0 == bytes[last - 1])
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

    byte at(final int index)
    {
        return index < bytes.length ? bytes[index] : 0;
    }

    boolean isSame(final FileImage other)
    {
        return length == other.length && Arrays.equals(bytes, other.bytes);
    }
}
