package io.veto.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * A channel that tells the watch of each write and each forcing.
 */
final class WatchedChannel extends FileChannel
{
    private final FileChannel real;
    private final Path file;
    private final boolean isForced;
    private final DiskWatch watch;

    WatchedChannel(final FileChannel real, final Path file, final boolean isForced, final DiskWatch watch)
    {
        this.real = real;
        this.file = file;
        this.isForced = isForced;
        this.watch = watch;
    }

    private interface Write
    {
        int write(ByteBuffer bytes) throws IOException;
    }

    private int write(final ByteBuffer bytes, final Write write) throws IOException
    {
        final int length = bytes.remaining();
        final int part = watch.beforeWrite(file, length);
        if (part < length)
        {
            final int limit = bytes.limit();
            bytes.limit(bytes.position() + part);
            write.write(bytes);
            bytes.limit(limit);
            watch.afterPart(file);
            return part;
        }
        final int written = write.write(bytes);
        if (isForced)
        {
            watch.afterForce(file);
        }
        return written;
    }

    @Override
    public int write(final ByteBuffer bytes) throws IOException
    {
        return write(bytes, real::write);
    }

    @Override
    public int write(final ByteBuffer bytes, final long position) throws IOException
    {
        return write(bytes, some -> real.write(some, position));
    }

    @Override
    public long write(final ByteBuffer[] buffers, final int offset, final int length) throws IOException
    {
        long written = 0;
        for (int i = offset; i < offset + length; i++)
        {
            written += write(buffers[i]);
        }
        return written;
    }

    @Override
    public void force(final boolean metaData) throws IOException
    {
        watch.beforeForce(file);
        real.force(metaData);
        watch.afterForce(file);
    }

    @Override
    public FileChannel truncate(final long size) throws IOException
    {
        watch.beforeChange(file, "truncate");
        real.truncate(size);
        return this;
    }

    @Override
    public int read(final ByteBuffer bytes) throws IOException
    {
        return real.read(bytes);
    }

    @Override
    public long read(final ByteBuffer[] buffers, final int offset, final int length) throws IOException
    {
        return real.read(buffers, offset, length);
    }

    @Override
    public int read(final ByteBuffer bytes, final long position) throws IOException
    {
        return real.read(bytes, position);
    }

    @Override
    public long position() throws IOException
    {
        return real.position();
    }

    @Override
    public FileChannel position(final long position) throws IOException
    {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException
    {
        return real.size();
    }

    @Override
    public long transferTo(final long position, final long count, final WritableByteChannel target) throws IOException
    {
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(final ReadableByteChannel source, final long position, final long count) throws IOException
    {
        watch.beforeWrite(file, (int)count);
        return real.transferFrom(source, position, count);
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long position, final long size) throws IOException
    {
        return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(final long position, final long size, final boolean shared) throws IOException
    {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(final long position, final long size, final boolean shared) throws IOException
    {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException
    {
        real.close();
    }
}
