package io.veto.engine.reservoir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.window.StateLimitException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The store of mapped files: bounded, derived, and refusing before the disk is full. */
class MappedSegmentsTest
{
    private static final int LENGTH = 3 * 4096;
    private static final long ROOM = 64L * 1024 * 1024;

    @TempDir
    private Path data;
    private Path folder;

    @BeforeEach
    void nameTheFolder()
    {
        folder = data.resolve("reservoir");
    }

    @Test
    void shouldHoldWhatWasWrittenToEverySegmentThatIsOut() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final List<Long> expected = new ArrayList<>();
            final List<Long> actual = new ArrayList<>();
            final Queue<UnsafeBuffer> out = new ArrayDeque<>();
            for (long segment = 0; segment < 90; segment++)
            {
                final UnsafeBuffer buffer = segments.acquire(segment, LENGTH);
                buffer.putLong(0, segment);
                buffer.putLong(LENGTH - 8, -segment);
                out.add(buffer);
                for (int n = 0; n < segment % 3 && segment < 60; n++)
                {
                    expected.addAll(List.of(segment - out.size() + 1, out.size() - segment - 1));
                    actual.addAll(List.of(out.element().getLong(0), out.element().getLong(LENGTH - 8)));
                    segments.release(segment - out.size() + 1, out.remove());
                }
            }

            assertEquals(expected, actual);
            assertEquals(30, files());
        }
    }

    @Test
    void shouldUseFilesAgainInsteadOfMakingMore() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final Queue<UnsafeBuffer> out = new ArrayDeque<>(List.of(segments.acquire(0, LENGTH), segments.acquire(1, LENGTH)));
            final List<Integer> files = new ArrayList<>();
            for (long segment = 2; segment < 100; segment++)
            {
                out.add(segments.acquire(segment, LENGTH));
                segments.release(segment - 2, out.remove());
                files.add(files());
            }

            assertEquals(List.of(3, 3), List.of(segments.madeInLine(), files.stream().mapToInt(n -> n).max().orElseThrow()));
        }
    }

    @Test
    void shouldKeepFourFilesWhenAllSegmentsAreReleased() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final List<UnsafeBuffer> out = new ArrayList<>();
            for (int segment = 0; segment < 40; segment++)
            {
                out.add(segments.acquire(segment, LENGTH));
            }
            final int most = files();
            for (int segment = 0; segment < 40; segment++)
            {
                segments.release(segment, out.get(segment));
            }

            assertEquals(List.of(40, 4), List.of(most, files()));
        }
    }

    @Test
    void shouldDeleteWhatAnEarlierProcessLeftAndNothingElse() throws IOException
    {
        Files.createDirectories(folder);
        for (final String name : List.of("reservoir-00000000.segment", "reservoir-123456789.segment", "reservoir-1.segment", "notes"))
        {
            Files.createFile(folder.resolve(name));
        }

        try (MappedSegments segments = new MappedSegments(folder))
        {
            segments.acquire(0, LENGTH).putLong(0, 1);
            assertEquals(List.of("notes", "reservoir-00000000.segment", "reservoir-1.segment"), names());
        }
    }

    @Test
    void shouldLeaveNoFileWhenItIsClosed() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final UnsafeBuffer first = segments.acquire(0, LENGTH);
            segments.acquire(1, LENGTH);
            segments.release(0, first);
        }

        assertEquals(List.of(), names());
    }

    @Test
    void shouldRefuseASegmentThatWouldFillTheDiskAndLeaveTheOthersAlone() throws IOException
    {
        final AtomicLong usable = new AtomicLong(ROOM + LENGTH);
        try (MappedSegments segments = new MappedSegments(folder, usable::get))
        {
            final UnsafeBuffer earlier = segments.acquire(0, LENGTH);
            earlier.putLong(LENGTH - 8, 77);
            usable.set(ROOM + LENGTH - 1);

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> segments.acquire(1, LENGTH));

            assertEquals(
                "reservoir segment cannot be had: file=" + folder.resolve("reservoir-00000001.segment") +
                " length=12288 freeBytes=67121151: make room on the disk and start again, it is rebuilt from the journal",
                refusal.getMessage());
            assertEquals(List.of(77L, List.of("reservoir-00000000.segment")), List.of(earlier.getLong(LENGTH - 8), names()));
        }
    }

    @Test
    void shouldUseAFileAgainThoughTheDiskIsFull() throws IOException
    {
        final AtomicLong usable = new AtomicLong(ROOM + LENGTH);
        try (MappedSegments segments = new MappedSegments(folder, usable::get))
        {
            final UnsafeBuffer first = segments.acquire(0, LENGTH);
            usable.set(0);
            segments.release(0, first);

            assertEquals(first, segments.acquire(1, LENGTH));
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenItsFolderIsGone() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder))
        {
            Files.delete(folder);
            final Path file = folder.resolve("reservoir-00000000.segment");

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> segments.acquire(0, LENGTH));

            assertEquals(
                "reservoir segment cannot be had: file=" + file + " length=12288 freeBytes=0: make room on the disk and start again, " +
                "it is rebuilt from the journal",
                refusal.getMessage());
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenAFileCannotBeMade() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder, () -> Long.MAX_VALUE))
        {
            final Path file = folder.resolve("reservoir-00000000.segment");
            Files.createDirectory(file);

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> segments.acquire(0, LENGTH));

            assertEquals(
                "reservoir segment cannot be had: file=" + file + " length=12288 error=java.nio.file.FileAlreadyExistsException: " + file +
                ": mend it and start again, it is rebuilt from the journal",
                refusal.getMessage());
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullWhenItFillsUpWhileAFileIsMade() throws IOException
    {
        final Queue<Long> usable = new ArrayDeque<>(List.of(Long.MAX_VALUE, 4096L));
        try (MappedSegments segments = new MappedSegments(folder, usable::remove))
        {
            final Path file = folder.resolve("reservoir-00000000.segment");
            Files.createDirectory(file);

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> segments.acquire(0, LENGTH));

            assertEquals(
                "reservoir segment cannot be had: file=" + file + " length=12288 freeBytes=4096: make room on the disk and start again, " +
                "it is rebuilt from the journal",
                refusal.getMessage());
            assertEquals(List.of(), names());
        }
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws IOException
    {
        Files.createFile(folder);

        final IOException refusal = assertThrows(IOException.class, () -> new MappedSegments(folder));

        assertEquals(
            "reservoir folder cannot be used: folder=" + folder + " error=java.nio.file.FileAlreadyExistsException: " + folder +
            ": it must be a folder that can be written",
            refusal.getMessage());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldRefuseAFolderThatCannotBeWritten()
    {
        final Path unwritable = Path.of("/proc/reservoir");

        final IOException refusal = assertThrows(IOException.class, () -> new MappedSegments(unwritable));

        assertEquals(
            "reservoir folder cannot be used: folder=/proc/reservoir error=java.nio.file.NoSuchFileException: /proc/reservoir" +
            ": it must be a folder that can be written",
            refusal.getMessage());
    }

    private int files()
    {
        return names().size();
    }

    private List<String> names()
    {
        final File[] files = folder.toFile().listFiles();
        return Arrays.stream(files).map(File::getName).sorted().toList();
    }
}
