package io.veto.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Forces what was written to the journal's current file to the disk. Chronicle Queue's own forcing tells a failure to a log and goes on;
 * here it is thrown, and what failed once is not tried again: the system may have dropped the pages.
 * <p>
 * Source: fdatasync(2); Rebello et al., Can Applications Recover from fsync Failures? (2020).
 * <p>
 * <b>Note:</b> one thread at a time. Allocates nothing while the file stays the same.
 *
 * @see JournalRoll
 */
class JournalForce implements AutoCloseable
{
    private FileChannel channel;

    /**
     * Goes on in another file, which its roll has forced as far as it was written then.
     *
     * @param file that the journal is written to now.
     */
    void open(final Path file)
    {
        try
        {
            close();
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        }
        catch (final IOException e)
        {
            throw failed(e);
        }
    }

    /**
     * Forces the current file.
     *
     * @throws UncheckedIOException if it cannot be forced.
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

    private static UncheckedIOException failed(final IOException e)
    {
        return new UncheckedIOException("journal cannot be forced to the disk: cause=" + e.getMessage() +
            ": look at the disk and start again", e);
    }
}
