package io.veto.rules.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ListChangeEncoder;
import io.veto.rules.layout.ListOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class ListsTest
{
    private final Lists lists = new Lists();

    @Test
    void shouldHoldAnEntryUntilItsTimeAndNoLonger()
    {
        final int list = lists.number("known", ListKind.TERMINAL);
        lists.add(list, 7, 1_000);
        lists.add(list, 8, Lists.NEVER_MS);

        assertEquals(List.of(true, true, false, true, false),
            List.of(lists.contains(list, 7, Long.MIN_VALUE), lists.contains(list, 7, 999), lists.contains(list, 7, 1_000),
                lists.contains(list, 8, Long.MAX_VALUE - 1), lists.contains(list, 9, 0)));
    }

    @Test
    void shouldGiveAnEntryThatIsAddedAgainItsNewTime()
    {
        final int list = lists.number("known", ListKind.TERMINAL);
        lists.add(list, 7, 1_000);
        lists.add(list, 7, 2_000);
        final boolean longer = lists.contains(list, 7, 1_500);
        lists.add(list, 7, 500);

        assertEquals(List.of(true, false, 1), List.of(longer, lists.contains(list, 7, 500), lists.entries()));
    }

    @Test
    void shouldTellListsOfOneNameAndAnotherKindApart()
    {
        final int terminals = lists.number("known", ListKind.TERMINAL);
        final int merchants = lists.number("known", ListKind.MERCHANT);
        lists.add(terminals, 7, Lists.NEVER_MS);

        assertEquals(List.of(0, 1, 0, false),
            List.of(terminals, merchants, lists.number("known", ListKind.TERMINAL), lists.contains(merchants, 7, 0)));
    }

    @Test
    void shouldBeginSoManyListsAndNoMore()
    {
        for (int i = 0; i < Lists.LISTS_MAX; i++)
        {
            assertEquals(i, lists.number("list" + i, ListKind.MCC));
        }

        assertEquals(List.of(-1, 255), List.of(lists.number("one_more", ListKind.MCC), lists.number("list255", ListKind.MCC)));
    }

    @Test
    void shouldHoldSoManyEntriesAndNoMore()
    {
        final int list = lists.number("known", ListKind.CARD);
        for (long key = 1; key <= Lists.ENTRIES_MAX; key++)
        {
            assertTrue(lists.add(list, key, Lists.NEVER_MS));
        }

        final boolean tooMany = lists.add(list, Long.MAX_VALUE, Lists.NEVER_MS);
        final boolean again = lists.add(list, 1, 1_000);
        lists.remove(list, 2);
        final boolean inItsPlace = lists.add(list, Long.MAX_VALUE, Lists.NEVER_MS);

        assertEquals(List.of(false, true, true, Lists.ENTRIES_MAX), List.of(tooMany, again, inItsPlace, lists.entries()));
        assertFalse(lists.contains(list, 2, 0));
    }

    @Test
    void shouldApplyAChangeEntryByEntry()
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ListChangeEncoder.EntriesEncoder entries = new ListChangeEncoder().wrap(buffer, 0).listName("known")
            .kind((short)ListKind.MCC.ordinal()).entriesCount(4);
        entries.next().key(4829).expiresMs(100).operation(ListOperation.ADD).shown("4829").reason("a reason");
        entries.next().key(5967).expiresMs(Lists.NEVER_MS).operation(ListOperation.ADD).shown("5967").reason("");
        entries.next().key(4829).expiresMs(0).operation(ListOperation.REMOVE).shown("4829").reason("another");
        entries.next().key(7995).expiresMs(0).operation(ListOperation.REMOVE).shown("7995").reason("");

        lists.apply(new ListChangeDecoder().wrap(buffer, 0, ListChangeDecoder.BLOCK_LENGTH, ListChangeDecoder.SCHEMA_VERSION));

        final int list = lists.number("known", ListKind.MCC);
        assertEquals(List.of(1, 0, false, true, 1),
            List.of(lists.count(), list, lists.hasEntry(list, 4829), lists.hasEntry(list, 5967), lists.entries()));
    }

    @Test
    void shouldHoldWhatAMapHolds()
    {
        final long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        final Random random = new Random(seed);
        final List<Map<Long, Long>> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            lists.number("list" + i, ListKind.CARD);
            expected.add(new HashMap<>());
        }
        for (int i = 0; i < 200_000; i++)
        {
            final int list = random.nextInt(3);
            final long key = (1 + random.nextInt(2_000)) * (random.nextBoolean() ? 1 : 0x9E3779B97F4A7C15L);
            final long timeMs = random.nextInt(100);
            switch (random.nextInt(4))
            {
                case 0 ->
                {
                    lists.add(list, key, timeMs);
                    expected.get(list).put(key, timeMs);
                }
                case 1 -> assertEquals(null != expected.get(list).remove(key), lists.remove(list, key));
                default -> assertEquals(
                    expected.get(list).getOrDefault(key, Long.MIN_VALUE) > timeMs, lists.contains(list, key, timeMs));
            }
        }
        final Lists copy = new Lists(lists);

        assertEquals(expected.stream().mapToInt(Map::size).sum(), lists.entries());
        assertEquals(lists.entries(), copy.entries());
        for (int i = 0; i < 3; i++)
        {
            final int list = i;
            assertTrue(expected.get(i).keySet().stream().allMatch(key -> copy.hasEntry(list, key)));
            assertEquals(List.of("list" + i, expected.get(i).size()), List.of(copy.name(i), copy.entries(i)));
        }
    }
}
