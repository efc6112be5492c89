package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What the pool of trees bounds: its nodes, its memory, and the steps of any one operation. */
class OrderedTreesBoundsTest
{
    /** More than lie in one chunk of memory. */
    private static final int ENTRIES = 1_100_000;
    private static final int SAMPLES = 20_000;
    private static final int STEPS_MAX = 200;
    private static final int GENERATIONS = 200;
    private static final int GENERATION_ENTRIES = 5_000;

    /** Steps of the costliest operation so far. */
    private long worst = 0;

    @Test
    void shouldBoundTheStepsOfEveryChangeOfALargeMultiset()
    {
        final Random random = new Random(1);
        try (OrderedTrees trees = new OrderedTrees(ENTRIES + 1, MemoryAdvice.NONE))
        {
            int root = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < ENTRIES; i++)
            {
                final long value = i;
                root = measured(trees, root, r -> trees.add(r, value, 1));
            }
            for (int i = 0; i < SAMPLES; i++)
            {
                final long value = 0 == i % 100 ? trees.firstKey(root) : 1 == i % 100 ? trees.lastKey(root) : random.nextInt(ENTRIES);
                root = measured(trees, root, r -> trees.add(r, value, -1));
                root = measured(trees, root, r -> trees.add(r, value, 1));
            }
            measured(trees, root, trees::drop);
            int next = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < ENTRIES; i++)
            {
                final long value = -i;
                next = measured(trees, next, r -> trees.add(r, value, 1));
            }

