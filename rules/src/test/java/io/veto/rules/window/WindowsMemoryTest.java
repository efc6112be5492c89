package io.veto.rules.window;

import static io.veto.rules.window.CardWindows.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the windows keep grows with live cards, and nothing of it comes to lie on the heap event by event. */
class WindowsMemoryTest
{
    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private static final long DAY_MS = 86_400_000;
    private static final int EVENTS = 300_000;
    private static final int CARDS = 20_000;
    private static final int AMOUNTS = 3;
    /** So that the stream takes 120 days and each card comes every eighth. */
    private static final long STEP_MS = 120 * DAY_MS / EVENTS;
    private static final double BYTES_PER_EVENT_MAX = 0.01;
    private static final WindowLimits LIMITS = new WindowLimits(1 << 22, 1 << 21, 1 << 10, 1 << 22);

    /** What is kept besides the reservoir. */
    private record Kept(long accumulatorLength, long liveCards, long valueNodes)
    {
    }

    @Test
    void shouldKeepNinetyDaysInWhatThirtyDaysTake()
    {
        final Kept thirty = kept(30);

        final Kept ninety = kept(90);

        assertEquals(thirty, ninety);
        assertEquals(CARDS, ninety.liveCards);
    }

    @Test
    void shouldRetainThreeTimesTheEventsForAWindowOfThreeTimesTheLength()
    {
        final List<Long> retained = List.of(retained(30), retained(90));

        assertEquals(List.of(EVENTS / 4L, 3 * EVENTS / 4L), retained);
    }

    @Test
    void shouldPutNothingOnTheHeapWhileEventsComeAndGo()
    {
        final int events = 1_000_000;
        try (CardWindows cards = cards(30))
        {
            append(cards, 0, 4 * events, CARDS);

            final long before = THREADS.getCurrentThreadAllocatedBytes();
            append(cards, 4 * events, events, CARDS);
            final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

            assertTrue(allocated <= BYTES_PER_EVENT_MAX * events, "bytesMaximum=" + BYTES_PER_EVENT_MAX * events + " bytes=" + allocated);
        }
    }

    @Test
    void shouldPutNothingOnTheHeapWhileEveryEventIsANewCardAndEverythingGrows()
    {
        final int events = 1_000_000;
        try (CardWindows warmUp = cards(30); CardWindows cards = cards(30_000))
        {
            append(warmUp, 0, events, events);

            final long before = THREADS.getCurrentThreadAllocatedBytes();
            append(cards, 0, events, events);
            final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

            assertTrue(allocated <= BYTES_PER_EVENT_MAX * events, "bytesMaximum=" + BYTES_PER_EVENT_MAX * events + " bytes=" + allocated);
            assertEquals(List.of((long)events, (long)events), List.of(
                cards.windows().retainedEvents(), (long)cards.windows().liveKeys(Key.of(KeyKind.CARD))));
        }
    }

    private static Kept kept(final int days)
    {
        try (CardWindows cards = cards(days))
        {
            append(cards, 0, EVENTS, CARDS);
            final Windows windows = cards.windows();
            return new Kept(windows.accumulatorLength(), windows.liveKeys(Key.of(KeyKind.CARD)), windows.valueNodes());
        }
    }

    private static long retained(final int days)
    {
        try (CardWindows cards = cards(days))
        {
            append(cards, 0, EVENTS, CARDS);
            return cards.windows().retainedEvents();
        }
    }

    private static void append(final CardWindows cards, final int from, final int count, final int cardCount)
    {
        for (int i = from; i < from + count; i++)
        {
            cards.transaction(i + 1, i * STEP_MS, 1 + i % cardCount, 1 + i / CARDS % AMOUNTS);
        }
    }

    private static CardWindows cards(final int days)
    {
        final Span span = Span.sliding(days * DAY_MS);
        return new CardWindows(LIMITS,
            of(Measure.COUNT, span), of(Measure.SUM, span), of(Measure.SUM_OF_SQUARES, span), of(Measure.DISTINCT, span),
            of(Measure.LAST, span));
    }
}
