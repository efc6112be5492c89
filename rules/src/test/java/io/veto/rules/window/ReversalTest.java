package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reversal takes back, from which windows, whenever it comes. */
class ReversalTest
{
    private static final long CARD = 11;
    private static final Span TEN = Span.sliding(10);
    private static final Span TEN_DELAYED = Span.delayed(10, 5);

    private final List<CardWindows> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        opened.forEach(CardWindows::close);
    }

    @Test
    void shouldTakeAFullReversalOutOfWhatCountsAndSums()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, 30);
        cards.transaction(2, 101, CARD, 4);

        final Correction outcome = cards.windows().reverse(3, 1, Windows.NULL_AMOUNT);

        assertEquals(Correction.APPLIED, outcome);
        assertEquals(List.of(1L, 4L, 16L, 1L), cards.values(CARD));
    }

    @Test
    void shouldChangeTheAmountAloneWhenAReversalIsPartial()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, 30);
        cards.transaction(2, 101, CARD, 4);

        final Correction outcome = cards.windows().reverse(3, 1, 20);

        assertEquals(Correction.APPLIED, outcome);
        assertEquals(List.of(2L, 14L, 116L, 2L), cards.values(CARD));
    }

    @Test
    void shouldCountAPartialReversalOfAllThatIsLeftAsFull()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, 30);
        cards.transaction(2, 101, CARD, 4);
        final List<Correction> outcomes = new ArrayList<>();

        outcomes.add(cards.windows().reverse(3, 1, 20));
        outcomes.add(cards.windows().reverse(4, 1, 10));

        assertEquals(List.of(Correction.APPLIED, Correction.APPLIED), outcomes);
        assertEquals(List.of(1L, 4L, 16L, 1L), cards.values(CARD));
    }

    @Test
    void shouldRefuseASecondReversalWhenAllWasGivenBack()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, 30);
        cards.windows().reverse(2, 1, Windows.NULL_AMOUNT);
        final List<Long> before = cards.visible(CARD);
        final List<Correction> outcomes = new ArrayList<>();

        outcomes.add(cards.windows().reverse(3, 1, Windows.NULL_AMOUNT));
        outcomes.add(cards.windows().reverse(4, 1, 30));
        outcomes.add(cards.windows().reverse(5, 1, 1));
        outcomes.add(cards.windows().reverse(6, 1, 0));

        assertEquals(
            List.of(Correction.EXCEEDED, Correction.EXCEEDED, Correction.EXCEEDED, Correction.EXCEEDED), outcomes);
        assertEquals(before, cards.visible(CARD));
    }

    @Test
    void shouldRefuseToGiveBackMoreThanIsLeftOrLessThanNothing()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, 30);
        cards.windows().reverse(2, 1, 20);
        final List<Long> before = cards.visible(CARD);
        final List<Correction> outcomes = new ArrayList<>();

        for (final long amount : new long[]{ 11, 30, 0, -1, -10 })
        {
            outcomes.add(cards.windows().reverse(3, 1, amount));
        }

        assertEquals(
            List.of(
                Correction.EXCEEDED, Correction.EXCEEDED, Correction.EXCEEDED, Correction.EXCEEDED, Correction.EXCEEDED),
            outcomes);
        assertEquals(before, cards.visible(CARD));
    }

    @Test
    void shouldReverseARefundByAmountsOfItsSign()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, -30);
        cards.transaction(2, 101, CARD, 4);
        final List<Correction> outcomes = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();

        for (final long amount : new long[]{ 5, -31, 0, -20, -11, -10, Windows.NULL_AMOUNT })
        {
            outcomes.add(cards.windows().reverse(3, 1, amount));
            actual.add(cards.values(CARD));
        }

        final List<Long> untouched = List.of(2L, -26L, 916L, 2L);
        final List<Long> inPart = List.of(2L, -6L, 116L, 2L);
        final List<Long> inFull = List.of(1L, 4L, 16L, 1L);
        assertEquals(
            List.of(
                Correction.EXCEEDED, Correction.EXCEEDED, Correction.EXCEEDED, Correction.APPLIED, Correction.EXCEEDED,
                Correction.APPLIED, Correction.EXCEEDED),
            outcomes);
        assertEquals(List.of(untouched, untouched, untouched, inPart, inPart, inFull, inFull), actual);
    }

    @Test
    void shouldReverseAnEventOfNoAmountInFullOnce()
    {
        final CardWindows cards = counted(TEN);
        cards.transaction(1, 100, CARD, 0);
        final List<Correction> outcomes = new ArrayList<>();

        outcomes.add(cards.windows().reverse(2, 1, 1));
        outcomes.add(cards.windows().reverse(3, 1, 0));
        outcomes.add(cards.windows().reverse(4, 1, 0));

        assertEquals(List.of(Correction.EXCEEDED, Correction.APPLIED, Correction.EXCEEDED), outcomes);
        assertEquals(List.of(0L, 0L, 0L, 0L), cards.values(CARD));
    }

    @Test
    void shouldKeepAReversedEventInWhatHappened()
    {
        final CardWindows cards = happened(TEN);
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 102, CARD, 30);
        cards.transaction(3, 104, CARD, 4);
        final List<Long> before = cards.values(CARD);

        cards.windows().reverse(4, 1, Windows.NULL_AMOUNT);
        cards.windows().reverse(5, 2, 20);
        cards.windows().reverse(6, 2, Windows.NULL_AMOUNT);
        cards.windows().reverse(7, 3, Windows.NULL_AMOUNT);

        assertEquals(List.of(3L, 1L, 30L, 4L, 0L, 4L), before);
        assertEquals(before, cards.values(CARD));
    }

    @Test
    void shouldLetAReversedEventLeaveWhatHappenedWhenItsTimeIsUp()
    {
        final CardWindows cards = happened(TEN);
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 102, CARD, 30);
        cards.windows().reverse(3, 1, Windows.NULL_AMOUNT);
        cards.windows().reverse(4, 2, Windows.NULL_AMOUNT);
        final List<List<Long>> actual = new ArrayList<>();

        for (final long timeMs : new long[]{ 109, 110, 112 })
        {
            cards.windows().advance(timeMs);
            actual.add(cards.values(CARD));
        }

        assertEquals(
            List.of(
                List.of(2L, 1L, 30L, 30L, 7L, 9L),
                List.of(1L, 30L, 30L, 30L, 8L, 10L),
                Arrays.asList(0L, null, null, null, null, 12L)),
            actual);
    }

    @Test
    void shouldReverseAnEventBeforeItEntersItsDelayedWindow()
    {
        final CardWindows cards = counted(TEN_DELAYED);
        cards.transaction(1, 100, CARD, 30);
        cards.transaction(2, 100, CARD, 5);
        final List<Correction> outcomes = new ArrayList<>();

        outcomes.add(cards.windows().reverse(3, 1, 20));
        outcomes.add(cards.windows().reverse(4, 2, Windows.NULL_AMOUNT));

        assertEquals(List.of(Correction.APPLIED, Correction.APPLIED), outcomes);
        assertEquals(
            List.of(List.of(0L, 0L, 0L, 0L), List.of(1L, 10L, 100L, 1L), List.of(1L, 10L, 100L, 1L), List.of(0L, 0L, 0L, 0L)),
            valuesAt(cards, 104, 105, 114, 115));
    }

    @Test
    void shouldReverseAnEventInsideItsDelayedWindow()
    {
        final CardWindows cards = counted(TEN_DELAYED);
        cards.transaction(1, 100, CARD, 30);
        cards.transaction(2, 100, CARD, 5);
        final List<List<Long>> actual = new ArrayList<>(valuesAt(cards, 105));

        cards.windows().reverse(3, 1, 20);
        actual.add(cards.values(CARD));
        cards.windows().reverse(4, 2, Windows.NULL_AMOUNT);
        actual.addAll(valuesAt(cards, 106, 114, 115));

        assertEquals(
            List.of(
                List.of(2L, 35L, 925L, 2L),
                List.of(2L, 15L, 125L, 2L),
                List.of(1L, 10L, 100L, 1L),
                List.of(1L, 10L, 100L, 1L),
                List.of(0L, 0L, 0L, 0L)),
            actual);
    }

    @Test
    void shouldReverseAnEventAfterItHasLeftItsDelayedWindowWhereAnotherStillNeedsIt()
    {
        final CardWindows cards = cards(
            of(Measure.COUNT, TEN_DELAYED), of(Measure.SUM, TEN_DELAYED),
            of(Measure.COUNT, Span.sliding(20)), of(Measure.SUM, Span.sliding(20)));
        cards.transaction(1, 100, CARD, 30);
        final List<List<Long>> actual = new ArrayList<>(valuesAt(cards, 115));

        final Correction outcome = cards.windows().reverse(2, 1, Windows.NULL_AMOUNT);
        actual.add(cards.values(CARD));
        actual.addAll(valuesAt(cards, 119, 120));

        assertEquals(Correction.APPLIED, outcome);
        assertEquals(
            List.of(List.of(0L, 0L, 1L, 30L), List.of(0L, 0L, 0L, 0L), List.of(0L, 0L, 0L, 0L), List.of(0L, 0L, 0L, 0L)), actual);
    }

    @Test
    void shouldNotKnowAnEventThatHasLeftEveryWindow()
    {
        final CardWindows cards = counted(TEN_DELAYED);
        cards.transaction(1, 100, CARD, 30);
        cards.windows().advance(115);

        final Correction outcome = cards.windows().reverse(2, 1, Windows.NULL_AMOUNT);

        assertEquals(Correction.UNKNOWN_TARGET, outcome);
        assertEquals(List.of(115L, 0L, 0L, 0L, Long.MAX_VALUE, 0L, 0L, 0L, 0L), cards.visible(CARD));
    }

    @Test
    void shouldLabelAnEventBeforeInsideAndAfterItsDelayedWindow()
    {
        final CardWindows cards = cards(CardWindows.countFraud(TEN_DELAYED), CardWindows.countFraud(Span.sliding(20)));
        final List<List<Long>> actual = new ArrayList<>();
        final List<Correction> outcomes = new ArrayList<>();
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 100, CARD, 1);
        cards.transaction(3, 100, CARD, 1);

        outcomes.add(cards.windows().label(4, 1, true));
        actual.addAll(valuesAt(cards, 104, 105));
        outcomes.add(cards.windows().label(5, 2, true));
        actual.addAll(valuesAt(cards, 110, 115));
        outcomes.add(cards.windows().label(6, 3, true));
        outcomes.add(cards.windows().label(7, 1, false));
        actual.addAll(valuesAt(cards, 119, 120));
        outcomes.add(cards.windows().label(8, 2, false));

        assertEquals(
            List.of(Correction.APPLIED, Correction.APPLIED, Correction.APPLIED, Correction.APPLIED, Correction.UNKNOWN_TARGET),
            outcomes);
        assertEquals(
            List.of(List.of(0L, 1L), List.of(1L, 1L), List.of(2L, 2L), List.of(0L, 2L), List.of(0L, 2L), List.of(0L, 0L)), actual);
    }

    @Test
    void shouldTakeALabelBackBeforeItCounts()
    {
        final CardWindows cards = cards(CardWindows.countFraud(TEN_DELAYED));
        cards.transaction(1, 100, CARD, 1);
        final List<Correction> outcomes = new ArrayList<>();

        outcomes.add(cards.windows().label(2, 1, true));
        outcomes.add(cards.windows().label(3, 1, true));
        outcomes.add(cards.windows().label(4, 1, false));

        assertEquals(List.of(Correction.APPLIED, Correction.UNCHANGED, Correction.APPLIED), outcomes);
        assertEquals(List.of(List.of(0L), List.of(0L), List.of(0L)), valuesAt(cards, 105, 114, 115));
    }

    @Test
    void shouldTakeAReversedFraudOutOfTheCountOfFrauds()
    {
        final CardWindows cards = cards(CardWindows.countFraud(TEN));
        cards.transaction(1, 100, CARD, 30);
        cards.transaction(2, 100, CARD, 4);
        final List<List<Long>> actual = new ArrayList<>();

        cards.windows().label(3, 1, true);
        cards.windows().label(4, 2, true);
        actual.add(cards.values(CARD));
        cards.windows().reverse(5, 1, Windows.NULL_AMOUNT);
        actual.add(cards.values(CARD));
        cards.windows().label(6, 1, false);
        actual.addAll(valuesAt(cards, 101, 110));

        assertEquals(List.of(List.of(2L), List.of(1L), List.of(1L), List.of(0L)), actual);
    }

    private static List<List<Long>> valuesAt(final CardWindows cards, final long... timesMs)
    {
        final List<List<Long>> values = new ArrayList<>();
        for (final long timeMs : timesMs)
        {
            cards.windows().advance(timeMs);
            values.add(cards.values(CARD));
        }
        return values;
    }

    private CardWindows counted(final Span span)
    {
        return cards(
            of(Measure.COUNT, span), of(Measure.SUM, span), of(Measure.SUM_OF_SQUARES, span), of(Measure.DISTINCT, span));
    }

    private CardWindows happened(final Span span)
    {
        return cards(
            of(Measure.ATTEMPTS, span), of(Measure.MIN, span), of(Measure.MAX, span), of(Measure.LAST, span), of(Measure.SINCE, span),
            of(Measure.FIRST_SEEN, Span.session(20)));
    }

    private CardWindows cards(final WindowSpec... specs)
    {
        opened.add(new CardWindows(WindowLimits.DEFAULT, specs));
        return opened.get(opened.size() - 1);
    }
}
