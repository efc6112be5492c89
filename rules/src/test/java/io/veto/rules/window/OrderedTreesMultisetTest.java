package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multisets of values in one pool against tree maps. */
class OrderedTreesMultisetTest
{
    private static final int STREAMS = 20;
    private static final int STEPS = 2_000;
    private static final int NODES_MAX = 1 << 12;

    /** Adds to the count of a value in one tree; a weight of 0 drops the tree instead. */
    private record Addition(int tree, long value, long weight)
    {
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 200})
    void shouldHoldWhatTreeMapsHoldWhenCountsRiseAndFall(final int treeCount)
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, random -> additions(random, treeCount), additions -> assertSameAsMaps(additions, treeCount));
        }
    }

    @Test
    void shouldKeepTheExtremesOfAllLongsInOrder()
    {
        try (OrderedTrees trees = new OrderedTrees(NODES_MAX, MemoryAdvice.NONE))
        {
            int root = OrderedTrees.NULL_ROOT;
            final List<Long> actual = new ArrayList<>();
            for (final long value : new long[]{0, Long.MAX_VALUE, -1, Long.MIN_VALUE, 1})
            {
                root = trees.add(root, value, 1);
                actual.add(trees.firstKey(root));
                actual.add(trees.lastKey(root));
            }

            assertEquals(
                List.of(
                    0L, 0L,
                    0L, Long.MAX_VALUE,
                    -1L, Long.MAX_VALUE,
                    Long.MIN_VALUE, Long.MAX_VALUE,
                    Long.MIN_VALUE, Long.MAX_VALUE),
                actual);
        }
    }

    @Test
    void shouldReportNoChangeWhenNothingIsAdded()
    {
        try (OrderedTrees trees = new OrderedTrees(NODES_MAX, MemoryAdvice.NONE))
        {
            final int root = trees.add(OrderedTrees.NULL_ROOT, 7, 1);

            final int afterPresent = trees.add(root, 7, 0);
            final int presentChange = trees.lastChange();
            final int afterAbsent = trees.add(root, 8, 0);
            final int absentChange = trees.lastChange();

            assertEquals(
                List.of(root, 0, root, 0, 1L, 0L),
                List.of(afterPresent, presentChange, afterAbsent, absentChange, trees.count(root, 7), trees.count(root, 8)));
        }
    }

    @Test
    void shouldTouchAnyTree()
    {
        try (OrderedTrees trees = new OrderedTrees(NODES_MAX, MemoryAdvice.NONE))
        {
            final long ofEmpty = trees.touch(OrderedTrees.NULL_ROOT);
            final long ofOne = trees.touch(trees.add(OrderedTrees.NULL_ROOT, 7, 1));

            assertEquals(List.of(0L, 7L), List.of(ofEmpty, ofOne));
        }
    }

    private static List<Addition> additions(final Random random, final int treeCount)
    {
        final List<Addition> additions = new ArrayList<>();
        final int valueRange = 1 + random.nextInt(60);
        final long factor = random.nextBoolean() ? 1 : random.nextLong() | 1;
        for (int i = 0; i < STEPS; i++)
        {
            final int tree = random.nextInt(treeCount);
            final long value = (random.nextInt(valueRange) - valueRange / 2) * factor;
            final long weight = random.nextBoolean() ? 1 : -1 - random.nextInt(2);
            additions.add(0 == random.nextInt(100) ? new Addition(tree, 0, 0) : new Addition(tree, value, weight));
        }
        return additions;
    }

    private static void assertSameAsMaps(final List<Addition> additions, final int treeCount)
    {
        final int[] roots = new int[treeCount];
        final List<TreeMap<Long, Long>> maps = new ArrayList<>();
        for (int i = 0; i < treeCount; i++)
        {
            maps.add(new TreeMap<>());
        }
        try (OrderedTrees trees = new OrderedTrees(NODES_MAX, MemoryAdvice.NONE))
        {
            for (final Addition addition : additions)
            {
                final TreeMap<Long, Long> map = maps.get(addition.tree);
                if (0 == addition.weight)
                {
                    roots[addition.tree] = trees.drop(roots[addition.tree]);
                    map.clear();
                }
                else
                {
                    final int before = map.size();
                    map.merge(addition.value, addition.weight, (count, weight) -> 0 == count + weight ? null : count + weight);
                    roots[addition.tree] = trees.add(roots[addition.tree], addition.value, addition.weight);
                    assertEquals(map.size() - before, trees.lastChange());
                }
                assertSame(map, trees, roots[addition.tree], addition.value);
            }
            assertSameNodes(maps, trees, roots);
        }
    }

    private static void assertSame(final TreeMap<Long, Long> map, final OrderedTrees trees, final int root, final long value)
    {
        assertEquals(
            List.of(map.isEmpty(), map.containsKey(value), map.getOrDefault(value, 0L)),
            List.of(OrderedTrees.NULL_ROOT == root, trees.contains(root, value), trees.count(root, value)));
        if (!map.isEmpty())
        {
            assertEquals(
                List.of(map.firstKey(), map.lastKey()),
                List.of(trees.firstKey(root), trees.lastKey(root)));
        }
    }

    private static void assertSameNodes(final List<TreeMap<Long, Long>> maps, final OrderedTrees trees, final int[] roots)
    {
        final int live = maps.stream().mapToInt(TreeMap::size).sum();
        trees.reserve(NODES_MAX - live);
        assertEquals(live, trees.nodes());
        for (int i = 0; i < roots.length; i++)
        {
            final TreeMap<Long, Long> map = maps.get(i);
            while (!map.isEmpty())
            {
                final long first = map.firstKey();
                roots[i] = trees.add(roots[i], first, -map.remove(first));
                assertSame(map, trees, roots[i], first);
            }
        }
        assertEquals(0, trees.nodes());
    }
}
