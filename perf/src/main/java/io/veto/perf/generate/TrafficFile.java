package io.veto.perf.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/**
 * A file of synthetic traffic. It grows under the name with {@code .part} added and gets its own name when it is whole,
 * so that half a file is never taken for one. When the name ends in {@code .gz} it is compressed by gzip.
 * <p>
 * The same plan gives the same text on every JVM. Compressed bytes are equal too where the JVMs use the same zlib.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class TrafficFile
{
    private static final String COMPRESSED_SUFFIX = ".gz";
    private static final String PART_SUFFIX = ".part";
    private static final int BUFFER_LENGTH = 64 * 1024;

    private TrafficFile()
    {
    }

    /**
     * Writes the whole file, in place of one that is there already. A pipe or device is written to as it is.
     *
     * @param file       to write.
     * @param plan       of the traffic.
     * @param onProgress see {@link TrafficGenerator#writeTo(OutputStream, LongConsumer)}.
     * @return what was generated.
     * @throws IOException if the file cannot be written; nothing is left of it then.
     */
    public static TrafficSummary write(final Path file, final TrafficPlan plan, final LongConsumer onProgress)
        throws IOException
    {
        final boolean compressed = file.toString().endsWith(COMPRESSED_SUFFIX);
        if (Files.exists(file) && !Files.isRegularFile(file))
        {
            return writeTo(file, compressed, plan, onProgress);
        }

        final Path part = file.resolveSibling(file.getFileName() + PART_SUFFIX);
        try
        {
            final TrafficSummary summary = writeTo(part, compressed, plan, onProgress);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return summary;
        }
        finally
        {
            Files.deleteIfExists(part);
        }
    }

    private static TrafficSummary writeTo(
        final Path path, final boolean compressed, final TrafficPlan plan, final LongConsumer onProgress)
        throws IOException
    {
        try (OutputStream file = Files.newOutputStream(path);
            OutputStream out = compressed ? new GZIPOutputStream(file, BUFFER_LENGTH) : file)
        {
            return new TrafficGenerator(plan).writeTo(out, onProgress);
        }
    }
}
