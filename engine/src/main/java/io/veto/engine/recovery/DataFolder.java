package io.veto.engine.recovery;

import io.veto.engine.report.ErrorText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;

/**
 * The folder that holds everything a Veto knows, locked for one process at a time.
 * <pre>
 *   journal/        what happened, Chronicle Queue
 *   journal.mark    how far the journal is known to be forced
 *   journal.base    what still matters of files of the journal that were archived
 *   token.key       key of the account tokens, mode 0600
 *   veto.lock       locked while a server runs; holds its process id
 *   operator.sock   where a running server takes commands, mode 0600
 *   reservoir/      events that some window still needs, while a server runs; derived from the journal
 *   reservoir.N/    the same for the N-th rule set that is warmed since the server was started
 *   reservoir-PID/  the same of another process that reads the journal; reservoir-PID.N/ as above
 *   snapshots/      what a start goes on from, derived from the journal
 *   ids/            where transactions are by their ids, RocksDB; derived from the journal
 *   aside-TIME/     what was taken out of use then; nothing reads it
 * </pre>
 */
public final class DataFolder implements AutoCloseable
{
    private static final Pattern OWN_RESERVOIR = Pattern.compile("reservoir-(\\d{1,18})(\\.\\d{1,9})?");

    private static final DateTimeFormatter ASIDE_TIME =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int PID_LENGTH_MAX = 32;
    private static final int LOCK_ATTEMPTS = 5;
    private static final long LOCK_INTERVAL_NS = 20_000_000;

    /** Lock files of this process: to open and close one once more would give up its lock, as POSIX has it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(final Path path, final Path file, final FileChannel channel, final FileLock lock)
    {
        this.path = path;
        this.file = file;
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
        try
        {
            Files.createDirectories(path);
            final Path file = lockFile(path.toRealPath());
            if (!HELD.add(file))
            {
                throw inUse(path, Long.toString(ProcessHandle.current().pid()));
            }
            try
            {
                return lock(path, file);
            }
            catch (final IOException e)
            {
                HELD.remove(file);
                throw e;
            }
        }
        catch (final FileSystemException e)
        {
            throw new IOException("data folder cannot be written: folder=" + path + " cause=" + ErrorText.cause(e) +
                ": make it a folder that this user may write", e);
        }
    }

    /**
     * Who has the folder locked. Looks only.
     *
     * @param path of the folder.
     * @return the process id that the lock file names, "unknown" where it names none; empty if nobody has the folder.
     * @throws IOException if the lock file cannot be read.
     */
    public static Optional<String> owner(final Path path) throws IOException
    {
        final Path file = lockFile(path);
        if (!Files.isRegularFile(file))
        {
            return Optional.empty();
        }
        if (HELD.contains(lockFile(path.toRealPath())))
        {
            return Optional.of(Long.toString(ProcessHandle.current().pid()));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            if (null != lock)
            {
                lock.release();
                return Optional.empty();
            }
            return Optional.of(pid(file));
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
        return tokenKey(path);
    }

    /**
     * Where the key of the account tokens of a data folder is.
     *
     * @param path of the data folder.
     * @return the key file.
     */
    public static Path tokenKey(final Path path)
    {
        return path.resolve("token.key");
    }

    /**
     * Makes a folder for what is taken out of use now.
     *
     * @return the folder, new.
     * @throws IOException if it cannot be made.
     */
    public Path aside() throws IOException
    {
        final String time = ASIDE_TIME.format(Instant.now());
        Path aside = path.resolve("aside-" + time);
        for (int i = 1; Files.exists(aside); i++)
        {
            aside = path.resolve("aside-" + time + "." + i);
        }
        return Files.createDirectory(aside);
    }

    /**
     * Where this folder is.
     *
     * @return its path as it was given.
     */
    public Path path()
    {
        return path;
    }

    @Override
    public void close() throws IOException
    {
        lock.release();
        channel.close();
        HELD.remove(file);
    }

    private static String suffix(final int number)
    {
        return 0 == number ? "" : "." + number;
    }

    private static Path lockFile(final Path path)
    {
        return path.resolve("veto.lock");
    }

    /**
     * One that looks holds the lock for a moment too: so a lock that is not free is asked for again.
     */
    private static DataFolder lock(final Path path, final Path file) throws IOException
    {
        final FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try
        {
            FileLock lock = channel.tryLock();
            for (int i = 1; null == lock && i < LOCK_ATTEMPTS; i++)
            {
                LockSupport.parkNanos(LOCK_INTERVAL_NS);
                lock = channel.tryLock();
            }
            if (null == lock)
            {
                throw inUse(path, pid(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new DataFolder(path, file, channel, lock);
        }
        catch (final IOException e)
        {
            channel.close();
            throw e;
        }
    }

    private static IOException inUse(final Path path, final String pid)
    {
        return new IOException("data folder is in use: folder=" + path + " pid=" + pid + ": stop that process first");
    }

    private static String pid(final Path file) throws IOException
    {
        final String text = Files.size(file) > PID_LENGTH_MAX ? "" : Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        return text.matches("\\d+") ? text : "unknown";
    }
}
