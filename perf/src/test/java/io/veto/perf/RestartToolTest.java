package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RestartToolTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void shouldSplitAStartFromASnapshotIntoItsParts() throws IOException
    {
        final int exitCode =
            run("--keys", "2000", "--tail", "300", "--repeat", "1", "--within", "200", "--in", folder.toString());

        assertEquals(0, exitCode, err.toString());
        assertEquals(
            List.of("Java", "plan", "snapshot", "replay of the tail", "journal, port", "connect and ask", "first answer"),
            out.toString().lines().filter(line -> line.matches("\\w.{20} +\\d+\\.\\d\\d"))
                .map(line -> line.substring(0, 20).strip()).collect(Collectors.toList()));
        assertTrue(out.toString().contains("\nPASS\n"), out.toString());
        assertTrue(out.toString().contains("snapshot written: sequence="), out.toString());
        try (Stream<Path> left = Files.list(folder))
        {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldRefuseTooFewKeys()
    {
        final int exitCode = run("--keys", "1", "--in", folder.toString());

        assertEquals(2, exitCode);
        assertTrue(err.toString().startsWith("out of range: expectedKeys>=5 keys=1 "), err.toString());
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
        final String[] args = Stream.concat(Stream.of("restart"), Stream.of(options)).toArray(String[]::new);
        return PerfTool.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
