package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.list.ListKind;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListAheadTest
{
    private final Lists lists = new Lists();
    private final WindowEvent event = new WindowEvent(0);

    @Test
    void shouldLookUpInLongListsAloneAndEachKeyOnce()
    {
        final int countries = lists.number("countries", ListKind.COUNTRY);
        final int merchants = lists.number("merchants", ListKind.MERCHANT);
        final ListAhead ahead = new ListAhead(lists,
            new ListSpec[]{spec("countries", ListKind.COUNTRY), spec("merchants", ListKind.MERCHANT)});
        for (int key = 1; key <= 4_096; key++)
        {
            lists.add(countries, key, Lists.NEVER_MS);
        }
        lists.add(merchants, 7, Lists.NEVER_MS);
        event.key(KeyKind.MERCHANT, 7);
        event.key(KeyKind.MERCHANT_COUNTRY, 8);
        event.key(KeyKind.CARD_COUNTRY, 9);

        ahead.add(event);
        ahead.touch();
        final int first = ahead.found();
        ahead.touch();
        final int nothingCollected = ahead.found();
        for (int i = 0; i < 600; i++)
        {
            ahead.add(event);
        }
        ahead.touch();

        assertEquals(List.of(2, 0, 1_024), List.of(first, nothingCollected, ahead.found()));
    }

    private static ListSpec spec(final String name, final ListKind kind)
    {
        return new ListSpec(name, kind, new long[0]);
    }
}
