package io.veto.engine.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to write snapshots of one data folder: a locked file, {@code snapshots/follower.lock}, that holds the process id. The system
 * gives it up with the process.
 */
public final class SnapshotLock implements AutoCloseable
{
    private final Path data;
    private final FileChannel channel;

    private SnapshotLock(final Path data, final FileChannel channel)
    {
        this.data = data;
        this.channel = channel;
    }

    /**
     * Takes the right, making the folder of the snapshots if it is not there.
     *
     * @param data the data folder.
     * @return the right; close it.
     * @throws IOException if it cannot be had, or another process has it; the message names the process.
     */
    public static SnapshotLock of(final Path data) throws IOException
    {
        final Path folder = SnapshotStore.folder(data);
        Files.createDirectories(folder);
        final Path file = folder.resolve("follower.lock");
        final FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try
        {
            if (null == tryLock(channel))
            {
                throw new IOException("a snapshot of this folder is being taken: folder=" + data + " pid=" +
                    Files.readString(file, StandardCharsets.US_ASCII).strip() + ": wait until that process has ended");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new SnapshotLock(data, channel);
        }
        catch (final IOException e)
        {
            channel.close();
            throw e;
        }
    }

    /**
     * Whose snapshots may be written.
     *
     * @return the data folder.
     */
    public Path data()
    {
        return data;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException
    {
        try
        {
            return channel.tryLock();
        }
        catch (final OverlappingFileLockException e)
        {
            return null;
        }
    }
}
