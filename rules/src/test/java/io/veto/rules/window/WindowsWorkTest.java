package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.count;
import static io.veto.rules.window.CardWindows.countDelayed;
import static io.veto.rules.window.CardWindows.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an event costs, counted in steps. Ticks come as the gateway makes them: ten a second, and only while something is due. */
class WindowsWorkTest
{
    private static final int MILLION = 1_000_000;
    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final long LATENESS_MS = MINUTE_MS;
    private static final long TICK_MS = 100;
    private static final long CARDS = 1_000;
    private static final long CARD = 1;
    private static final int HOT_EVENTS = 200_000;
    private static final int LOG_OF_HOT_EVENTS = 18;
    private static final WindowLimits LIMITS = new WindowLimits(1 << 21, 1 << 21, 1 << 16, 1 << 20);

    /** What ticks cost: the most of one, and all together. */
    private record Ticks(long mostSteps, long steps)
    {
    }

    private final List<CardWindows> opened = new ArrayList<>();
    private long sequence = 0;

    @AfterEach
    void close()
    {
        opened.forEach(CardWindows::close);
    }

    @Test
    void shouldLetTicksOfIdleTimePayForAMillionExpiriesALittleEach()
    {
        final int edges = 4;
        final CardWindows cards =
            cards(count(HOUR_MS), of(Measure.SUM, Span.sliding(HOUR_MS / 2)), countDelayed(HOUR_MS, 10 * MINUTE_MS));
        append(cards, MILLION, i -> i / 100);

        final Ticks ticks = idle(cards, 10 * SECOND_MS, 80 * MINUTE_MS);
        final long steps = transactionSteps(cards, 80 * MINUTE_MS);

        assertTrue(ticks.mostSteps <= edges * Windows.TICK_STEPS, ticks::toString);
        assertEquals(List.of((long)edges * MILLION, 1L), List.of(ticks.steps, steps));
        assertEquals(List.of(1L, 7L, 0L), cards.values(CARD));
    }

    @Test
    void shouldLeaveTheExpiriesOfTheAllowedLatenessToTheNextTransaction()
    {
        final CardWindows cards = cards(count(HOUR_MS));
        final LongUnaryOperator timeMs = i -> i * HOUR_MS / MILLION;
        append(cards, MILLION, timeMs);
        final long nowMs = HOUR_MS + HOUR_MS / 2;

        final Ticks ticks = idle(cards, HOUR_MS, nowMs);
        final long steps = transactionSteps(cards, nowMs);

        final long dueMs = HOUR_MS / 2;
        final long dueToTicks = LongStream.range(0, MILLION).map(timeMs).filter(t -> t <= dueMs - LATENESS_MS).count();
        final long due = LongStream.range(0, MILLION).map(timeMs).filter(t -> t <= dueMs).count();
        assertEquals(List.of(dueToTicks, 1 + due - dueToTicks), List.of(ticks.steps, steps));
        assertEquals(16_668, steps);
    }

    @Test
    void shouldMakeOneTransactionPayForEverythingThatIsDueWithoutTicks()
    {
        final CardWindows cards = cards(count(HOUR_MS), of(Measure.SUM, Span.sliding(2 * HOUR_MS)));
        append(cards, MILLION, i -> i * HOUR_MS / MILLION);

        final long steps = transactionSteps(cards, 4 * HOUR_MS);

        assertEquals(1 + 2 * MILLION, steps);
    }

    @Test
    void shouldPassTheEventsOfOneMillisecondAtOneTick()
    {
        final int crowd = 20_000;
        final CardWindows cards = cards(count(HOUR_MS));
        append(cards, crowd, i -> 0);
        append(cards, crowd, i -> 1);

        final Ticks ticks = idle(cards, 1, 2 * HOUR_MS);

        assertEquals(new Ticks(crowd, 2 * crowd), ticks);
    }

    @Test
    void shouldPayForEventsOutOfOrderALittleAtEachTickToo()
    {
        final int events = 100_000;
        final CardWindows cards = cards(count(HOUR_MS));
        append(cards, events, i -> (0 == i % 2 ? 10 * SECOND_MS : 0) + i / 10);

        final Ticks ticks = idle(cards, 20 * SECOND_MS, 2 * HOUR_MS);
        final long steps = transactionSteps(cards, 2 * HOUR_MS);

        assertTrue(ticks.mostSteps <= 2 * Windows.TICK_STEPS, ticks::toString);
        assertEquals(List.of(events + events / 2L, 1L, 0), List.of(ticks.steps, steps, cards.windows().waitingSideEntries()));
    }

