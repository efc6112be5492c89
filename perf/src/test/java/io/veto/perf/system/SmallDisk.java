package io.veto.perf.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory of a size that is told; skips the test where it cannot be mounted. */
final class SmallDisk implements AutoCloseable
{
    private static final int MEBIBYTE = 1 << 20;
    private static final String FILLER = "filler";

    private final Path folder;

    SmallDisk(final Path folder, final int mebibytes) throws IOException
    {
        this.folder = Files.createDirectories(folder);
        Assumptions.assumeTrue(0 == run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "veto-test", folder.toString()),
            "no file system can be mounted here");
    }

    Path folder()
    {
        return folder;
    }

    /** Gives it another size. */
    void resize(final int mebibytes) throws IOException
    {
        if (0 != run("mount", "-o", "remount,size=" + mebibytes + "m", folder.toString()))
        {
            throw new IOException("file system not resized: folder=" + folder);
        }
    }

    /**
     * Fills it, as another process would, until so little is left.
     *
     * @param bytes left at most.
     */
    void fill(final long bytes) throws IOException
    {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(MEBIBYTE);
        try (FileChannel filler = FileChannel.open(folder.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND))
        {
            long usable = folder.toFile().getUsableSpace();
            while (usable > bytes)
            {
                filler.write(zeros.clear().limit((int)Math.min(MEBIBYTE, usable - bytes)));
                usable = folder.toFile().getUsableSpace();
            }
        }
    }

    /** Makes the room again that {@link #fill} took. */
    void clear() throws IOException
    {
        try (RandomAccessFile filler = new RandomAccessFile(folder.resolve(FILLER).toFile(), "rw"))
        {
            filler.setLength(0);
        }
    }

    @Override
    public void close() throws IOException
    {
        if (0 != run("umount", folder.toString()) && 0 != run("umount", "-l", folder.toString()))
        {
            throw new IOException("file system not unmounted: folder=" + folder);
        }
    }

    private static int run(final String... command) throws IOException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try
        {
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
