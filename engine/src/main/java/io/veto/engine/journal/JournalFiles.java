package io.veto.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files of a journal's folder, one a cycle, named after the minute in which it began.
 * <pre>
 *   20261126-2334V.sealed   written by an earlier process: Chronicle Queue never opens it again
 *   20261127-0000V.cq4      written by the process that has, or last had, the journal open
 *   metadata.cq4t           Chronicle Queue's own; made anew by each process, holds nothing that is not in the files
 * </pre>
 * <b>Note:</b> stateless.
 */
public final class JournalFiles
{
    private static final String OPEN = ".cq4";
    private static final String SEALED = ".sealed";
    private static final String METADATA = "metadata.cq4t";

    private JournalFiles()
    {
    }

    /**
     * A file of a journal.
     *
     * @param cycle whose records it holds.
     * @param path  of the file.
     */
    public record JournalFile(int cycle, Path path)
    {
    }

    /**
     * Lists a journal.
     *
     * @param journal folder of the journal.
     * @return its files in the order of their cycles; none if there is no folder.
     * @throws JournalDamagedException if one is of another format, or the folder cannot be read.
     */
    public static List<JournalFile> list(final Path journal)
    {
        final List<JournalFile> files = new ArrayList<>();
        if (Files.isDirectory(journal))
        {
            try (DirectoryStream<Path> folder = Files.newDirectoryStream(journal, "*{" + OPEN + "," + SEALED + "}"))
            {
                for (final Path path : folder)
                {
                    files.add(new JournalFile(cycle(path), path));
                }
            }
            catch (final IOException e)
            {
                throw new JournalDamagedException("journal cannot be listed: folder=" + journal.getFileName() + " cause=" +
                    e.getMessage());
            }
        }
        files.sort(Comparator.comparingInt(JournalFile::cycle));
        return files;
    }

    /**
     * Takes what earlier processes wrote out of Chronicle Queue's sight.
     *
     * @param journal folder of the journal, which no other process writes to.
     * @return its last cycle, {@link JournalEnd#NULL_CYCLE} if it has none.
     */
    static int seal(final Path journal)
    {
        int last = JournalCycle.NULL_CYCLE;
        try
        {
            for (final JournalFile file : list(journal))
            {
                last = file.cycle();
                if (file.path().toString().endsWith(OPEN))
                {
                    Files.move(file.path(), sealed(file));
                }
            }
            Files.deleteIfExists(journal.resolve(METADATA));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("journal cannot be sealed: folder=" + journal.getFileName(), e);
        }
        return last;
    }

    /**
     * The name that a file has once it is sealed.
     *
     * @param file of a journal.
     * @return its name then.
     */
    public static Path sealed(final JournalFile file)
    {
        return file.path().resolveSibling(JournalCycle.name(file.cycle()) + SEALED);
    }

    /**
     * Forces the files of a journal to the disk, and the folder that names them.
     *
     * @param journal   folder of the journal.
     * @param fromCycle first cycle that may not have been forced yet.
     * @throws UncheckedIOException if they cannot be forced.
     */
    public static void force(final Path journal, final int fromCycle)
    {
        try
        {
            for (final JournalFile file : list(journal))
            {
                if (file.cycle() >= fromCycle)
                {
                    force(file.path());
                }
            }
            force(journal);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("journal cannot be forced: folder=" + journal.getFileName(), e);
        }
    }

    /**
     * The file that a cycle has while it is written.
     *
     * @param journal folder of the journal.
     * @param cycle   a cycle.
     * @return the file, which need not be there.
     */
    public static Path file(final Path journal, final int cycle)
    {
        return journal.resolve(JournalCycle.name(cycle) + OPEN);
    }

    /**
     * Forces a file, or the names in a folder.
     *
     * @param path of it.
     * @throws IOException if it cannot be forced.
     */
    public static void force(final Path path) throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ))
        {
            channel.force(true);
        }
    }

    private static int cycle(final Path path)
    {
        final String name = path.getFileName().toString();
        try
        {
            return JournalCycle.parse(name.substring(0, name.lastIndexOf('.')));
        }
        catch (final DateTimeException e)
        {
            throw new JournalDamagedException("journal is of another format: expectedFile=yyyyMMdd-HHmmV" + OPEN + " file=" + name +
                ": read it with the version of Veto that wrote it");
        }
    }
}
