package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.countFraud;
import static io.veto.rules.window.CardWindows.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Windows over the run of a key's events that follow each other closely. */
class SessionWindowsTest
{
    private static final long CARD = 11;
    private static final long OTHER_CARD = 12;
    private static final Span GAPS_OF_TEN = Span.session(10);
    private static final WindowSpec COUNT = of(Measure.COUNT, GAPS_OF_TEN);
    private static final WindowSpec SUM = of(Measure.SUM, GAPS_OF_TEN);

    private final List<CardWindows> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        opened.forEach(CardWindows::close);
    }

    @Test
    void shouldGoOnForAsLongAsEventsFollowWithinTheGap()
    {
        final CardWindows cards = cards(COUNT, SUM, of(Measure.FIRST_SEEN, GAPS_OF_TEN), of(Measure.MAX, GAPS_OF_TEN));
        final List<List<Long>> actual = new ArrayList<>();

        for (final long timeMs : new long[]{ 100, 110, 120, 130, 141 })
        {
            cards.transaction(timeMs, timeMs, CARD, 200 - timeMs);
            actual.add(cards.values(CARD));
        }

        assertEquals(
            List.of(
                List.of(1L, 100L, 0L, 100L),
                List.of(2L, 190L, 10L, 100L),
                List.of(3L, 270L, 20L, 100L),
                List.of(4L, 340L, 30L, 100L),
                List.of(1L, 59L, 0L, 59L)),
            actual);
    }

    @Test
    void shouldBeOverForAKeyThatIsSilentForMoreThanTheGap()
    {
        final CardWindows cards = cards(COUNT, of(Measure.FIRST_SEEN, GAPS_OF_TEN));
        cards.transaction(1, 100, CARD, 1);
        final List<List<Long>> actual = new ArrayList<>();

        cards.transaction(2, 110, OTHER_CARD, 1);
        actual.add(cards.values(CARD));
        cards.transaction(3, 111, OTHER_CARD, 1);
        actual.add(cards.values(CARD));

        assertEquals(List.of(List.of(1L, 10L), Arrays.asList(0L, null)), actual);
    }

    @Test
    void shouldTakeAnOlderEventInWithinTheGapOfTheRunAndMoveItsBeginning()
    {
        final CardWindows cards = cards(COUNT, of(Measure.FIRST_SEEN, GAPS_OF_TEN));
        final List<Appended> became = new ArrayList<>();
        cards.transaction(1, 100, CARD, 1);

        became.add(cards.transaction(2, 90, CARD, 1));
        became.add(cards.transaction(3, 80, CARD, 1));
        became.add(cards.transaction(4, 69, CARD, 1));
        became.add(cards.transaction(5, 95, CARD, 1));

        assertEquals(
            List.of(Appended.COUNTED, Appended.COUNTED, Appended.COUNTED_OUTSIDE_RUN, Appended.COUNTED), became);
        assertEquals(List.of(4L, 20L), cards.values(CARD));
    }

    @Test
    void shouldOpenASessionForAnEventThatIsAtMostAGapBehind()
    {
        final CardWindows cards = cards(COUNT);
        cards.transaction(1, 100, OTHER_CARD, 1);

        final Appended tooOld = cards.transaction(2, 89, CARD, 1);
        final List<Long> before = cards.values(CARD);
        final Appended atTheGap = cards.transaction(3, 90, CARD, 1);

        assertEquals(List.of(Appended.COUNTED_OUTSIDE_RUN, Appended.COUNTED), List.of(tooOld, atTheGap));
        assertEquals(List.of(List.of(0L), List.of(1L)), List.of(before, cards.values(CARD)));
    }

    @Test
    void shouldNotBeProlongedByAnEventThatIsOlderThanItsLast()
    {
        final CardWindows cards = cards(COUNT);
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 110, OTHER_CARD, 1);
        cards.transaction(3, 99, CARD, 1);
        final List<List<Long>> actual = new ArrayList<>(List.of(cards.values(CARD)));

        cards.windows().advance(111);
        actual.add(cards.values(CARD));

        assertEquals(List.of(List.of(2L), List.of(0L)), actual);
    }

    @Test
    void shouldNeverReopenASessionThatIsOver()
    {
        final CardWindows cards = cards(COUNT);
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 111, OTHER_CARD, 1);
        final List<Appended> became = new ArrayList<>();

        became.add(cards.transaction(3, 100, CARD, 1));
        became.add(cards.transaction(4, 101, CARD, 1));
        became.add(cards.transaction(5, 92, CARD, 1));

        assertEquals(List.of(Appended.COUNTED_OUTSIDE_RUN, Appended.COUNTED, Appended.COUNTED), became);
        assertEquals(List.of(2L), cards.values(CARD));
    }

    @Test
    void shouldCountALabelInTheCurrentSessionAndNowhereOnceItIsOver()
    {
        final CardWindows cards = cards(countFraud(GAPS_OF_TEN), COUNT, countFraud(Span.sliding(50)));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 111, CARD, 1);
        cards.transaction(3, 112, CARD, 1);
        final List<Correction> outcomes = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();

        outcomes.add(cards.windows().label(4, 1, true));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().label(5, 2, true));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().label(6, 2, false));
        actual.add(cards.values(CARD));

        assertEquals(List.of(Correction.APPLIED, Correction.APPLIED, Correction.APPLIED), outcomes);
        assertEquals(List.of(List.of(0L, 2L, 1L), List.of(1L, 2L, 2L), List.of(0L, 2L, 1L)), actual);
    }

    @Test
    void shouldTellTheEventsOfARunFromThoseOfAnEarlierRunOfTheSameTimes()
    {
        final CardWindows cards = cards(countFraud(GAPS_OF_TEN), COUNT, countFraud(Span.sliding(50)));
        cards.transaction(1, 101, CARD, 1);
        cards.windows().advance(112);
        cards.transaction(2, 102, CARD, 1);
        cards.transaction(3, 101, CARD, 1);
        final List<List<Long>> actual = new ArrayList<>();

        cards.windows().label(4, 1, true);
        actual.add(cards.values(CARD));
        cards.windows().label(5, 3, true);
        actual.add(cards.values(CARD));

        assertEquals(List.of(List.of(0L, 2L, 1L), List.of(1L, 2L, 2L)), actual);
    }

    @Test
    void shouldCountALabelOfAnEventThatJoinedNoSessionNowhere()
    {
        final CardWindows cards = cards(countFraud(GAPS_OF_TEN), COUNT, countFraud(Span.sliding(50)));
        cards.transaction(1, 100, CARD, 1);
        cards.transaction(2, 89, CARD, 1);
        cards.transaction(3, 95, CARD, 1);
        cards.transaction(4, 85, CARD, 1);

        cards.windows().label(5, 2, true);

        assertEquals(List.of(0L, 3L, 1L), cards.values(CARD));
    }

    @Test
    void shouldTakeAReversalOutOfTheCurrentSessionAndKeepItsRun()
    {
        final CardWindows cards = cards(COUNT, SUM, of(Measure.ATTEMPTS, GAPS_OF_TEN), of(Measure.FIRST_SEEN, GAPS_OF_TEN));
        cards.transaction(1, 88, CARD, 100);
        cards.transaction(2, 99, CARD, 10);
        cards.transaction(3, 101, CARD, 1);
        final List<Correction> outcomes = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();

        outcomes.add(cards.windows().reverse(4, 1, Windows.NULL_AMOUNT));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().reverse(5, 3, Windows.NULL_AMOUNT));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().reverse(6, 2, 4));
        actual.add(cards.values(CARD));
        cards.transaction(7, 111, CARD, 1_000);
        actual.add(cards.values(CARD));

        assertEquals(List.of(Correction.UNKNOWN_TARGET, Correction.APPLIED, Correction.APPLIED), outcomes);
        assertEquals(
            List.of(List.of(2L, 11L, 2L, 2L), List.of(1L, 10L, 2L, 2L), List.of(1L, 6L, 2L, 2L), List.of(2L, 1_006L, 3L, 12L)),
            actual);
    }

    @Test
    void shouldNotCorrectAnEventOlderThanTheGapThatNoSweepHasComeToYet()
    {
        final CardWindows cards = cards(COUNT);
        for (long sequence = 1; sequence <= 2 * Windows.SWEEP_STEPS; sequence++)
        {
            cards.transaction(sequence, 100, CARD, 1);
        }
        cards.transaction(101, 110, CARD, 1);
        cards.windows().advance(111);

        final Correction outcome = cards.windows().reverse(102, 2 * Windows.SWEEP_STEPS, Windows.NULL_AMOUNT);

        assertEquals(Correction.UNKNOWN_TARGET, outcome);
        assertEquals(List.of(2L * Windows.SWEEP_STEPS + 1), cards.values(CARD));
    }

    private CardWindows cards(final WindowSpec... specs)
    {
        opened.add(new CardWindows(WindowLimits.DEFAULT, specs));
        return opened.get(opened.size() - 1);
    }
}
