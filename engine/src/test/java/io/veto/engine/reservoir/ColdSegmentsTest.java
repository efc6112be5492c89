package io.veto.engine.reservoir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.memory.MemoryCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies between the ends of the windows, and that giving its memory up loses nothing. */
class ColdSegmentsTest
{
    private static final int LENGTH = 64 * 1024;
    private static final int SEGMENTS = 10;
    private static final int CYCLES = 50;

    @TempDir
    private Path folder;

    @Test
    void shouldGiveUpOnceWhatIsFullAndFarFromEveryTail() throws IOException
    {
        final List<Long> givenUp = new ArrayList<>();
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final List<UnsafeBuffer> buffers = acquire(segments);
            final TailPositions tails = new TailPositions(3);
            tails.onTail(0, 2, 100);
            tails.onTail(1, 6, 0);
            final ColdSegments cold = new ColdSegments(segments, tails, (address, length, advice) ->
            {
                givenUp.add(number(buffers, address));
                return true;
            });

            int work = 0;
            for (int i = 0; i < CYCLES; i++)
            {
                work += cold.doWork();
            }

            assertEquals(List.of(0L, 1L, 4L, 5L), givenUp);
            assertEquals(givenUp.size(), work);
        }
    }

    @Test
    void shouldGiveUpAgainWhatATailHasLeft() throws IOException
    {
        final List<Long> givenUp = new ArrayList<>();
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final List<UnsafeBuffer> buffers = acquire(segments);
            final TailPositions tails = new TailPositions(1);
            final ColdSegments cold = new ColdSegments(segments, tails, (address, length, advice) ->
            {
                givenUp.add(number(buffers, address));
                return true;
            });
            for (int i = 0; i < CYCLES; i++)
            {
                cold.doWork();
            }
            givenUp.clear();

            segments.touch(3, 0);
            for (int i = 0; i < CYCLES; i++)
            {
                cold.doWork();
            }

            assertEquals(List.of(3L), givenUp);
        }
    }

    @Test
    void shouldFindEverythingAgainThatTheSystemWasToldToGiveUp() throws IOException
    {
        final List<Long> expected = new ArrayList<>();
        final List<Long> found = new ArrayList<>();
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final List<UnsafeBuffer> buffers = acquire(segments);
            for (int i = 0; i < SEGMENTS; i++)
            {
                buffers.get(i).putLong(LENGTH - Long.BYTES, 1_000 + i);
                expected.add(1_000L + i);
            }
            final ColdSegments cold = new ColdSegments(segments, new TailPositions(1), MemoryCall.system());
            for (int i = 0; i < CYCLES; i++)
            {
                cold.doWork();
            }

            buffers.forEach(buffer -> found.add(buffer.getLong(LENGTH - Long.BYTES)));
        }

        assertEquals(expected, found);
    }

    private static List<UnsafeBuffer> acquire(final MappedSegments segments)
    {
        final List<UnsafeBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++)
        {
            buffers.add(segments.acquire(i, LENGTH));
        }
        return buffers;
    }

    private static long number(final List<UnsafeBuffer> buffers, final long address)
    {
        for (int i = 0; i < buffers.size(); i++)
        {
            if (buffers.get(i).addressOffset() == address)
            {
                return i;
            }
        }
        return -1;
    }
}
