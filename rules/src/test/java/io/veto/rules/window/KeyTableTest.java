package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.testkit.SeededStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of accumulator rows against a hash map. */
class KeyTableTest
{
    private static final int COLUMNS = 3;
    private static final int KEYS_MAX = 1 << 20;
    private static final int STREAMS = 20;

    /** Adds a value to one column of a key. */
    private record Addition(long key, int column, long value)
    {
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 700, 5_000})
    void shouldHoldWhatAHashMapHoldsWhenRowsComeAndGo(final int keyCount)
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, random -> additions(random, keyCount), KeyTableTest::assertSameAsMap);
        }
    }

    @Test
    void shouldFindEveryRowWhenAllKeysShareTheirHome()
    {
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, KeyTableTest::crowdedAdditions, KeyTableTest::assertSameAsMap);
        }
    }

    @Test
    void shouldRefuseOneKeyMoreThanItsLimit()
    {
        final KeyTable table = new KeyTable(KeyKind.TERMINAL, 1, 2);
        table.add(table.acquire(7), 0, 1);
        table.add(table.acquire(8), 0, 1);

        final StateLimitException refusal = assertThrows(StateLimitException.class, () -> table.acquire(9));

        assertEquals(
            "accumulator table full: key=TERMINAL maximumKeys=2 keys=2: shorten the longest window of this key",
            refusal.getMessage());
        assertEquals(List.of(2, KeyTable.NULL_ROW), List.of(table.size(), table.find(9)));
    }

    @Test
    void shouldGoOnWithItsRowsWhenItIsAtItsLimit()
    {
        final KeyTable table = new KeyTable(KeyKind.CARD, 1, 1);
        table.add(table.acquire(7), 0, 1);
        table.add(table.acquire(7), 0, 1);

        final long value = table.get(table.find(7), 0);

        assertEquals(2, value);
    }

    private static List<Addition> additions(final Random random, final int keyCount)
    {
        final List<Addition> additions = new ArrayList<>();
        final long salt = random.nextLong();
        for (int i = 0; i < 3 * keyCount; i++)
        {
            final long index = 1 + random.nextInt(keyCount);
            addSome(additions, random, random.nextBoolean() ? index : KeyHash.mix(index ^ salt));
        }
        return additions;
    }

    private static List<Addition> crowdedAdditions(final Random random)
    {
        final List<Addition> additions = new ArrayList<>();
        for (int i = 0; i < 300; i++)
        {
            addSome(additions, random, (1L + random.nextInt(40)) << 56);
        }
        return additions;
    }

    /** Adds, and two times in three takes the same away again somewhere among the last. */
    private static void addSome(final List<Addition> additions, final Random random, final long key)
    {
        if (KeyHash.NULL_KEY != key)
        {
            final int column = random.nextInt(COLUMNS);
            final long value = random.nextInt(4) > 0 ? 1 : random.nextLong();
            additions.add(new Addition(key, column, value));
            final Addition other = additions.get(Math.max(0, additions.size() - 1 - random.nextInt(10)));
            if (random.nextInt(3) > 0)
            {
                additions.add(new Addition(other.key, other.column, -other.value));
            }
        }
    }

    private static void assertSameAsMap(final List<Addition> additions)
    {
        final KeyTable table = new KeyTable(KeyKind.CARD, COLUMNS, KEYS_MAX);
        final Map<Long, long[]> map = new HashMap<>();
        for (final Addition addition : additions)
        {
            final int row = table.acquire(addition.key);
            table.add(row, addition.column, addition.value);
            table.settle(row);
            final long[] values = map.computeIfAbsent(addition.key, key -> new long[COLUMNS]);
            values[addition.column] += addition.value;
            if (Arrays.stream(values).allMatch(value -> 0 == value))
            {
                map.remove(addition.key);
            }
            assertEquals(map.size(), table.size());
            assertRow(map, table, addition.key);
        }
        additions.forEach(addition -> assertRow(map, table, addition.key));
    }

    private static void assertRow(final Map<Long, long[]> map, final KeyTable table, final long key)
    {
        final int row = table.find(key);
        final List<Long> actual = new ArrayList<>();
        for (int c = 0; c < COLUMNS && KeyTable.NULL_ROW != row; c++)
        {
            actual.add(table.get(row, c));
        }
        final long[] expected = map.getOrDefault(key, new long[0]);
        assertEquals(Arrays.stream(expected).boxed().toList(), actual);
    }
}
