package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SwapToolTest
{
    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void shouldTellTheLatencyOfEachSecondAcrossAChangeOfRules() throws IOException
    {
        final Path rules = Files.writeString(folder.resolve("a.rules"), "rule a review if count(card, 10m) > 5");
        final Path next = Files.writeString(folder.resolve("b.rules"), "rule b review if count(card, 20m) > 5");
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();

        final int exitCode = PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true),
            "swap", "--rate", "200", "--seconds", "3", "--rules", rules.toString(), "--activate", next.toString());

        assertEquals("", err.toString());
        assertEquals(0, exitCode);
        assertTrue(out.toString().contains("\nactivated: sequence="), out.toString());
        assertEquals(1, out.toString().lines().filter(line -> line.endsWith("the rules change")).count(), out.toString());
    }
}
