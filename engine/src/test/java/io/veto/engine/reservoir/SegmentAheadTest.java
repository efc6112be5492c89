package io.veto.engine.reservoir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.window.StateLimitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes ahead of the thread of the windows, its duty cycle run by hand. */
class SegmentAheadTest
{
    private static final int PAGES = 10;
    private static final int LENGTH = PAGES * 4096;
    private static final long ROOM = 64L * 1024 * 1024;

    @TempDir
    private Path folder;

    private final TailPositions tails = new TailPositions(2);

    @Test
    void shouldDoNothingBeforeTheFirstSegmentIsOut() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            tails.onTail(0, 0, 0);

            assertEquals(List.of(0, 0L), List.of(ahead.agent.doWork(), ahead.agent.pagesTouched()));
        }
    }

    @Test
    void shouldMakeTheNextSegmentsBeforeTheyAreWanted() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            final List<Integer> work = new ArrayList<>();
            for (int segment = 0; segment < 20; segment++)
            {
                segments.acquire(segment, LENGTH);
                work.add(ahead.agent.doWork() + 10 * ahead.agent.doWork());
            }

            assertEquals(List.of(1, 24L), List.of(segments.madeInLine(), files()));
            assertEquals(List.of(11, 11, 11, 1), work.subList(0, 4));
            assertEquals(Collections.nCopies(16, 1), work.subList(4, 20));
        }
    }

    @Test
    void shouldMakeNothingMoreWhenAsManySegmentsAreGivenBackAsAreWanted() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            final Queue<UnsafeBuffer> out = new ArrayDeque<>(List.of(segments.acquire(0, LENGTH), segments.acquire(1, LENGTH)));
            for (int i = 0; i < 10; i++)
            {
                ahead.agent.doWork();
            }
            final List<String> before = List.of(folder.toFile().list());
            for (int segment = 2; segment < 100; segment++)
            {
                out.add(segments.acquire(segment, LENGTH));
                segments.release(segment - 2, out.remove());
                if (0 == segment % 5)
                {
                    ahead.agent.doWork();
                }
            }

            assertEquals(List.of(6, 2), List.of(before.size(), segments.madeInLine()));
            assertEquals(before, List.of(folder.toFile().list()));
        }
    }

    @Test
    void shouldMakeReadyWhatWasGivenBackInsteadOfMakingMore() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            final Queue<UnsafeBuffer> out = new ArrayDeque<>(List.of(segments.acquire(0, LENGTH), segments.acquire(1, LENGTH)));
            for (int segment = 2; segment < 100; segment++)
            {
                ahead.agent.doWork();
                out.add(segments.acquire(segment, LENGTH));
                segments.release(segment - 2, out.remove());
            }

            assertEquals(List.of(2, 3L), List.of(segments.madeInLine(), files()));
        }
    }

    @Test
    void shouldDeleteWhatIsTooMuchOnItsOwnThreadOnly() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            for (int segment = 0; segment < 30; segment++)
            {
                segments.acquire(segment, LENGTH);
            }
            for (int segment = 0; segment < 30; segment++)
            {
                segments.release(segment, null);
            }
            final long before = files();

            ahead.agent.doWork();

            assertEquals(List.of(30L, 4L), List.of(before, files()));
        }
    }

    @Test
    void shouldTouchEachPageOnceOverOneLengthAheadOfATail() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            for (int segment = 0; segment < 4; segment++)
            {
                segments.acquire(segment, LENGTH);
            }
            final List<Long> touched = new ArrayList<>();
            for (final int[] place : new int[][]{{0, 0}, {0, 4095}, {0, 2 * 4096 + 8}, {0, 2 * 4096 + 8}, {2, 5 * 4096}, {3, 1}, {3, 8}})
            {
                tails.onTail(1, place[0], place[1]);
                ahead.agent.doWork();
                touched.add(ahead.agent.pagesTouched());
            }

            assertEquals(List.of(10L, 11L, 13L, 13L, 23L, 28L, 28L), touched);
        }
    }

    @Test
    void shouldGoOnWhereItStoppedWhenTheNextSegmentComesOut() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            segments.acquire(0, LENGTH);
            tails.onTail(0, 0, 4 * 4096);
            ahead.agent.doWork();
            final long first = ahead.agent.pagesTouched();
            segments.acquire(1, LENGTH);
            ahead.agent.doWork();

            assertEquals(List.of(6L, 10L), List.of(first, ahead.agent.pagesTouched()));
        }
    }

    @Test
    void shouldTouchOnlySoManyPagesAtOnceThatTheSpareSegmentDoesNotWait() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            segments.acquire(0, 100 * 4096);
            segments.acquire(1, 100 * 4096);
            tails.onTail(0, 0, 0);
            final List<Long> touched = new ArrayList<>();
            for (int i = 0; i < 3; i++)
            {
                ahead.agent.doWork();
                touched.add(ahead.agent.pagesTouched());
            }

            assertEquals(List.of(64L, 100L, 100L), touched);
        }
    }

    @Test
    void shouldLeaveItToTheThreadOfTheWindowsToSayThatTheDiskIsFull() throws IOException
    {
        final AtomicLong usable = new AtomicLong(ROOM + LENGTH);
        try (MappedSegments segments = new MappedSegments(folder, usable::get); Closing ahead = new Closing(segments, tails))
        {
            segments.acquire(0, LENGTH);
            usable.set(ROOM);
            final int work = ahead.agent.doWork() + ahead.agent.doWork();

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> segments.acquire(1, LENGTH));

            assertEquals(
                "reservoir segment cannot be had: file=" + folder.resolve("reservoir-00000002.segment") +
                " length=40960 freeBytes=67108864: make room on the disk and start again, it is rebuilt from the journal",
                refusal.getMessage());
            assertEquals(0, work);
        }
    }

    @Test
    void shouldMakeSparesAgainWhenThereIsRoomAgain() throws IOException
    {
        final AtomicLong usable = new AtomicLong(ROOM + LENGTH);
        try (MappedSegments segments = new MappedSegments(folder, usable::get); Closing ahead = new Closing(segments, tails))
        {
            segments.acquire(0, LENGTH);
            usable.set(ROOM);
            ahead.agent.doWork();
            usable.set(ROOM + LENGTH);
            final int unasked = ahead.agent.doWork();
            segments.acquire(1, LENGTH);

            assertEquals(List.of(0, 1, 2), List.of(unasked, ahead.agent.doWork(), segments.madeInLine()));
        }
    }

    @Test
    void shouldRefuseToCloseTheSegmentsBeforeTheAgent() throws IOException
    {
        try (MappedSegments segments = new MappedSegments(folder); Closing ahead = new Closing(segments, tails))
        {
            final IllegalStateException refusal = assertThrows(IllegalStateException.class, segments::close);

            assertEquals(
                "reservoir segments are still read ahead: folder=" + folder + ": close the agent first", refusal.getMessage());
            assertEquals("veto-reservoir", ahead.agent.roleName());
        }
    }

    @Test
    void shouldLeaveWhatIsOutAloneWhileItRunsOnItsOwnThread() throws IOException
    {
        final List<Throwable> errors = new ArrayList<>();
        long wrong = 0;
        try (MappedSegments segments = new MappedSegments(folder))
        {
            final AgentRunner runner = new AgentRunner(YieldingIdleStrategy.INSTANCE, errors::add, null, new SegmentAhead(segments, tails));
            AgentRunner.startOnThread(runner);
            final Queue<UnsafeBuffer> out = new ArrayDeque<>();
            for (long segment = 0; segment < 3000; segment++)
            {
                final UnsafeBuffer buffer = segments.acquire(segment, LENGTH);
                buffer.setMemory(0, LENGTH, (byte)segment);
                out.add(buffer);
                final long most = 1 + (segment >>> 5) % 40;
                while (out.size() > most)
                {
                    final long oldest = segment - out.size() + 1;
                    final UnsafeBuffer released = out.remove();
                    for (int offset = 0; offset < LENGTH; offset += 512)
                    {
                        tails.onTail((int)(segment & 1), oldest, offset);
                        wrong += released.getByte(offset) == (byte)oldest ? 0 : 1;
                    }
                    segments.release(oldest, released);
                }
            }
            runner.close();
        }

        assertEquals(List.of(0L, List.of(), 0L), List.of(wrong, errors, files()));
    }

    private long files()
    {
        return folder.toFile().list().length;
    }

    /** An agent that is closed before its segments, as a runner does. */
    private static final class Closing implements AutoCloseable
    {
        private final SegmentAhead agent;

        Closing(final MappedSegments segments, final TailPositions tails)
        {
            agent = new SegmentAhead(segments, tails);
        }

        @Override
        public void close()
        {
            agent.onClose();
        }
    }
}
