package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.count;
import static io.veto.rules.window.CardWindows.countDelayed;
import static io.veto.rules.window.CardWindows.countFraud;
import static io.veto.rules.window.CardWindows.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.window.SlidingWindows.LabelOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sliding windows at the bounds of their state, and just before. */
class SlidingWindowsLimitTest
{
    private static final int SEGMENT_EVENTS = 1 << 14;
    private static final int KEYS_MAX = 1 << 10;
    private static final WindowLimits TWO_SIDE_ENTRIES = new WindowLimits(SEGMENT_EVENTS, KEYS_MAX, 2);
    private static final WindowLimits TWO_KEYS = new WindowLimits(SEGMENT_EVENTS, 2, 2);
    private static final long CARD = 11;
    private static final long OTHER_CARD = 12;

    @Test
    void shouldChangeNothingWhenSideEntriesAreFullForALateEvent()
    {
        final CardWindows cards = new CardWindows(TWO_SIDE_ENTRIES, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 99, CARD, 1);
        cards.transaction(3, 98, CARD, 1);
        final List<Long> before = cards.visible(CARD, OTHER_CARD);

        final boolean counted = cards.transaction(4, 97, OTHER_CARD, 1);

        assertFalse(counted);
        assertEquals(before, cards.visible(CARD, OTHER_CARD));
        assertEquals(LabelOutcome.UNKNOWN_TARGET, cards.windows().label(5, 4, true));
    }

    @Test
    void shouldCountALateEventInNoWindowWhenOneEdgeOfSeveralHasNoRoom()
    {
        final CardWindows cards = new CardWindows(TWO_SIDE_ENTRIES, count(10), count(20));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 85, CARD, 1);
        cards.transaction(3, 85, CARD, 1);

        final boolean counted = cards.transaction(4, 95, CARD, 1);

        assertFalse(counted);
        assertEquals(List.of(1L, 3L), cards.values(CARD));
    }

    @Test
    void shouldTakeWhatNeedsNoSideEntryWhenSideEntriesAreFull()
    {
        final CardWindows cards = new CardWindows(TWO_SIDE_ENTRIES, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 99, CARD, 1);
        cards.transaction(3, 99, CARD, 1);

        final List<Boolean> counted = List.of(cards.transaction(4, 90, CARD, 1), cards.transaction(5, 100, CARD, 1));

        assertEquals(List.of(true, true), counted);
        assertEquals(List.of(4L), cards.values(CARD));
    }

    @Test
    void shouldTakeLateEventsAgainWhenAnEdgeHasPassedOne()
    {
        final CardWindows cards = new CardWindows(TWO_SIDE_ENTRIES, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 99, CARD, 1);
        cards.transaction(3, 98, CARD, 1);
        cards.windows().advance(108);

        final boolean counted = cards.transaction(4, 107, CARD, 1);

        assertTrue(counted);
        assertEquals(List.of(3L), cards.values(CARD));
    }

    @Test
    void shouldChangeNothingWhenSideEntriesAreFullForALabel()
    {
        final CardWindows cards = new CardWindows(TWO_SIDE_ENTRIES, countFraud(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 101, CARD, 1);
        cards.transaction(3, 102, CARD, 1);
        final List<LabelOutcome> outcomes = new ArrayList<>();
        outcomes.add(cards.windows().label(4, 1, true));
        outcomes.add(cards.windows().label(5, 2, true));
        final List<Long> before = cards.visible(CARD);

        outcomes.add(cards.windows().label(6, 3, true));

        assertEquals(List.of(LabelOutcome.APPLIED, LabelOutcome.APPLIED, LabelOutcome.UNCOUNTED), outcomes);
        assertEquals(before, cards.visible(CARD));
    }

    @Test
    void shouldApplyALabelThatWasRefusedWhenItComesAgainAndThereIsRoom()
    {
        final CardWindows cards = new CardWindows(TWO_SIDE_ENTRIES, countFraud(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 101, CARD, 1);
        cards.transaction(3, 102, CARD, 1);
        cards.windows().label(4, 1, true);
        cards.windows().label(5, 2, true);
        cards.windows().label(6, 3, true);
        cards.windows().advance(110);

        final LabelOutcome outcome = cards.windows().label(7, 3, true);

        assertEquals(LabelOutcome.APPLIED, outcome);
        assertEquals(List.of(2L), cards.values(CARD));
    }

    @Test
    void shouldChangeNothingWhenThereAreAsManyKeysAsTheLimit()
    {
        final CardWindows cards = new CardWindows(TWO_KEYS, count(10));
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
        final CardWindows cards = new CardWindows(TWO_KEYS, count(10));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 105, OTHER_CARD, 1);

        final boolean counted = cards.transaction(3, 110, 13, 1);

        assertTrue(counted);
        assertEquals(List.of(List.of(0L), List.of(1L), List.of(1L)), List.of(
            cards.values(CARD), cards.values(OTHER_CARD), cards.values(13)));
    }

    @Test
    void shouldRefuseToAdvanceWhenMoreKeysThanTheLimitEnterADelayedWindow()
    {
        final CardWindows cards = new CardWindows(TWO_KEYS, countDelayed(10, 5));
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
        final CardWindows cards = new CardWindows(new WindowLimits(SEGMENT_EVENTS, KEYS_MAX, 2), count(10));
        for (int i = 1; i <= SEGMENT_EVENTS; i++)
        {
            cards.transaction(i, 100, CARD, 1);
        }
        final List<Long> before = cards.visible(CARD);

        final StateLimitException refusal = assertThrows(StateLimitException.class, cards.windows()::reserve);

        assertEquals(
            "reservoir full: maximumEvents=16384 events=16384: shorten the longest window or its delay",
            refusal.getMessage());
        assertEquals(before, cards.visible(CARD));
    }

    @Test
    void shouldStayExactWhenSegmentsOfTheReservoirAreUsedAgain()
    {
        final int eventsInWindow = SEGMENT_EVENTS + SEGMENT_EVENTS / 2;
        final CardWindows cards = new CardWindows(
            new WindowLimits(3 * SEGMENT_EVENTS, KEYS_MAX, 1 << 20),
            count(eventsInWindow),
            sum(eventsInWindow),
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
    void shouldHoldTheExactSumWheneverItFitsThoughSumsOnTheWayDoNot()
    {
        final CardWindows cards = new CardWindows(WindowLimits.DEFAULT, sum(10));
        cards.transaction(1, 100, CARD, Long.MAX_VALUE);
        cards.transaction(2, 101, CARD, Long.MAX_VALUE);
        cards.transaction(3, 102, CARD, Long.MIN_VALUE);
        cards.transaction(4, 103, CARD, -7);
        final List<List<Long>> actual = new ArrayList<>();

        for (final long timeMs : new long[]{103, 110, 112, 113})
        {
            cards.windows().advance(timeMs);
            actual.add(cards.values(CARD));
        }

        assertEquals(List.of(List.of(Long.MAX_VALUE - 8), List.of(-8L), List.of(-7L), List.of(0L)), actual);
        assertEquals(0, cards.windows().liveKeys(KeyKind.CARD));
    }
}
