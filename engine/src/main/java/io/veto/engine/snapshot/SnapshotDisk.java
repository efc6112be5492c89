package io.veto.engine.snapshot;

import io.veto.engine.journal.JournalFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What snapshots do to the disk, call by call, so that the simulator can break each of them.
 */
public interface SnapshotDisk
{
    /** The disk as it is. */
    SnapshotDisk SYSTEM = new SnapshotDisk()
    {
    };

    /**
     * Opens a file for writing, making it where it is not there.
     *
     * @param file to open.
     * @return its channel; close it.
     * @throws IOException if it cannot be had.
     */
    default FileChannel open(final Path file) throws IOException
    {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Forces what was written to a file that is open.
     *
     * @param channel of the file.
     * @throws IOException if it cannot be forced.
     */
    default void force(final FileChannel channel) throws IOException
    {
        channel.force(true);
    }

    /**
     * Forces a file that may be mapped, or the names in a folder.
     *
     * @param path of the file or folder.
     * @throws IOException if it cannot be forced.
     */
    default void force(final Path path) throws IOException
    {
        JournalFiles.force(path);
    }

    /**
     * Renames a file or folder in one step.
     *
     * @param from what it is called.
     * @param to   what it is called from now on.
     * @throws IOException if it cannot be renamed.
     */
    default void rename(final Path from, final Path to) throws IOException
    {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Deletes a file, or an empty folder, if it is there.
     *
     * @param path of it.
     * @throws IOException if it cannot be deleted.
     */
    default void delete(final Path path) throws IOException
    {
        Files.deleteIfExists(path);
    }

    /**
     * Room on the disk.
     *
     * @param path of a file or folder on it.
     * @return bytes that this process may still use.
     * @throws IOException if it cannot be asked.
     */
    default long usableLength(final Path path) throws IOException
    {
        return Files.getFileStore(path).getUsableSpace();
    }
}
