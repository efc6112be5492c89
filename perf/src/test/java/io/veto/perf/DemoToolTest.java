package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoToolTest
{
    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void shouldReportWhatItsDecisionsFileHolds() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final Path data = folder.resolve("demo");

        final int exit = DemoTool.run(new PrintWriter(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), "--data", data.toString(), "--transactions", "20000", "--cards", "300");

        assertEquals(0, exit, err.toString(StandardCharsets.UTF_8));
        final String report = out.toString(StandardCharsets.UTF_8);
        for (final String decision : new String[]{"approve", "review", "decline"})
        {
            final long rows = Files.readAllLines(data.resolve("decisions.csv")).stream()
                .filter(line -> line.contains("," + decision + ",")).count();
            final Pattern line = Pattern.compile(String.format(Locale.ROOT, "%s +%,d ", decision, rows));
            assertTrue(rows > 0 && line.matcher(report).find(), decision + " " + rows + "\n" + report);
        }
        assertTrue(report.contains("./veto replay verify " + data), report);
    }

    @Test
    void shouldRefuseAFolderThatIsNotEmpty() throws IOException
    {
        Files.writeString(folder.resolve("mine"), "keep");
        final ByteArrayOutputStream err = new ByteArrayOutputStream();

        final int exit = DemoTool.run(
            new PrintWriter(System.out), new PrintStream(err, true, StandardCharsets.UTF_8), "--data", folder.toString());

        assertEquals(2, exit);
        assertEquals(1, err.toString(StandardCharsets.UTF_8).lines().count());
    }
}
