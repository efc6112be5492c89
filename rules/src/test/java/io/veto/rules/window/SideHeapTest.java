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
    private record Entry(long timeMs, long sequence, long position, int kind)
    {
    }

    private static final Entry POP = new Entry(0, Long.MIN_VALUE, 0, 0);

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
        final SideHeap heap = new SideHeap(2);
        final List<Boolean> full = new ArrayList<>();

        full.add(heap.isFull());
        heap.push(1, 1, 0, 0);
        full.add(heap.isFull());
        heap.push(1, 2, 1, 0);
        full.add(heap.isFull());
        heap.pop();
        full.add(heap.isFull());

        assertEquals(List.of(false, false, true, false), full);
    }

    private static List<Entry> entries(final Random random)
    {
        final List<Entry> entries = new ArrayList<>();
        final int timeRange = 1 + random.nextInt(300);
        final int pushesInTen = 4 + random.nextInt(4);
        for (int i = 0; i < STEPS; i++)
        {
            entries.add(random.nextInt(10) < pushesInTen ?
                new Entry(random.nextInt(timeRange) - 20, i, random.nextLong(), random.nextInt(3)) : POP);
        }
        return entries;
    }

    private static void assertSameAsQueue(final List<Entry> steps)
    {
        final SideHeap heap = new SideHeap(ENTRIES_MAX);
        final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(Entry::timeMs).thenComparingLong(Entry::sequence));
        for (final Entry step : steps)
        {
            if (POP != step && queue.size() < ENTRIES_MAX)
            {
                heap.push(step.timeMs, step.sequence, step.position, step.kind);
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

    private static void assertFirst(final PriorityQueue<Entry> queue, final SideHeap heap)
    {
        assertEquals(List.of(queue.size(), queue.size() >= ENTRIES_MAX), List.of(heap.size(), heap.isFull()));
        if (!queue.isEmpty())
        {
            final Entry first = queue.element();
            assertEquals(
                List.of(first.timeMs, first.position, (long)first.kind),
                List.of(heap.firstTimeMs(), heap.firstPosition(), (long)heap.firstKind()));
        }
    }
}
