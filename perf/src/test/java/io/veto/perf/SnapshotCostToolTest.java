package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SnapshotCostToolTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @Timeout(240)
    void shouldPutLatencyWithAndWithoutASnapshotSideBySide()
    {
        final int exitCode = run("--rate", "200", "--seconds", "1", "--fill", "2000", "--repeat", "1");

        assertEquals(List.of("p50", "p90", "p99", "p99.9", "p99.99", "max", "longest gap", "in a second", "snapshots"),
            out.toString().lines().filter(line -> line.matches("(p\\d|max|longest|in a second|snapshots).*( +[0-9,.]+){2}"))
                .map(line -> line.substring(0, 14).strip()).collect(Collectors.toList()), err.toString());
        assertTrue(out.toString().matches("(?s).*\nsnapshots +0 +[1-9].*"), out.toString());
        assertEquals(0 == exitCode, out.toString().contains("\nPASS\n"), err.toString());
    }

    @Test
    void shouldRefuseNoRuns()
    {
        final int exitCode = run("--repeat", "0");

        assertEquals(2, exitCode);
        assertTrue(err.toString().startsWith("out of range: ") && err.toString().contains("expectedRuns>=1 runs=0"), err.toString());
    }

    private int run(final String... options)
    {
        final String[] args = Stream.concat(Stream.of("snapshot"), Stream.of(options)).toArray(String[]::new);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
