package io.veto.engine.recovery;

import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalFiles.JournalFile;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder of journal files that were moved out of a data folder, under the names that they had, or would have had, once sealed. A file is
 * there whole or not at all, and leaves the journal only when it is here and forced.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ArchiveFolder
{
    private static final long NO_MISMATCH = -1;

    private final Path folder;
    private final Path journal;

    /**
     * Makes the folder if it is not there.
     *
     * @param folder  of the archive.
     * @param journal folder of the journal.
     * @throws IOException if it cannot be made, or is the journal's.
     */
    ArchiveFolder(final Path folder, final Path journal) throws IOException
    {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.journal = journal.toRealPath();
        if (this.folder.startsWith(this.journal))
        {
            throw new IOException("archive is the journal's own folder: folder=" + folder + ": name another one");
        }
    }

    /**
     * Takes a file in.
     *
     * @param file of the journal.
     * @throws IOException if it cannot be moved, or another one of that name is here; it is still in the journal then.
     */
    void take(final JournalFile file) throws IOException
    {
        final Path target = folder.resolve(JournalFiles.sealed(file).getFileName());
        if (Files.exists(target))
        {
            checkSame(file.path(), target);
        }
        else
        {
            try
            {
                JournalFiles.force(file.path());
                Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE);
            }
            catch (final AtomicMoveNotSupportedException e)
            {
                copy(file.path(), target);
            }
        }
        JournalFiles.force(folder);
        Files.deleteIfExists(file.path());
        JournalFiles.force(journal);
    }

    /**
     * Keeps a copy of the journal's base, in place of an earlier one.
     *
     * @param base file to copy.
     * @throws IOException if it cannot be copied.
     */
    void keepBase(final Path base) throws IOException
    {
        copy(base, folder.resolve(base.getFileName()));
        JournalFiles.force(folder);
    }

    private void copy(final Path source, final Path target) throws IOException
    {
        final Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING);
        JournalFiles.force(temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void checkSame(final Path file, final Path target) throws IOException
    {
        if (NO_MISMATCH != Files.mismatch(file, target))
        {
            throw new IOException("archive holds another file of that name: file=" + target + ": name another folder");
        }
    }
}
