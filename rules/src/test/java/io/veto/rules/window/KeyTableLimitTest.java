package io.veto.rules.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a table of accumulator rows does at its limits, and just before them. */
class KeyTableLimitTest
{
    private static final int KEYS_MAX_OF_FOUR_SEGMENTS = 1_000;
    private static final int LENGTH_OF_SEGMENT = 16 * KeyTable.SEGMENT_ROWS;

    @Test
    void shouldRefuseOneKeyMoreThanItsLimit()
    {
        try (KeyTable table = new KeyTable("TERMINAL", 1, 2, MemoryAdvice.NONE))
        {
            table.add(table.acquire(7), 0, 1);
            table.add(table.acquire(8), 0, 1);

            final StateLimitException refusal = assertThrows(StateLimitException.class, () -> table.acquire(9));

            assertEquals(
                "accumulator table full: key=TERMINAL maximumKeys=2 keys=2: shorten the longest window of this key",
                refusal.getMessage());
            assertEquals(List.of(2, KeyTable.NULL_ROW), List.of(table.size(), table.find(9)));
        }
    }

    @Test
    void shouldRefuseToReserveWhenItIsAtItsLimit()
    {
        try (KeyTable table = new KeyTable("MERCHANT+BIN", 1, 1, MemoryAdvice.NONE))
        {
            table.reserve();
            table.acquire(7);

            final StateLimitException refusal = assertThrows(StateLimitException.class, table::reserve);

            assertEquals(
                "accumulator table full: key=MERCHANT+BIN maximumKeys=1 keys=1: shorten the longest window of this key",
                refusal.getMessage());
        }
    }

    @Test
    void shouldGoOnWithItsRowsWhenItIsAtItsLimit()
    {
        try (KeyTable table = new KeyTable("CARD", 1, 1, MemoryAdvice.NONE))
        {
            table.add(table.acquire(7), 0, 1);
            table.add(table.acquire(7), 0, 1);

            final long value = table.get(table.find(7), 0);

            assertEquals(2, value);
        }
    }

    @Test
    void shouldTakeAsManyKeysAsItsLimitAllows()
    {
        try (KeyTable table = new KeyTable("CARD", 1, 100_000, MemoryAdvice.NONE))
        {
            for (long key = 1; key <= 100_000; key++)
            {
                table.reserve();
                table.acquire(key);
            }

            assertEquals(100_000, table.size());
        }
    }

    @Test
    void shouldTakeAKeyAgainWhenOneHasLeft()
    {
        try (KeyTable table = new KeyTable("CARD", 1, 1, MemoryAdvice.NONE))
        {
            table.settle(table.acquire(7));

            table.acquire(8);

            assertEquals(List.of(1, KeyTable.NULL_ROW), List.of(table.size(), table.find(7)));
        }
    }

    @Test
    void shouldSplitUntilKeysOfOneSegmentPartAndMoveNoneThatNeedNot()
    {
        final List<Long> keys = keysOfOneSegment(KeyTable.SEGMENT_ROWS - 1);
        try (KeyTable table = new KeyTable("CARD", 1, KEYS_MAX_OF_FOUR_SEGMENTS, MemoryAdvice.NONE))
        {
            keys.forEach(table::acquire);

            final long found = keys.stream().filter(key -> KeyTable.NULL_ROW != table.find(key)).count();

            assertEquals(List.of((long)keys.size(), 0L), List.of(found, table.moves()));
        }
    }

    @Test
    void shouldRefuseToReserveWhenASegmentIsFullThatCannotSplit()
    {
        try (KeyTable table = new KeyTable("CARD", 1, KEYS_MAX_OF_FOUR_SEGMENTS, MemoryAdvice.NONE))
        {
            for (final long key : keysOfOneSegment(KeyTable.SEGMENT_ROWS - 1))
            {
                table.reserve();
                table.acquire(key);
            }

            final StateLimitException refusal = assertThrows(StateLimitException.class, table::reserve);

            assertEquals(
                "accumulator table crowded: key=CARD maximumKeysOfSegment=511 keysOfSegment=511 keys=511: " +
                "raise the limit of keys per table",
                refusal.getMessage());
        }
    }

    @Test
    void shouldReserveAgainWhenAKeyHasLeftTheFullSegment()
    {
        final List<Long> keys = keysOfOneSegment(KeyTable.SEGMENT_ROWS);
        try (KeyTable table = new KeyTable("CARD", 1, KEYS_MAX_OF_FOUR_SEGMENTS, MemoryAdvice.NONE))
        {
            keys.subList(1, keys.size()).forEach(table::acquire);
            table.settle(table.find(keys.get(1)));

            table.reserve();
            table.acquire(keys.get(0));

            assertEquals(KeyTable.SEGMENT_ROWS - 1, table.size());
        }
    }

    /** Fills a table until it has all its segments, then tries keys on it. */
    private static List<Long> keysOfOneSegment(final int count)
    {
        final List<Long> keys = new ArrayList<>();
        try (KeyTable table = new KeyTable("CARD", 1, KEYS_MAX_OF_FOUR_SEGMENTS, MemoryAdvice.NONE))
        {
            long key = 1;
            final long first = table.acquire(key);
            for (; key < KEYS_MAX_OF_FOUR_SEGMENTS; key++)
            {
                table.acquire(key);
            }
            for (; keys.size() < count; key++)
            {
                final long row = table.acquire(key);
                if (row / LENGTH_OF_SEGMENT == first / LENGTH_OF_SEGMENT)
                {
                    keys.add(key);
                }
                table.settle(row);
            }
        }
        return keys;
    }
}
