package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.testkit.SeededStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Largest and smallest value of sliding windows, kept as skylines in one pool, against all values that are in the window. */
class OrderedTreesSkylineTest
{
    private static final int STREAMS = 20;
    private static final int STEPS = 600;
    private static final int NODES_MAX = 1 << 12;

    /** Puts a value into one tree, after all trees gave up what is at or before a time. */
    private record Sample(int tree, long expireToMs, long timeMs, long value)
    {
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50})
    void shouldGiveTheLargestOfWhatIsInTheWindow(final int treeCount)
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, random -> samples(random, treeCount), samples -> assertSameAsList(samples, treeCount, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50})
    void shouldGiveTheSmallestOfWhatIsInTheWindowWhenValuesAreNegated(final int treeCount)
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, random -> samples(random, treeCount), samples -> assertSameAsList(samples, treeCount, -1));
        }
    }

    private static List<Sample> samples(final Random random, final int treeCount)
    {
        final List<Sample> samples = new ArrayList<>();
        final int valueRange = 1 + random.nextInt(1_000);
        final int latenessRange = 1 + random.nextInt(300);
        final int windowLength = 100 + random.nextInt(400);
        final int fall = random.nextInt(3);
        long nowMs = 0;
        for (int i = 0; i < STEPS; i++)
        {
            nowMs += random.nextInt(4);
            final long timeMs = random.nextBoolean() ? nowMs : nowMs - random.nextInt(latenessRange);
            final long value = random.nextInt(valueRange) - fall * timeMs;
            samples.add(new Sample(random.nextInt(treeCount), nowMs - windowLength, timeMs, value));
        }
        return samples;
    }

    private static void assertSameAsList(final List<Sample> samples, final int treeCount, final int sign)
    {
        final int[] roots = new int[treeCount];
        final List<List<Sample>> windows = new ArrayList<>();
        for (int i = 0; i < treeCount; i++)
        {
            windows.add(new ArrayList<>());
        }
        try (OrderedTrees trees = new OrderedTrees(NODES_MAX, MemoryAdvice.NONE))
        {
            for (final Sample sample : samples)
            {
                for (int i = 0; i < treeCount; i++)
                {
                    roots[i] = expire(trees, roots[i], windows.get(i), sample.expireToMs);
                }
                if (sample.timeMs > sample.expireToMs)
                {
                    roots[sample.tree] = trees.push(roots[sample.tree], sample.timeMs, sign * sample.value);
                    windows.get(sample.tree).add(sample);
                }
                assertBest(windows.get(sample.tree), trees, roots[sample.tree], sign);
            }
            assertSameEntries(windows, trees, roots, sign);
        }
    }

    private static int expire(final OrderedTrees trees, final int root, final List<Sample> window, final long upToMs)
    {
        window.removeIf(sample -> sample.timeMs <= upToMs);
        return trees.expire(root, upToMs);
    }

    private static void assertBest(final List<Sample> window, final OrderedTrees trees, final int root, final int sign)
    {
        final List<Long> expected = new ArrayList<>();
        final List<Long> actual = new ArrayList<>();
        if (!window.isEmpty())
        {
            final List<long[]> skyline = skyline(window, sign);
            expected.add(skyline.get(0)[0]);
            expected.add(skyline.get(0)[1]);
            expected.add(skyline.get(skyline.size() - 1)[0]);
        }
        if (OrderedTrees.NULL_ROOT != root)
        {
            actual.add(trees.firstKey(root));
            actual.add(trees.best(root));
            actual.add(trees.lastKey(root));
        }
        assertEquals(expected, actual);
    }

    private static void assertSameEntries(
        final List<List<Sample>> windows, final OrderedTrees trees, final int[] roots, final int sign)
    {
        final int live = windows.stream().mapToInt(window -> skyline(window, sign).size()).sum();
        trees.reserve(NODES_MAX - live);
        assertEquals(live, trees.nodes());
        for (int i = 0; i < roots.length; i++)
        {
            final List<Sample> window = windows.get(i);
            while (!window.isEmpty())
            {
                assertBest(window, trees, roots[i], sign);
                roots[i] = expire(trees, roots[i], window, trees.firstKey(roots[i]));
            }
            assertEquals(OrderedTrees.NULL_ROOT, roots[i]);
        }
    }

    /** The values that are larger than all at later times, one for each time, earliest first. */
    private static List<long[]> skyline(final List<Sample> window, final int sign)
    {
        final List<long[]> skyline = new ArrayList<>();
        for (final Sample sample : window)
        {
            final boolean isCovered = window.stream().anyMatch(other ->
                (other.timeMs > sample.timeMs && sign * other.value >= sign * sample.value) ||
                (other.timeMs == sample.timeMs && sign * other.value > sign * sample.value));
            if (!isCovered && skyline.stream().noneMatch(entry -> entry[0] == sample.timeMs))
            {
                skyline.add(new long[]{sample.timeMs, sign * sample.value});
            }
        }
        skyline.sort((a, b) -> Long.compare(a[0], b[0]));
        return skyline;
    }
}