    @Test
    void shouldPassTheEventsThatCameLateBehindAnEventTogetherWithIt()
    {
        final int late = 50_000;
        final CardWindows cards = cards(count(HOUR_MS));
        append(cards, 1, i -> 10 * SECOND_MS);
        append(cards, late, i -> i / 10);

        final Ticks ticks = idle(cards, 10 * SECOND_MS, 2 * HOUR_MS);

        assertEquals(new Ticks(1 + late, 1 + 2 * late), ticks);
    }

    @Test
    void shouldAnswerRightlyAfterMidnightBeforeTheRowsOfTheDayAreSwept()
    {
        final CardWindows cards = dayOfAMillionCards();

        final long steps = transactionSteps(cards, DAY_MS);

        assertEquals(1 + Windows.SWEEP_STEPS, steps);
        assertEquals(
            List.of(List.of(1L, 7L), Arrays.asList(0L, null), Arrays.asList(0L, null)),
            List.of(cards.values(CARD), cards.values(CARD + 1), cards.values(MILLION)));
    }

    @Test
    void shouldSweepAFewRowsBehindEachTransactionAndMoreAtEachTick()
    {
        final int transactions = 1_000;
        final CardWindows cards = dayOfAMillionCards();
        long mostSteps = 0;
        for (int i = 0; i < transactions; i++)
        {
            mostSteps = Math.max(mostSteps, transactionSteps(cards, DAY_MS));
        }
        final int leftOfTheDay = cards.windows().liveKeys(Key.of(KeyKind.CARD));

        final Ticks ticks = idle(cards, DAY_MS, DAY_MS + 5 * MINUTE_MS);

        final long swept = (long)Windows.SWEEP_STEPS * transactions;
        assertEquals(
            List.of(1L + Windows.SWEEP_STEPS, MILLION - swept + 1, new Ticks(Windows.TICK_STEPS, MILLION - swept)),
            List.of(mostSteps, (long)leftOfTheDay, ticks));
        assertEquals(
            List.of(1, (long)transactions, List.of((long)transactions, 7L)),
            List.of(cards.windows().liveKeys(Key.of(KeyKind.CARD)), cards.windows().retainedEvents(), cards.values(CARD)));
    }

    @Test
    void shouldTakeTheSameStepsForAHotKeyAsForAColdOne()
    {
        final Span day = Span.sliding(DAY_MS);
        final CardWindows cards = cards(of(Measure.COUNT, day), of(Measure.SUM, day), of(Measure.SUM_OF_SQUARES, day),
            of(Measure.DISTINCT, day), of(Measure.MIN, day), of(Measure.MAX, day));
        for (long i = 0; i < HOT_EVENTS; i++)
        {
            cards.transaction(++sequence, i, CARD, i % 5);
        }
        final OrderedTrees trees = cards.plan().trees;

        final List<Long> hot = new ArrayList<>();
        final List<Long> cold = new ArrayList<>();
        long mostTreeSteps = 0;
        for (long i = 0; i < CARDS; i++)
        {
            final long before = trees.steps();
            hot.add(transactionSteps(cards, HOT_EVENTS, CARD));
            mostTreeSteps = Math.max(mostTreeSteps, trees.steps() - before);
            cold.add(transactionSteps(cards, HOT_EVENTS, CARD + 1 + i));
        }

        assertEquals(cold, hot);
        assertTrue(mostTreeSteps <= 20, "treeSteps=" + mostTreeSteps);
    }

