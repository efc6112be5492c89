package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayRateToolTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldPutReplayBesideBareReadingForBothRuleSets()
    {
        final int exitCode =
            run("--records", "3000", "--cards", "500", "--repeat", "2", "--at-least", "1", "--in", folder.toString());

        assertEquals(0, exitCode, err.toString());
        assertEquals(List.of("four rules over windows of cards 3,003", "standard pack 3,003"), out.toString().lines()
            .filter(line -> line.matches("\\w.*( +[0-9,]+){5}"))
            .map(line -> line.replaceAll(" +", " ").replaceAll("( [0-9,]+){4}$", "")).collect(Collectors.toList()));
        assertTrue(out.toString().contains("\nPASS\n"), out.toString());
    }

    @Test
    void shouldFailWhereReplayIsSlowerThanAskedFor()
    {
        final int exitCode = run(
            "--records", "100", "--cards", "50", "--repeat", "1", "--at-least", "1000000000000", "--in", folder.toString());

        assertEquals(1, exitCode);
        assertTrue(out.toString().contains("\nFAIL: replay is too slow: expectedRate>=1000000000000 rate="), out.toString());
    }

    @Test
    void shouldRefuseNoRecords()
    {
        final int exitCode = run("--records", "0", "--in", folder.toString());

        assertEquals(2, exitCode);
        assertTrue(err.toString().startsWith("out of range: expectedRecords>=1 records=0 "), err.toString());
    }

    private int run(final String... options)
    {
        final String[] args = Stream.concat(Stream.of("replay"), Stream.of(options)).toArray(String[]::new);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
