package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heap of side entries against a priority queue. */
class SideHeapTest
{
    private static final int STREAMS = 50;
    private static final int STEPS = 1_000;
    private static final int ENTRIES_MAX = 400;

    /** What waits; the smallest sequence never comes and stands for taking the first out. */
    private record Entry(long timeMs, long sequence, long position, long transition, long amountBefore, long amountAfter)
    {
    }

    private static final Entry POP = new Entry(0, Long.MIN_VALUE, 0, 0, 0, 0);

    @Test
    void shouldGiveWhatAPriorityQueueGives()
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, SideHeapTest::entries, SideHeapTest::assertSameAsQueue);
        }
    }

    @Test
    void shouldBeFullAtItsLimitAndNotBefore()
    {
        final List<Boolean> full = new ArrayList<>();
        try (SideHeap heap = new SideHeap(2, MemoryAdvice.NONE))
        {
            full.add(heap.isFull());
            push(heap, new Entry(1, 1, 0, 0, 0, 0));
            full.add(heap.isFull());
            push(heap, new Entry(1, 2, 1, 0, 0, 0));
            full.add(heap.isFull());
            heap.pop();
            full.add(heap.isFull());
        }

        assertEquals(List.of(false, false, true, false), full);
    }

    @Test
    void shouldStayAsItIsWhenRoomIsReservedInAFullHeap()
    {
        try (SideHeap heap = new SideHeap(1, MemoryAdvice.NONE))
        {
            push(heap, new Entry(5, 6, 7, 8, 9, 10));

            heap.reserve();

            assertEquals(
                List.of(5L, 7L, 8L, 9L, 10L),
                first(heap));
        }
    }

    @Test
    void shouldGiveEntriesInOrderWhenTheyFillMoreThanOneChunk()
    {
        final int entryCount = 600_000;
        final List<Long> descents = new ArrayList<>();
        try (SideHeap heap = new SideHeap(entryCount, MemoryAdvice.NONE))
        {
            for (long i = 0; i < entryCount; i++)
            {
                push(heap, new Entry(KeyHash.mix(i) >>> 50, i, ~i, 0, 0, 0));
            }
            final long lengthOfOneChunk = 48L << 19;
            final long chunks = heap.length() / lengthOfOneChunk;
            long previousTimeMs = -1;
            long previousPosition = 0;
            while (heap.size() > 0)
            {
                final long timeMs = heap.firstTimeMs();
                final long position = heap.firstPosition();
                if (timeMs < previousTimeMs || (timeMs == previousTimeMs && position >= previousPosition))
                {
                    descents.add(position);
                }
                previousTimeMs = timeMs;
                previousPosition = position;
                heap.pop();
            }

            assertEquals(List.of(2L, List.of()), List.of(chunks, descents));
        }
    }

    private static void push(final SideHeap heap, final Entry entry)
    {
        heap.reserve();
        heap.push(entry.timeMs, entry.sequence, entry.position, entry.transition, entry.amountBefore, entry.amountAfter);
    }

    private static List<Long> first(final SideHeap heap)
    {
        return List.of(
            heap.firstTimeMs(), heap.firstPosition(), heap.firstTransition(), heap.firstAmountBefore(), heap.firstAmountAfter());
    }

    private static List<Entry> entries(final Random random)
    {
        final List<Entry> entries = new ArrayList<>();
        final int timeRange = 1 + random.nextInt(300);
        final int pushesInTen = 4 + random.nextInt(4);
        for (int i = 0; i < STEPS; i++)
        {
            entries.add(random.nextInt(10) < pushesInTen ?
                new Entry(
                    random.nextInt(timeRange) - 20, i, random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()) : POP);
        }
        return entries;
    }

    private static void assertSameAsQueue(final List<Entry> steps)
    {
        final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(Entry::timeMs).thenComparingLong(Entry::sequence));
        try (SideHeap heap = new SideHeap(ENTRIES_MAX, MemoryAdvice.NONE))
        {
            for (final Entry step : steps)
            {
                if (POP != step && queue.size() < ENTRIES_MAX)
                {
                    push(heap, step);
                    queue.add(step);
                }
                else if (!queue.isEmpty())
                {
                    heap.pop();
                    queue.remove();
                }
                assertFirst(queue, heap);
            }
            while (!queue.isEmpty())
            {
                heap.pop();
                queue.remove();
                assertFirst(queue, heap);
            }
        }
    }

    private static void assertFirst(final PriorityQueue<Entry> queue, final SideHeap heap)
    {
        assertEquals(List.of(queue.size(), queue.size() >= ENTRIES_MAX), List.of(heap.size(), heap.isFull()));
        if (!queue.isEmpty())
        {
            final Entry first = queue.element();
            assertEquals(
                List.of(first.timeMs, first.position, first.transition, first.amountBefore, first.amountAfter),
                first(heap));
        }
    }
}
