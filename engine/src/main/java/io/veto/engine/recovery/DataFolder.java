package io.veto.engine.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;

/**
 * The folder that holds everything a Veto knows, locked for one process at a time.
 * <pre>
 *   journal/        what happened, Chronicle Queue
 *   token.key       key of the account tokens, mode 0600
 *   veto.lock       locked while a server runs; holds its process id
 *   operator.sock   where a running server takes commands, mode 0600
 *   reservoir/      events that some window still needs, while a server runs; derived from the journal
 *   reservoir.N/    the same for the N-th rule set that is warmed since the server was started
 *   reservoir-PID/  the same of another process that reads the journal; reservoir-PID.N/ as above
 * </pre>
 */
public final class DataFolder implements AutoCloseable
{
    private static final Pattern OWN_RESERVOIR = Pattern.compile("reservoir-(\\d{1,18})(\\.\\d{1,9})?");

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(final Path path, final FileChannel channel, final FileLock lock)
    {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the folder for this process alone, making it if it is not there.
     *
     * @param path of the folder.
     * @return the locked folder.
     * @throws IOException if it cannot be made or written, or another process has it; the message names the process.
     */
    public static DataFolder lock(final Path path) throws IOException
    {
        Files.createDirectories(path);
        final Path file = path.resolve("veto.lock");
        final FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try
        {
            final FileLock lock = tryLock(channel);
            if (null == lock)
            {
                throw new IOException("data folder is in use: folder=" + path + " pid=" +
                    Files.readString(file, StandardCharsets.US_ASCII).strip() + ": stop that process first");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new DataFolder(path, channel, lock);
        }
        catch (final IOException e)
        {
            channel.close();
            throw e;
        }
    }

    /**
     * Where the journal of a data folder is.
     *
     * @param path of the data folder.
     * @return the journal's folder.
     */
    public static Path journal(final Path path)
    {
        return path.resolve("journal");
    }

    /**
     * Where the journal is.
     *
     * @return the journal's folder.
     */
    public Path journal()
    {
        return journal(path);
    }

    /**
     * Where the state behind the rules is while a process runs; derived from the journal and gone when the process ends.
     *
     * @param number of the rule set since the process was started, from 0.
     * @return the folder of the reservoir.
     */
    public Path reservoir(final int number)
    {
        return path.resolve("reservoir" + suffix(number));
    }

    /**
     * Deletes what {@link #reservoir} and {@link #ownReservoir} named in processes that were killed.
     *
     * @throws IOException if the folder cannot be read.
     */
    public void deleteLeftReservoirs() throws IOException
    {
        deleteLeftReservoirs(path);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, "reservoir.*"))
        {
            for (final Path folder : folders)
            {
                IoUtil.delete(folder.toFile(), true);
            }
        }
    }

    /**
     * Where another process puts its own while the folder may be in use.
     *
     * @param path   of the data folder.
     * @param number of the rule set since the process was started, from 0.
     * @return the folder of this process's reservoir, to be deleted after use.
     */
    public static Path ownReservoir(final Path path, final int number)
    {
        return path.resolve("reservoir-" + ProcessHandle.current().pid() + suffix(number));
    }

    /**
     * Deletes what {@link #ownReservoir} named in processes that were killed.
     *
     * @param path of the data folder.
     * @throws IOException if the folder cannot be read.
     */
    public static void deleteLeftReservoirs(final Path path) throws IOException
    {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, "reservoir-*"))
        {
            for (final Path folder : folders)
            {
                final Matcher name = OWN_RESERVOIR.matcher(folder.getFileName().toString());
                if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty())
                {
                    IoUtil.delete(folder.toFile(), true);
                }
            }
        }
    }

    /**
     * Where the key of the account tokens is.
     *
     * @return the key file.
     */
    public Path tokenKey()
    {
        return path.resolve("token.key");
    }

    @Override
    public void close() throws IOException
    {
        lock.release();
        channel.close();
    }

    private static String suffix(final int number)
    {
        return 0 == number ? "" : "." + number;
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
