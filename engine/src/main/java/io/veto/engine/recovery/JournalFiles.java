package io.veto.engine.recovery;

import io.veto.engine.snapshot.JournalForce;
import io.veto.engine.snapshot.SnapshotDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Forces a journal that this process did not write: each of its files, and the folder. What another process has put into its mapping of a
 * file belongs to the file, so it is forced as well.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class JournalFiles implements JournalForce
{
    private final Path journal;
    private final SnapshotDisk disk;

    /**
     * Names the journal.
     *
     * @param journal its folder.
     * @param disk    that it is on.
     */
    public JournalFiles(final Path journal, final SnapshotDisk disk)
    {
        this.journal = journal;
        this.disk = disk;
    }

    @Override
    public void force(final long sequence, final int epoch) throws IOException
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journal))
        {
            for (final Path file : files)
            {
                disk.force(file);
            }
        }
        disk.force(journal);
    }
}
