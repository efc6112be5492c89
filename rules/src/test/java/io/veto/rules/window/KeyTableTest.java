package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private static final int STRIDE_OF_ONE_COLUMN = 16;
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
    void shouldHoldWhatAHashMapHoldsWhenAllKeysShareTheirHome()
    {
        final List<Long> crowd = keysOfOneHome(60);
        for (long seed = 1; seed <= STREAMS; seed++)
        {
            SeededStreams.check(seed, random -> crowdedAdditions(random, crowd), KeyTableTest::assertSameAsMap);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 23})
    void shouldKeepEveryColumnOfEveryRowWhateverTheirNumber(final int columns)
    {
        final List<Long> broken = new ArrayList<>();
        try (KeyTable table = new KeyTable("CARD", columns, KEYS_MAX, MemoryAdvice.NONE))
        {
            for (long key = 1; key <= 10_000; key++)
            {
                final long row = table.acquire(key);
                for (int c = 0; c < columns; c++)
                {
                    table.set(row, c, key * (c + 1));
                }
            }
            for (long key = 1; key <= 10_000; key++)
            {
                final long row = table.find(key);
                for (int c = 0; c < columns; c++)
                {
                    if (table.touch(key) == KeyHash.NULL_KEY || table.get(row, c) != key * (c + 1))
                    {
                        broken.add(key);
                    }
                }
            }
        }

        assertEquals(List.of(), broken);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 1L << 20, 1L << 32, 1L << 46, 0x9E3779B97F4A7C15L})
    void shouldFindEveryKeyAndMoveLittleForEachWhileItGrows(final long step)
    {
        final int keyCount = 200_000;
        long mostMoves = 0;
        int lost = 0;
        try (KeyTable table = new KeyTable("CARD", 1, KEYS_MAX, MemoryAdvice.NONE))
        {
            for (long i = 1; i <= keyCount; i++)
            {
                final long before = table.moves();
                table.set(table.acquire(i * step), 0, i);
                mostMoves = Math.max(mostMoves, table.moves() - before);
            }
            for (long i = 1; i <= keyCount; i++)
            {
                final long row = table.find(i * step);
                lost += KeyTable.NULL_ROW == row || i != table.get(row, 0) ? 1 : 0;
            }

            assertEquals(
                List.of(0, keyCount, true, true),
                List.of(lost, table.size(), mostMoves <= KeyTable.SEGMENT_ROWS, table.moves() < 2L * keyCount));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10, 100, 1_000, 1L << 16, 1L << 40, 1L << 54})
    void shouldPutRegularNumbersNearTheirHomes(final long step)
    {
        final int keyCount = 1_000;
        int atHome = 0;
        try (KeyTable table = new KeyTable("MCC", 1, KEYS_MAX, MemoryAdvice.NONE);
            KeyTable empty = new KeyTable("MCC", 1, KEYS_MAX, MemoryAdvice.NONE))
        {
            for (long i = 1; i <= keyCount; i++)
            {
                table.acquire(i * step);
            }
            for (long i = 1; i <= keyCount; i++)
            {
                final long home = empty.acquire(i * step);
                atHome += slot(table.find(i * step)) == slot(home) ? 1 : 0;
                empty.settle(home);
            }
        }

        assertEquals(true, atHome > keyCount / 2, "atHome=" + atHome);
    }

    @Test
    void shouldTakeNoMoreMemoryWhenKeysComeAndGo()
    {
        final int liveKeys = 20_000;
        final int generations = 60;
        final int columns = 7;
        try (KeyTable table = new KeyTable("DEVICE", columns, KEYS_MAX, MemoryAdvice.NONE))
        {
            int removed = 0;
            for (long i = 1; i <= (long)generations * liveKeys; i++)
            {
                table.add(table.acquire(KeyHash.mix(i)), columns - 1, 1);
                if (i > liveKeys)
                {
                    final long row = table.find(KeyHash.mix(i - liveKeys));
                    table.add(row, columns - 1, -1);
                    removed += table.settle(row) ? 1 : 0;
                }
            }

            assertEquals(
                List.of(liveKeys, (generations - 1) * liveKeys, true),
                List.of(table.size(), removed, table.length() <= 160L * liveKeys), () -> "length=" + table.length());
        }
    }

    @Test
    void shouldKeepARowUntilAllItsColumnsAreZero()
    {
        try (KeyTable table = new KeyTable("CARD", 2, 10, MemoryAdvice.NONE))
        {
            final long row = table.acquire(7);
            table.set(row, 1, 5);

            final List<Boolean> removed = new ArrayList<>(List.of(table.settle(row)));
            table.set(row, 1, 0);
            removed.add(table.settle(row));

            assertEquals(List.of(false, true), removed);
            assertEquals(List.of(0, KeyTable.NULL_ROW), List.of(table.size(), table.find(7)));
        }
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

    private static List<Addition> crowdedAdditions(final Random random, final List<Long> crowd)
    {
        final List<Addition> additions = new ArrayList<>();
        for (int i = 0; i < 300; i++)
        {
            addSome(additions, random, crowd.get(random.nextInt(crowd.size())));
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

    /** In an empty table a key gets its home, here the last row of the segment so that the search wraps. */
    private static List<Long> keysOfOneHome(final int count)
    {
        final List<Long> keys = new ArrayList<>();
        try (KeyTable table = new KeyTable("CARD", 1, KEYS_MAX, MemoryAdvice.NONE))
        {
            for (long key = 1; keys.size() < count; key++)
            {
                final long row = table.acquire(key);
                if (KeyTable.SEGMENT_ROWS - 1 == slot(row))
                {
                    keys.add(key);
                }
                table.settle(row);
            }
        }
        return keys;
    }

    private static long slot(final long row)
    {
        return row / STRIDE_OF_ONE_COLUMN % KeyTable.SEGMENT_ROWS;
    }

    private static void assertSameAsMap(final List<Addition> additions)
    {
        final Map<Long, long[]> map = new HashMap<>();
        try (KeyTable table = new KeyTable("CARD", COLUMNS, KEYS_MAX, MemoryAdvice.NONE))
        {
            for (final Addition addition : additions)
            {
                final long row = table.acquire(addition.key);
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
    }

    private static void assertRow(final Map<Long, long[]> map, final KeyTable table, final long key)
    {
        final long row = table.find(key);
        final List<Long> actual = new ArrayList<>();
        for (int c = 0; c < COLUMNS && KeyTable.NULL_ROW != row; c++)
        {
            actual.add(table.get(row, c));
        }
        final long[] expected = map.getOrDefault(key, new long[0]);
        assertEquals(Arrays.stream(expected).boxed().toList(), actual);
    }
}
