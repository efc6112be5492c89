package io.veto.perf.durability;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/**
 * What one forced write of 4 KiB costs on a disk with nothing around it: the floor of an answer that survives the loss of power. Each goes
 * to the next place of a file whose length is set before, as the journal's is.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ForceMeter
{
    /** Forced writes of one measurement. */
    static final int WRITES = 500;

    private static final int PAGE_LENGTH = 4096;
    private static final int WARM_UP = 50;
    private static final int DIGITS = 3;

    private final Path folder;

    ForceMeter(final Path folder)
    {
        this.folder = folder;
    }

    /**
     * Writes through the file, then fdatasync(2).
     *
     * @return nanoseconds of each.
     * @throws IOException if the disk fails.
     */
    Histogram written() throws IOException
    {
        final ByteBuffer page = ByteBuffer.allocateDirect(PAGE_LENGTH);
        return measure((channel, i) ->
        {
            fill(page.clear(), i);
            channel.write(page.flip(), (long)i * PAGE_LENGTH);
            channel.force(false);
        });
    }

    /**
     * Writes through a mapping, then msync(2).
     *
     * @return nanoseconds of each.
     * @throws IOException if the disk fails.
     */
    Histogram mapped() throws IOException
    {
        final MappedByteBuffer[] mapping = new MappedByteBuffer[1];
        return measure((channel, i) ->
        {
            if (null == mapping[0])
            {
                mapping[0] = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long)(WRITES + WARM_UP) * PAGE_LENGTH);
            }
            fill(mapping[0].position(i * PAGE_LENGTH).slice().limit(PAGE_LENGTH), i);
            mapping[0].force(i * PAGE_LENGTH, PAGE_LENGTH);
        });
    }

    private Histogram measure(final ForcedWrite write) throws IOException
    {
        final Histogram times = new Histogram(DIGITS);
        final Path file = Files.createTempFile(folder, "veto-force", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.allocate(1), (long)(WRITES + WARM_UP) * PAGE_LENGTH);
            for (int i = 0; i < WRITES + WARM_UP; i++)
            {
                final long startNs = System.nanoTime();
                write.run(channel, i);
                if (i >= WARM_UP)
                {
                    times.recordValue(System.nanoTime() - startNs);
                }
            }
        }
        finally
        {
            Files.delete(file);
        }
        return times;
    }

    private static void fill(final ByteBuffer page, final int number)
    {
        while (page.remaining() >= Integer.BYTES)
        {
            page.putInt(number + 1);
        }
    }

    @FunctionalInterface
    private interface ForcedWrite
    {
        void run(FileChannel channel, int index) throws IOException;
    }
}
