package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.countFraud;
import static io.veto.rules.window.CardWindows.of;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows that begin anew with each period. */
class TumblingWindowsTest
{
    private static final long CARD = 11;
    private static final long OTHER_CARD = 12;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final Span TENS = Span.tumbling(10, null);
    /** 2024, when the clock changed on 31 March and 27 October at one in the morning of UTC. */
    private static final Span PARIS_DAYS = Span.tumbling(DAY_MS, new ZoneTransitions(
        "Europe/Paris",
        new long[]{ Long.MIN_VALUE, timeMs("2024-03-31T01:00:00Z"), timeMs("2024-10-27T01:00:00Z") },
        new long[]{ HOUR_MS, 2 * HOUR_MS, HOUR_MS }));

    private final List<CardWindows> opened = new ArrayList<>();

    @AfterEach
    void close()
    {
        opened.forEach(CardWindows::close);
    }

    @ParameterizedTest
    @CsvSource({"2024-03-29T23:00:00Z, 23", "2024-10-25T22:00:00Z, 25"})
    void shouldCountTheHoursOfEachDayAcrossAChangeOfTheClock(final String from, final int hoursOfSunday)
    {
        final CardWindows cards = cards(of(Measure.COUNT, PARIS_DAYS));
        final List<Long> expected = LongStream.of(24, hoursOfSunday, 24).flatMap(hours -> LongStream.rangeClosed(1, hours))
            .boxed().toList();
        final List<Long> actual = new ArrayList<>();

        for (int i = 0; i < expected.size(); i++)
        {
            cards.transaction(i + 1, timeMs(from) + i * HOUR_MS, CARD, 1);
            actual.addAll(cards.values(CARD));
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldBeginAnewAtTheFirstMomentOfThePeriod()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS), of(Measure.SUM, TENS), of(Measure.MAX, TENS), of(Measure.MIN, TENS));
        final List<List<Long>> actual = new ArrayList<>();

        for (final long timeMs : new long[]{ 100, 105, 109, 110, 130 })
        {
            cards.transaction(timeMs, timeMs, CARD, timeMs);
            actual.add(cards.values(CARD));
        }