            assertEquals(ENTRIES, trees.nodes());
            assertBounded();
        }
    }

    @Test
    void shouldBoundTheStepsOfEveryChangeOfALargeSkyline()
    {
        final Random random = new Random(1);
        try (OrderedTrees trees = new OrderedTrees(ENTRIES + 1, MemoryAdvice.NONE))
        {
            int root = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < ENTRIES; i++)
            {
                final long timeMs = 10L * i;
                root = measured(trees, root, r -> trees.push(r, timeMs, -timeMs));
            }
            for (int i = 0; i < SAMPLES; i++)
            {
                final long timeMs = random.nextInt(10 * ENTRIES);
                final long value = -timeMs + random.nextInt(100);
                final long expireToMs = i;
                root = measured(trees, root, r -> trees.push(r, timeMs, value));
                root = measured(trees, root, r -> trees.expire(r, expireToMs));
            }
            root = measured(trees, root, r -> trees.expire(r, 5L * ENTRIES));
            root = measured(trees, root, r -> trees.push(r, 20L * ENTRIES, 1));
            assertEquals(List.of(20L * ENTRIES, 20L * ENTRIES, 1L), List.of(trees.firstKey(root), trees.lastKey(root), trees.best(root)));
            for (int i = 1; i < ENTRIES; i++)
            {
                final long timeMs = 20L * ENTRIES + i;
                root = measured(trees, root, r -> trees.push(r, timeMs, -timeMs));
            }

            assertEquals(ENTRIES, trees.nodes());
            assertBounded();
        }
    }

    @Test
    void shouldGiveATreeTheShapeOfItsKeysWhicheverWayTheyCame()
    {
        final Random random = new Random(1);
        try (OrderedTrees trees = new OrderedTrees(2 * GENERATION_ENTRIES, MemoryAdvice.NONE))
        {
            int rising = OrderedTrees.NULL_ROOT;
            int pushed = OrderedTrees.NULL_ROOT;
            int changed = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < 1_000; i++)
            {
                rising = trees.add(rising, i, 1);
                pushed = trees.push(pushed, i, -1 - i);
            }
            for (int i = 0; i < GENERATION_ENTRIES; i++)
            {
                final long value = random.nextInt(2_000);
                changed = trees.add(changed, value, trees.contains(changed, value) ? -1 : 1);
            }
            for (int i = 0; i < 2_000; i++)
            {
                changed = trees.add(changed, i, (i < 1_000 ? 1 : 0) - trees.count(changed, i));
            }

            final List<Long> expected = depths(trees, rising);
            assertEquals(List.of(expected, expected), List.of(depths(trees, pushed), depths(trees, changed)));
        }
    }

    @Test
    void shouldUseNodesAgainThroughManyGenerations()
    {
        try (OrderedTrees trees = new OrderedTrees(2 * GENERATION_ENTRIES, MemoryAdvice.NONE))
        {
            final List<Long> expected = new ArrayList<>();
            final List<Long> actual = new ArrayList<>();
            int root = OrderedTrees.NULL_ROOT;
            trees.reserve(2 * GENERATION_ENTRIES);
            final long length = trees.length();
            for (int generation = 0; generation < GENERATIONS; generation++)
            {
                final int previous = root;
                root = OrderedTrees.NULL_ROOT;
                for (int i = 0; i < GENERATION_ENTRIES; i++)
                {
                    root = 0 == generation % 2 ?
                        trees.add(root, KeyHash.mix(i), 1) :
                        trees.push(root, i, -i);
                }
                trees.drop(previous);
                trees.reserve(GENERATION_ENTRIES);
                expected.add((long)GENERATION_ENTRIES);
                actual.add(trees.nodes());
                expected.add(length);
                actual.add(trees.length());
            }

            assertEquals(expected, actual);
        }
    }

    @Test
    void shouldTakeDroppedTreesApartAsInsertsGoOn()
    {
        try (OrderedTrees trees = new OrderedTrees(100, MemoryAdvice.NONE))
        {
            int dropped = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < 10; i++)
            {
                dropped = trees.add(dropped, i, 1);
            }
            trees.drop(dropped);
            final List<Long> actual = new ArrayList<>(List.of(trees.nodes()));
            int root = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < 6; i++)
            {
                root = trees.push(root, i, -i);
                actual.add(trees.nodes());
            }

            assertEquals(List.of(10L, 8L, 7L, 6L, 5L, 5L, 6L), actual);
        }
    }

    @Test
    void shouldRefuseOneNodeMoreThanItsLimit()
    {
        try (OrderedTrees trees = new OrderedTrees(2, MemoryAdvice.NONE))
        {
            final int multiset = trees.add(OrderedTrees.NULL_ROOT, 7, 1);
            final int skyline = trees.push(OrderedTrees.NULL_ROOT, 1_000, 5);

            final List<String> messages = List.of(
                assertThrows(StateLimitException.class, () -> trees.add(multiset, 8, 1)).getMessage(),
                assertThrows(StateLimitException.class, () -> trees.push(skyline, 2_000, 6)).getMessage(),
                assertThrows(StateLimitException.class, () -> trees.reserve(1)).getMessage());

            final String message = "value trees full: maximumNodes=2 nodes=2: shorten the longest distinct, min or max window";
            assertEquals(List.of(message, message, message), messages);
            assertEquals(
                List.of(1L, 0L, 5L, 1_000L, 2L),
                List.of(
                    trees.count(multiset, 7), trees.count(multiset, 8), trees.best(skyline), trees.lastKey(skyline), trees.nodes()));
        }
    }

    @Test
    void shouldGoOnAtItsLimitWhereNoNodeIsNeeded()
    {
        try (OrderedTrees trees = new OrderedTrees(1, MemoryAdvice.NONE))
        {
            int root = trees.add(OrderedTrees.NULL_ROOT, 7, 1);
            root = trees.add(root, 7, 2);
            root = trees.add(root, 8, 0);
            final long count = trees.count(root, 7);
            root = trees.add(root, 7, -3);
            root = trees.push(root, 1_000, 5);
            root = trees.push(root, 900, 5);

            assertEquals(List.of(3L, 1_000L, 1_000L), List.of(count, trees.firstKey(root), trees.lastKey(root)));
        }
    }

    @Test
    void shouldInsertAsManyAsWereReserved()
    {
        try (OrderedTrees trees = new OrderedTrees(10, MemoryAdvice.NONE))
        {
            int dropped = OrderedTrees.NULL_ROOT;
            for (int i = 0; i < 8; i++)
            {
                dropped = trees.add(dropped, i, 1);
            }
            final int kept = trees.add(OrderedTrees.NULL_ROOT, 7, 1);
            trees.drop(dropped);

            trees.reserve(9);
            assertThrows(StateLimitException.class, () -> trees.reserve(10));
            int root = kept;
            for (int i = 0; i < 9; i++)
            {
                root = trees.add(root, 100 + i, 1);
            }

            assertEquals(List.of(10L, 7L, 108L), List.of(trees.nodes(), trees.firstKey(root), trees.lastKey(root)));
        }
    }

    private static List<Long> depths(final OrderedTrees trees, final int root)
    {
        final List<Long> depths = new ArrayList<>();
        for (int i = 0; i < 1_000; i++)
        {
            final long before = trees.steps();
            trees.count(root, i);
            depths.add(trees.steps() - before);
        }
        return depths;
    }

    private int measured(final OrderedTrees trees, final int root, final IntUnaryOperator operation)
    {
        final long before = trees.steps();
        final int newRoot = operation.applyAsInt(root);
        worst = Math.max(worst, trees.steps() - before);
        return newRoot;
    }

    private void assertBounded()
    {
        assertTrue(worst > 0 && worst < STEPS_MAX, () -> "steps of the costliest operation: " + worst);
    }
}
