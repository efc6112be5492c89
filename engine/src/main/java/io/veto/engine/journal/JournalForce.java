package io.veto.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Forces what was written to the journal to the disk. Chronicle Queue's own forcing tells a failure to a log and goes on; here it is
 * thrown, and what failed once is not tried again: the system may have dropped the pages.
 * <p>
 * Forces the current file, and, when it comes to a new one, the folder that names it and the file before, whose end mark is new.
 * <p>
 * Source: fdatasync(2); Rebello et al., Can Applications Recover from fsync Failures? (2020).
 * <p>
 * <b>Note:</b> one thread at a time. Allocates nothing while the file stays the same.
 */
final class JournalForce implements AutoCloseable
{
    private final Path directory;
    private FileChannel channel;

    JournalForce(final Path directory)
    {
        this.directory = directory;
    }

    /**
     * Forces everything that an earlier process may have left unforced, file names included.
     */
    void forceAll()
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            for (final Path file : files)
            {
                force(file, StandardOpenOption.WRITE);
            }
            force(directory, StandardOpenOption.READ);
            force(directory.toAbsolutePath().getParent(), StandardOpenOption.READ);
        }
        catch (final IOException e)
        {
            throw failed(e);
        }
    }

    /**
     * Goes on in another file.
     *
     * @param file that the journal is written to now.
     */
    void open(final Path file)
    {
        try
        {
            if (null != channel)
            {
                channel.force(true);
                channel.close();
            }
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            channel.force(true);
            force(directory, StandardOpenOption.READ);
        }
        catch (final IOException e)
        {
            throw failed(e);
        }
    }

    /**
     * Forces the current file.
     */
    void force()
    {
        try
        {
            channel.force(false);
        }
        catch (final IOException e)
        {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException
    {
        if (null != channel)
        {
            channel.close();
        }
    }

    private static void force(final Path path, final StandardOpenOption option) throws IOException
    {
        try (FileChannel opened = FileChannel.open(path, option))
        {
            opened.force(true);
        }
    }

    private static UncheckedIOException failed(final IOException e)
    {
        return new UncheckedIOException("journal cannot be forced to the disk: cause=" + e.getMessage() +
            ": look at the disk and start again", e);
    }
}
