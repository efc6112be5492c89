package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.testkit.SeededStreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small multisets against hash maps. */
class ValuePocketsTest
{
    private static final int STREAMS = 50;
    private static final int ADDITIONS = 2_000;
    private static final int POCKETS = 7;

    /** Adds to the count of a value in one of some pockets. */
    private record Addition(int pocket, long value, int weight)
    {
    }

    @Test
    void shouldHoldWhatHashMapsHoldWhenValuesComeAndGo()
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, ValuePocketsTest::additions, ValuePocketsTest::assertSameAsMaps);
        }
    }

    @Test
    void shouldRefuseOnePocketMoreThanItsLimitAndGiveOneThatCameBack()
    {
        try (ValuePockets pockets = new ValuePockets(2, MemoryAdvice.NONE))
        {
            final int first = pockets.allocate();
            pockets.allocate();

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> pockets.reserve(1));
            pockets.add(first, 7, 1);
            pockets.release(first);
            final int again = pockets.allocate();

            assertEquals(
                "value pockets full: maximumPockets=2 pockets=2: shorten the longest distinct window", refusal.getMessage());
            assertEquals(List.of(first, 0), List.of(again, pockets.size(again)));
        }
    }

    private static List<Addition> additions(final Random random)
    {
        final List<Addition> additions = new ArrayList<>();
        for (int i = 0; i < ADDITIONS; i++)
        {
            final int weight = random.nextInt(-2, 3);
            additions.add(new Addition(random.nextInt(POCKETS), random.nextInt(8) - 3L, 0 == weight ? 1 : weight));
        }
        return additions;
    }

    private static void assertSameAsMaps(final List<Addition> additions)
    {
        try (ValuePockets pockets = new ValuePockets(POCKETS, MemoryAdvice.NONE))
        {
            final List<Map<Long, Integer>> maps = new ArrayList<>();
            for (int i = 0; i < POCKETS; i++)
            {
                maps.add(new HashMap<>());
                pockets.allocate();
            }
            for (final Addition addition : additions)
            {
                final Map<Long, Integer> map = maps.get(addition.pocket);
                final int sizeBefore = map.size();
                final boolean isRefused = ValuePockets.VALUES_MAX == sizeBefore && !map.containsKey(addition.value);
                if (!isRefused)
                {
                    map.merge(addition.value, addition.weight, (held, weight) -> held + weight == 0 ? null : held + weight);
                }

                final int change = pockets.add(addition.pocket + 1, addition.value, addition.weight);

                assertEquals(isRefused ? ValuePockets.FULL : map.size() - sizeBefore, change, addition::toString);
                assertEquals(map, read(pockets, addition.pocket + 1), addition::toString);
                assertEquals(map.containsKey(addition.value), pockets.contains(addition.pocket + 1, addition.value));
            }
        }
    }

    private static Map<Long, Integer> read(final ValuePockets pockets, final int pocket)
    {
        final Map<Long, Integer> read = new HashMap<>();
        for (int i = 0; i < pockets.size(pocket); i++)
        {
            read.put(pockets.value(pocket, i), pockets.count(pocket, i));
        }
        return read;
    }
}
