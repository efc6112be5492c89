package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.count;
import static io.veto.rules.window.CardWindows.countDelayed;
import static io.veto.rules.window.CardWindows.countFraud;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The windows at the bounds of their state, and just before. */
class WindowsLimitTest
{
    private static final int SEGMENT_EVENTS = 1 << 16;
    private static final int KEYS_MAX = 1 << 10;
    private static final WindowLimits TWO_SIDE_ENTRIES = new WindowLimits(SEGMENT_EVENTS, KEYS_MAX, 2, 8);
    private static final WindowLimits TWO_KEYS = new WindowLimits(SEGMENT_EVENTS, 2, 2, 8);
    private static final long CARD = 11;
    private static final long OTHER_CARD = 12;

    private final List<CardWindows> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        opened.forEach(CardWindows::close);
    }

    @Test
    void shouldChangeNothingWhenSideEntriesAreFullForALateEvent()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 99, CARD, 1);
        cards.transaction(3, 98, CARD, 1);
        final List<Long> before = cards.visible(CARD, OTHER_CARD);

        final Appended counted = cards.transaction(4, 97, OTHER_CARD, 1);

        assertEquals(Appended.UNCOUNTED, counted);
        assertEquals(before, cards.visible(CARD, OTHER_CARD));
        assertEquals(Correction.UNKNOWN_TARGET, cards.windows().label(5, 4, true));
    }

    @Test
    void shouldCountALateEventInNoWindowWhenOneEdgeOfSeveralHasNoRoom()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, count(10), count(20));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 85, CARD, 1);
        cards.transaction(3, 85, CARD, 1);

        final Appended counted = cards.transaction(4, 95, CARD, 1);

        assertEquals(Appended.UNCOUNTED, counted);
        assertEquals(List.of(1L, 3L), cards.values(CARD));
    }

    @Test
    void shouldTakeWhatNeedsNoSideEntryWhenSideEntriesAreFull()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 99, CARD, 1);
        cards.transaction(3, 99, CARD, 1);

        final List<Appended> counted = List.of(cards.transaction(4, 90, CARD, 1), cards.transaction(5, 100, CARD, 1));

        assertEquals(List.of(Appended.COUNTED, Appended.COUNTED), counted);
        assertEquals(List.of(4L), cards.values(CARD));
    }

    @Test
    void shouldTakeLateEventsAgainWhenAnEdgeHasPassedOne()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 99, CARD, 1);
        cards.transaction(3, 98, CARD, 1);
        cards.windows().advance(108);

        final Appended counted = cards.transaction(4, 107, CARD, 1);

        assertEquals(Appended.COUNTED, counted);
        assertEquals(List.of(3L), cards.values(CARD));
    }

    @Test
    void shouldChangeNothingWhenSideEntriesAreFullForALabel()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, countFraud(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 101, CARD, 1);
        cards.transaction(3, 102, CARD, 1);
        final List<Correction> outcomes = new ArrayList<>();
        outcomes.add(cards.windows().label(4, 1, true));
        outcomes.add(cards.windows().label(5, 2, true));
        final List<Long> before = cards.visible(CARD);

        outcomes.add(cards.windows().label(6, 3, true));

        assertEquals(List.of(Correction.APPLIED, Correction.APPLIED, Correction.UNCOUNTED), outcomes);
        assertEquals(before, cards.visible(CARD));
    }

    @Test
    void shouldCountLateEventsThoughLabelsHaveTakenAllThatTheyMay()
    {
        final CardWindows cards = cards(new WindowLimits(SEGMENT_EVENTS, KEYS_MAX, 8, 8), count(100), countFraud(100));
        final List<Correction> outcomes = new ArrayList<>();
        for (int i = 1; i <= 7; i++)
        {
            cards.transaction(i, 100 + i, CARD, 1);
        }
        for (int i = 1; i <= 7; i++)
        {
            outcomes.add(cards.windows().label(10 + i, i, true));
        }

        final List<Appended> late = List.of(
            cards.transaction(20, 101, CARD, 1), cards.transaction(21, 101, CARD, 1), cards.transaction(22, 101, CARD, 1));

        assertEquals(List.of(Appended.COUNTED, Appended.COUNTED, Appended.UNCOUNTED), late);
        assertEquals(Collections.nCopies(6, Correction.APPLIED), outcomes.subList(0, 6));
        assertEquals(Correction.UNCOUNTED, outcomes.get(6));
        assertEquals(List.of(9L, 6L), cards.values(CARD));
    }

    @Test
    void shouldApplyALabelThatWasRefusedWhenItComesAgainAndThereIsRoom()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, countFraud(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 101, CARD, 1);
        cards.transaction(3, 102, CARD, 1);
        cards.windows().label(4, 1, true);
        cards.windows().label(5, 2, true);
        cards.windows().label(6, 3, true);
        cards.windows().advance(110);

        final Correction outcome = cards.windows().label(7, 3, true);

        assertEquals(Correction.APPLIED, outcome);
        assertEquals(List.of(2L), cards.values(CARD));
    }

    @Test
    void shouldChangeNothingWhenThereAreAsManyKeysAsTheLimit()
    {
        final CardWindows cards = cards(TWO_KEYS, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 100, OTHER_CARD, 1);
        final List<Long> before = cards.visible(CARD, OTHER_CARD);

        final StateLimitException refusal = assertThrows(StateLimitException.class, cards.windows()::reserve);

        assertEquals(
            "accumulator table full: key=CARD maximumKeys=2 keys=2: shorten the longest window of this key",
            refusal.getMessage());
        assertEquals(before, cards.visible(CARD, OTHER_CARD));
    }

    @Test
    void shouldTakeKeysAgainWhenOneHasNothingLeft()
    {
        final CardWindows cards = cards(TWO_KEYS, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 105, OTHER_CARD, 1);

        final Appended counted = cards.transaction(3, 110, 13, 1);

        assertEquals(Appended.COUNTED, counted);
        assertEquals(List.of(List.of(0L), List.of(1L), List.of(1L)), List.of(
            cards.values(CARD), cards.values(OTHER_CARD), cards.values(13)));
    }

    @Test
    void shouldRefuseToAdvanceWhenMoreKeysThanTheLimitEnterADelayedWindow()
    {
        final CardWindows cards = cards(TWO_KEYS, countDelayed(10, 5));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 100, OTHER_CARD, 1);
        cards.transaction(3, 100, 13, 1);

        final StateLimitException refusal = assertThrows(StateLimitException.class, () -> cards.windows().advance(105));

        assertEquals(
            "accumulator table full: key=CARD maximumKeys=2 keys=2: shorten the longest window of this key",
            refusal.getMessage());
    }

    @Test
    void shouldChangeNothingWhenTheReservoirIsFull()
    {
        final CardWindows cards = cards(new WindowLimits(SEGMENT_EVENTS, KEYS_MAX, 2, 8), count(10));
        for (int i = 1; i <= SEGMENT_EVENTS; i++)
        {
            cards.transaction(i, 100, CARD, 1);
        }
        final List<Long> before = cards.visible(CARD);

        final StateLimitException refusal = assertThrows(StateLimitException.class, cards.windows()::reserve);

        assertEquals(
            "reservoir full: maximumEvents=65536 events=65536: shorten the longest window or its delay",
            refusal.getMessage());
        assertEquals(before, cards.visible(CARD));
    }

    @Test
    void shouldStayExactWhenSegmentsOfTheReservoirAreUsedAgain()
    {
        final int eventsInWindow = SEGMENT_EVENTS + SEGMENT_EVENTS / 2;
        final CardWindows cards = cards(
            new WindowLimits(3 * SEGMENT_EVENTS, KEYS_MAX, 1 << 20, 8),
            count(eventsInWindow),
            CardWindows.of(Measure.SUM, Span.sliding(eventsInWindow)),
            countFraud(100));
        final List<List<Long>> expected = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();
        for (long timeMs = 1; timeMs <= 10L * SEGMENT_EVENTS; timeMs++)
        {
            cards.transaction(timeMs, timeMs, CARD, timeMs);
            cards.windows().label(timeMs, timeMs - timeMs % 10, 0 != timeMs % 10);
            if (timeMs > eventsInWindow && 9 == timeMs % 1_000)
            {
                final long sum = eventsInWindow * (2 * timeMs - eventsInWindow + 1) / 2;
                expected.add(List.of((long)eventsInWindow, sum, 10L));
                actual.add(cards.values(CARD));
            }
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldHoldTheExactSumAndSumOfSquaresOfTheLargestAmounts()
    {
        final CardWindows cards = cards(WindowLimits.DEFAULT,
            CardWindows.of(Measure.SUM, Span.sliding(1_000)), CardWindows.of(Measure.SUM_OF_SQUARES, Span.sliding(1_000)));
        for (int i = 1; i <= 1_000; i++)
        {
            cards.transaction(i, i, CARD, 0 == i % 4 ? -Windows.AMOUNT_MAX : Windows.AMOUNT_MAX);
        }

        final List<Long> values = cards.values(CARD);

        final BigInteger squares = new BigInteger("1000000000000").pow(2).multiply(BigInteger.valueOf(1_000));
        assertEquals(List.of(500 * Windows.AMOUNT_MAX, squares.longValue()), values);
        assertEquals(squares.shiftRight(Long.SIZE).longValueExact(), cards.windows().high());
    }

    @Test
    void shouldRefuseAnAmountBeyondItsBoundAndTakeTheOneAtIt()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, count(10));
        final Appended atBound = cards.transaction(1, 100, CARD, -Windows.AMOUNT_MAX);

        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> cards.transaction(2, 100, CARD, -Windows.AMOUNT_MAX - 1));

        assertEquals("amount out of bounds: maximumAmount=1000000000000 amount=-1000000000001", refusal.getMessage());
        assertEquals(Appended.COUNTED, atBound);
        assertEquals(List.of(1L), cards.values(CARD));
    }

    @Test
    void shouldRefuseToGoOnWhenAnotherValueCouldFindNoRoom()
    {
        final CardWindows cards = cards(TWO_SIDE_ENTRIES, CardWindows.of(Measure.DISTINCT, Span.sliding(10)));
        for (int i = 1; i <= 6; i++)
        {
            cards.transaction(i, 100, CARD, i);
        }

        final StateLimitException refusal = assertThrows(StateLimitException.class, cards.windows()::reserve);

        assertEquals(
            "value trees full: maximumNodes=8 nodes=6: shorten the longest distinct, min or max window", refusal.getMessage());
        assertEquals(List.of(6L), cards.values(CARD));
    }

    @Test
    void shouldRefuseLimitsThatCountsCouldOutgrow()
    {
        final IllegalArgumentException refusal =
            assertThrows(IllegalArgumentException.class, () -> new WindowLimits(1L << 31, KEYS_MAX, 2, 8));

        assertEquals("window limits out of bounds: minimum=1 maximumReservoirEvents=2147483647 reservoirEvents=2147483648" +
            " keysPerTable=1024 sideEntries=2 valueNodes=8", refusal.getMessage());
    }

    private CardWindows cards(final WindowLimits limits, final WindowSpec... specs)
    {
        opened.add(new CardWindows(limits, specs));
        return opened.get(opened.size() - 1);
    }
}
