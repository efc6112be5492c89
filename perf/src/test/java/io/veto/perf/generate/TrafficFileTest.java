package io.veto.perf.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficFileTest
{
    private static final TrafficPlan PLAN = new TrafficPlan(100, 5_000, 1, 60);

    @TempDir
    private Path folder;

    @Test
    void shouldReplaceAFileThatIsThere() throws IOException
    {
        final Path file = folder.resolve("traffic.csv");
        Files.writeString(file, "something older");

        TrafficFile.write(file, PLAN, (done) -> {});

        assertEquals(CsvRow.textOf(PLAN), Files.readString(file));
        assertEquals(List.of("traffic.csv"), names());
    }

    @Test
    void shouldHoldTheSameTextWhenCompressed() throws IOException
    {
        final Path file = folder.resolve("traffic.csv.gz");

        TrafficFile.write(file, PLAN, (done) -> {});

        try (InputStream in = new GZIPInputStream(Files.newInputStream(file)))
        {
            assertEquals(CsvRow.textOf(PLAN), new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldLeaveNothingWhenFolderIsMissing() throws IOException
    {
        final Path file = folder.resolve("missing").resolve("traffic.csv");

        assertThrows(NoSuchFileException.class, () -> TrafficFile.write(file, PLAN, (done) -> {}));

        assertEquals(List.of(), names());
    }

    @Test
    void shouldLeaveTheOldFileWhenStoppedHalfWay() throws IOException
    {
        final Path file = folder.resolve("traffic.csv");
        Files.writeString(file, "something older");

        assertThrows(
            IllegalStateException.class,
            () -> TrafficFile.write(
                file,
                PLAN,
                (done) ->
                {
                    throw new IllegalStateException();
                }));

        assertEquals("something older", Files.readString(file));
        assertEquals(List.of("traffic.csv"), names());
    }

    private List<String> names() throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.map((file) -> file.getFileName().toString()).sorted().toList();
        }
    }
}
