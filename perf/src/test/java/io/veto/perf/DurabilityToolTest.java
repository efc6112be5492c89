package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DurabilityToolTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @Timeout(300)
    void shouldPutBothDurabilitiesAndBareForcedWritesIntoOneTable()
    {
        final int exitCode =
            run("--rate", "200", "--seconds", "1", "--transactions", "1000", "--repeat", "1", "--in", folder.toString());

        assertEquals(List.of("p50", "p90", "p99", "p99.9", "p99.99", "max", "in a second"), out.toString().lines()
            .filter(line -> line.matches("(p\\d|max|in a second).*( +[0-9,.]+){4}"))
            .map(line -> line.substring(0, 14).strip()).collect(Collectors.toList()));
        assertEquals(0 == exitCode, out.toString().contains("\nPASS\n"), err.toString());
    }

    @Test
    void shouldRefuseAFolderThatIsNotThere()
    {
        final int exitCode = run("--in", folder.resolve("none").toString());

        assertEquals(2, exitCode);
        assertTrue(err.toString().startsWith("no such folder: folder="), err.toString());
    }

    private int run(final String... options)
    {
        final String[] args = new String[options.length + 1];
        args[0] = "durability";
        System.arraycopy(options, 0, args, 1, options.length);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