    @Test
    void shouldTakeStepsOfALogarithmWhenEveryAmountOfAHotKeyStaysInItsSkyline()
    {
        final CardWindows cards = cards(of(Measure.MAX, Span.sliding(HOT_EVENTS)), of(Measure.DISTINCT, Span.sliding(HOT_EVENTS)));
        final OrderedTrees trees = cards.plan().trees;
        long mostSteps = 0;
        for (long i = 0; i < 2 * HOT_EVENTS; i++)
        {
            final long before = trees.steps();
            cards.transaction(++sequence, i, CARD, Windows.AMOUNT_MAX - i);
            cards.values(CARD);
            mostSteps = Math.max(mostSteps, trees.steps() - before);
        }

        assertEquals(List.of(Windows.AMOUNT_MAX - HOT_EVENTS, (long)HOT_EVENTS), cards.values(CARD));
        assertTrue(mostSteps <= 16 * LOG_OF_HOT_EVENTS, "treeSteps=" + mostSteps);
        assertTrue(trees.steps() <= 2L * HOT_EVENTS * 8 * LOG_OF_HOT_EVENTS, "treeSteps=" + trees.steps());
    }

    @Test
    void shouldTakeStepsOfALogarithmForAnAmountThatEndsTheSkylineOfAHotKey()
    {
        final CardWindows cards = cards(of(Measure.MAX, Span.sliding(DAY_MS)));
        final OrderedTrees trees = cards.plan().trees;
        for (long i = 0; i < HOT_EVENTS; i++)
        {
            cards.transaction(++sequence, i, CARD, Windows.AMOUNT_MAX - 1 - i);
        }
        final List<Long> steps = new ArrayList<>();

        for (int i = 0; i < 2; i++)
        {
            final long before = trees.steps();
            cards.transaction(++sequence, HOT_EVENTS, CARD, Windows.AMOUNT_MAX - 1 + i);
            steps.add(trees.steps() - before);
        }

        assertEquals(List.of(Windows.AMOUNT_MAX), cards.values(CARD));
        assertTrue(steps.stream().allMatch(s -> s <= 4 * LOG_OF_HOT_EVENTS), steps::toString);
    }

    @Test
    void shouldMoveNoMoreRowsThanThoseOfASegmentForAnyNewCard()
    {
        final CardWindows cards = cards(count(DAY_MS));
        final KeyTable table = cards.plan().states[0].table;
        long mostMoves = 0;
        for (long i = 0; i < HOT_EVENTS; i++)
        {
            final long before = table.moves();
            cards.transaction(++sequence, i, CARD + i, 1);
            mostMoves = Math.max(mostMoves, table.moves() - before);
        }

        assertTrue(mostMoves > 0 && mostMoves <= KeyTable.SEGMENT_ROWS, "moves=" + mostMoves);
        assertEquals(HOT_EVENTS, table.size());
    }

    /** One event of every card. */
    private CardWindows dayOfAMillionCards()
    {
        final CardWindows cards =
            cards(of(Measure.COUNT, Span.tumbling(DAY_MS, null)), of(Measure.MAX, Span.tumbling(DAY_MS, null)));
        for (long i = 0; i < MILLION; i++)
        {
            cards.transaction(++sequence, i * DAY_MS / MILLION, CARD + i, 5);
        }
        return cards;
    }

    private void append(final CardWindows cards, final int count, final LongUnaryOperator timeMs)
    {
        for (long i = 0; i < count; i++)
        {
            cards.transaction(++sequence, timeMs.applyAsLong(i), 1 + i % CARDS, 1);
        }
    }

    private long transactionSteps(final CardWindows cards, final long timeMs)
    {
        return transactionSteps(cards, timeMs, CARD);
    }

    private long transactionSteps(final CardWindows cards, final long timeMs, final long card)
    {
        final long before = cards.windows().steps();
        cards.transaction(++sequence, timeMs, card, 7);
        return cards.windows().steps() - before;
    }

    private static Ticks idle(final CardWindows cards, final long fromMs, final long toMs)
    {
        final Windows windows = cards.windows();
        final long first = windows.steps();
        long mostSteps = 0;
        for (long nowMs = fromMs + TICK_MS; nowMs <= toMs; nowMs += TICK_MS)
        {
            final long tickMs = Math.min(nowMs - LATENESS_MS, windows.reachableMs());
            if (tickMs >= windows.nextDueMs())
            {
                final long before = windows.steps();
                windows.tick(tickMs);
                mostSteps = Math.max(mostSteps, windows.steps() - before);
            }
        }
        return new Ticks(mostSteps, windows.steps() - first);
    }

    private CardWindows cards(final WindowSpec... specs)
    {
        opened.add(new CardWindows(LIMITS, specs));
        return opened.get(opened.size() - 1);
    }
}