        assertEquals(
            List.of(
                List.of(1L, 100L, 100L, 100L),
                List.of(2L, 205L, 105L, 100L),
                List.of(3L, 314L, 109L, 100L),
                List.of(1L, 110L, 110L, 110L),
                List.of(1L, 130L, 130L, 130L)),
            actual);
    }

    @Test
    void shouldTellNothingOfAPeriodThatIsOverWhenTheKeyDoesNotComeAgain()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS), of(Measure.MAX, TENS), of(Measure.DISTINCT, TENS));
        cards.transaction(1, 109, CARD, 7);

        cards.windows().advance(110);

        assertEquals(Arrays.asList(0L, null, 0L), cards.values(CARD));
    }

    @Test
    void shouldFollowUtcBefore1970()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS));
        final List<Long> actual = new ArrayList<>();

        for (final long timeMs : new long[]{ -11, -10, -1, 0 })
        {
            cards.transaction(20 + timeMs, timeMs, CARD, 1);
            actual.addAll(cards.values(CARD));
        }

        assertEquals(List.of(1L, 1L, 2L, 1L), actual);
    }

    @Test
    void shouldCountAnEventOfAnEarlierPeriodNowhere()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS), of(Measure.MAX, TENS), of(Measure.COUNT, Span.sliding(10)));
        cards.transaction(1, 112, CARD, 1);
        final List<Appended> became = new ArrayList<>();

        became.add(cards.transaction(2, 109, CARD, 9));
        became.add(cards.transaction(3, 109, OTHER_CARD, 9));
        became.add(cards.transaction(4, 111, CARD, 1));

        assertEquals(List.of(Appended.COUNTED_OUTSIDE_RUN, Appended.COUNTED_OUTSIDE_RUN, Appended.COUNTED), became);
        assertEquals(
            List.of(List.of(2L, 1L, 3L), Arrays.asList(0L, null, 1L)),
            List.of(cards.values(CARD), cards.values(OTHER_CARD)));
    }

    @Test
    void shouldKeepAnEventOfTheHourThatComesTwiceInTheDayThatWasReached()
    {
        final CardWindows cards = cards(of(Measure.COUNT, PARIS_DAYS));
        final List<Appended> became = new ArrayList<>();

        became.add(cards.transaction(1, timeMs("2024-10-26T22:00:00Z"), CARD, 1));
        became.add(cards.transaction(2, timeMs("2024-10-27T00:59:59Z"), CARD, 1));
        became.add(cards.transaction(3, timeMs("2024-10-27T01:00:00Z"), CARD, 1));
        became.add(cards.transaction(4, timeMs("2024-10-26T22:30:00Z"), CARD, 1));
        became.add(cards.transaction(5, timeMs("2024-10-26T21:59:59Z"), CARD, 1));

        assertEquals(
            List.of(Appended.COUNTED, Appended.COUNTED, Appended.COUNTED, Appended.COUNTED, Appended.COUNTED_OUTSIDE_RUN), became);
        assertEquals(List.of(4L), cards.values(CARD));
    }

    @Test
    void shouldCountALabelInTheCurrentPeriodAndNowhereOnceItIsOver()
    {
        final CardWindows cards = cards(countFraud(TENS), countFraud(Span.sliding(20)));
        cards.transaction(1, 109, CARD, 1);
        cards.transaction(2, 110, CARD, 1);
        final List<Correction> outcomes = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();

        outcomes.add(cards.windows().label(3, 1, true));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().label(4, 2, true));
        actual.add(cards.values(CARD));
        cards.windows().advance(120);
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().label(5, 2, false));
        actual.add(cards.values(CARD));

        assertEquals(List.of(Correction.APPLIED, Correction.APPLIED, Correction.APPLIED), outcomes);
        assertEquals(List.of(List.of(0L, 1L), List.of(1L, 2L), List.of(0L, 2L), List.of(0L, 1L)), actual);
    }

    @Test
    void shouldTakeAReversalOutOfTheCurrentPeriodAndOfNoLaterOne()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS), of(Measure.SUM, TENS), of(Measure.SUM, Span.sliding(20)));
        cards.transaction(1, 109, CARD, 100);
        cards.transaction(2, 110, CARD, 10);
        cards.transaction(3, 111, CARD, 1);
        final List<Correction> outcomes = new ArrayList<>();
        final List<List<Long>> actual = new ArrayList<>();

        outcomes.add(cards.windows().reverse(4, 1, Windows.NULL_AMOUNT));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().reverse(5, 2, 4));
        actual.add(cards.values(CARD));
        outcomes.add(cards.windows().reverse(6, 3, Windows.NULL_AMOUNT));
        actual.add(cards.values(CARD));

        assertEquals(List.of(Correction.APPLIED, Correction.APPLIED, Correction.APPLIED), outcomes);
        assertEquals(List.of(List.of(2L, 11L, 11L), List.of(2L, 7L, 7L), List.of(1L, 6L, 6L)), actual);
    }

    @Test
    void shouldForgetAnEventWhenItsPeriodIsOverAndNothingElseNeedsIt()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS));
        cards.transaction(1, 109, CARD, 1);
        cards.windows().advance(110);

        final List<Correction> outcomes =
            List.of(cards.windows().label(2, 1, true), cards.windows().reverse(3, 1, Windows.NULL_AMOUNT));

        assertEquals(List.of(Correction.UNKNOWN_TARGET, Correction.UNKNOWN_TARGET), outcomes);
        assertEquals(List.of(110L, 0L, 0L, 0L, Long.MAX_VALUE, 0L), cards.visible(CARD));
    }

    @Test
    void shouldForgetAnEventOfAnEarlierPeriodThatNoSweepHasComeToYet()
    {
        final CardWindows cards = cards(of(Measure.COUNT, TENS));
        for (long sequence = 1; sequence <= 2 * Windows.SWEEP_STEPS; sequence++)
        {
            cards.transaction(sequence, 109, CARD, 1);
        }
        cards.windows().advance(110);

        final List<Correction> outcomes = List.of(
            cards.windows().label(101, 2 * Windows.SWEEP_STEPS, true),
            cards.windows().reverse(102, 2 * Windows.SWEEP_STEPS, Windows.NULL_AMOUNT));

        assertEquals(List.of(Correction.UNKNOWN_TARGET, Correction.UNKNOWN_TARGET), outcomes);
        assertEquals((long)Windows.SWEEP_STEPS, cards.windows().retainedEvents());
    }

    private static long timeMs(final String timeUtc)
    {
        return Instant.parse(timeUtc).toEpochMilli();
    }

    private CardWindows cards(final WindowSpec... specs)
    {
        opened.add(new CardWindows(WindowLimits.DEFAULT, specs));
        return opened.get(opened.size() - 1);
    }
}
