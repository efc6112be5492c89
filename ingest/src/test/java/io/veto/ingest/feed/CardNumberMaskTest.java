package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No message shows a card number. */
class CardNumberMaskTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "4111111111111111|(hidden)",
        "card 4111 1111 1111 1111 refused|card (hidden) refused",
        "4111-1111-1111-1111|(hidden)",
        "4111111111111111 12/27|(hidden)/27",
        "x374245455400126|x(hidden)",
        "6304000000000000000|(hidden)",
        "99994111111111111111|(hidden)",
        "1522540831000x|1522540831000x",
        "12,5|12,5",
        "1-2 3|1-2 3",
        "2024-01-01 10:00|2024-01-01 10:00",
        "no digits - at all|no digits - at all"})
    void shouldShowAllButCardNumbers(final String text, final String expected)
    {
        assertEquals(expected, CardNumberMask.shown(text));
    }

    @ParameterizedTest
    @CsvSource({"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz, abcdefghijklmnopqrstuvwxyzabcdefghijklmn"})
    void shouldShowFortyCharacters(final String text, final String expected)
    {
        assertEquals(expected, CardNumberMask.shown(text));
    }
}
