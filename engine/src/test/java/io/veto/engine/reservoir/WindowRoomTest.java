package io.veto.engine.reservoir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.window.SegmentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The side thread at work. */
@Timeout(60)
class WindowRoomTest
{
    private static final int LENGTH = 4096;
    private static final int SPARES = 4;
    private static final int SEGMENTS = 20;
    private static final int STUCK = 6;

    @TempDir
    private Path data;

    @Test
    void shouldMakeFilesAheadAndLeaveNoneAndNoThread() throws IOException
    {
        final Path folder = data.resolve("reservoir");
        final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
        final WindowRoom room = new WindowRoom(folder, errors::add);
        room.memory().segments().acquire(0, LENGTH);
        while (files(folder) < 1 + SPARES)
        {
            Thread.onSpinWait();
        }

        room.closeAndDelete(folder);

        assertEquals(List.of(false, List.of(), false), List.of(Files.exists(folder), errors, sideThreadRuns()));
    }

    @Test
    void shouldTellTheFirstFailureOfItsThreadAndTryAgain() throws IOException
    {
        final Path folder = data.resolve("reservoir");
        final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
        final WindowRoom room = new WindowRoom(folder, errors::add);
        final SegmentStore segments = room.memory().segments();
        final List<UnsafeBuffer> out = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++)
        {
            out.add(segments.acquire(segment, LENGTH));
        }
        while (files(folder) < SEGMENTS + SPARES)
        {
            Thread.onSpinWait();
        }
        for (int i = 0; i < STUCK; i++)
        {
            final Path stuck = folder.resolve("reservoir-0000000" + i + ".segment");
            Files.deleteIfExists(stuck);
            Files.createDirectories(stuck.resolve("stuck"));
        }
        for (int segment = 0; segment < SEGMENTS; segment++)
        {
            segments.release(segment, out.get(segment));
        }
        while (files(folder) > STUCK + 2 * SPARES)
        {
            Thread.onSpinWait();
        }
        for (int i = 0; i < STUCK; i++)
        {
            IoUtil.delete(folder.resolve("reservoir-0000000" + i + ".segment").toFile(), true);
        }

        room.closeAndDelete(folder);

        assertEquals(List.of("DirectoryNotEmptyException"), errors.stream().map(e -> e.getClass().getSimpleName()).toList());
    }

    private static int files(final Path folder)
    {
        return folder.toFile().list().length;
    }

    private static boolean sideThreadRuns()
    {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> "veto-room".equals(thread.getName()));
    }
}
