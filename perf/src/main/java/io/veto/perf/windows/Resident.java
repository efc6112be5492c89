package io.veto.perf.windows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of this process that is backed by the machine's.
 * <p>
 * Source: {@code VmRSS} in {@code /proc/self/status}.
 */
final class Resident
{
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";
    private static final long KIB = 1024;

    private Resident()
    {
    }

    /**
     * Resident memory now.
     *
     * @return bytes; 0 where the system does not tell.
     * @throws IOException if it cannot be read.
     */
    static long length() throws IOException
    {
        final List<String> lines = Files.isReadable(STATUS) ? Files.readAllLines(STATUS) : List.of();
        return lines.stream().filter(line -> line.startsWith(LINE))
            .mapToLong(line -> Long.parseLong(line.substring(LINE.length()).replace("kB", "").strip()) * KIB)
            .findFirst().orElse(0);
    }
}
