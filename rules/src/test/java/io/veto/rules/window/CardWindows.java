package io.veto.rules.window;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows by card for tests that tell their events one by one. Filter 0 passes fraud.
 */
final class CardWindows implements AutoCloseable
{
    private static final int FRAUD_FILTER = 0;
    private static final int PASSES_AS_FRAUD = 2;

    private final Windows windows;
    private final int windowCount;
    private final WindowEvent event = new WindowEvent(1).passes(FRAUD_FILTER, PASSES_AS_FRAUD);

    CardWindows(final WindowLimits limits, final WindowSpec... specs)
    {
        this(limits, WindowMemory.main(), specs);
    }

    CardWindows(final WindowLimits limits, final WindowMemory memory, final WindowSpec... specs)
    {
        windows = new Windows(specs, new boolean[]{true}, limits, memory);
        windowCount = specs.length;
    }

    static WindowSpec count(final long lengthMs)
    {
        return of(Measure.COUNT, Span.sliding(lengthMs), WindowSpec.NULL_FILTER);
    }

    static WindowSpec countDelayed(final long lengthMs, final long delayMs)
    {
        return of(Measure.COUNT, Span.delayed(lengthMs, delayMs), WindowSpec.NULL_FILTER);
    }

    static WindowSpec countFraud(final long lengthMs)
    {
        return countFraud(Span.sliding(lengthMs));
    }

    static WindowSpec countFraud(final Span span)
    {
        return of(Measure.COUNT, span, FRAUD_FILTER);
    }

    static WindowSpec of(final Measure measure, final Span span)
    {
        return of(measure, span, WindowSpec.NULL_FILTER);
    }

    private static WindowSpec of(final Measure measure, final Span span, final int filter)
    {
        final KeyKind value = Measure.DISTINCT == measure ? KeyKind.MERCHANT : null;
        return new WindowSpec(Key.of(KeyKind.CARD), measure, value, span, true, filter);
    }

    @Override
    public void close()
    {
        windows.close();
    }

    Windows windows()
    {
        return windows;
    }

    /**
     * The parts that the windows are made of, for what they tell of themselves.
     */
    WindowPlan plan()
    {
        try
        {
            final Field plan = Windows.class.getDeclaredField("plan");
            plan.setAccessible(true);
            return (WindowPlan)plan.get(windows);
        }
        catch (final ReflectiveOperationException e)
        {
            throw new AssertionError(e);
        }
    }

    /**
     * A transaction as the scorer would put it in.
     *
     * @return what became of it.
     */
    Appended transaction(final long sequence, final long timeMs, final long card, final long amount)
    {
        windows.advance(timeMs);
        windows.reserve();
        read(card, timeMs, amount);
        return windows.append(sequence);
    }

    /**
     * What the windows hold for a card.
     */
    List<Long> values(final long card)
    {
        read(card, windows.engineTimeMs(), 0);
        final List<Long> values = new ArrayList<>();
        for (int i = 0; i < windowCount; i++)
        {
            values.add(windows.load(i) ? windows.value() : null);
        }
        return values;
    }

    /**
     * Everything that can be seen of the state: engine time, live cards, retained events, side entries, next due, and
     * what the windows hold for each card.
     */
    List<Long> visible(final long... cards)
    {
        final List<Long> visible = new ArrayList<>(List.of(
            windows.engineTimeMs(),
            (long)windows.liveKeys(Key.of(KeyKind.CARD)),
            windows.retainedEvents(),
            (long)windows.waitingSideEntries(),
            windows.nextDueMs()));
        for (final long card : cards)
        {
            visible.addAll(values(card));
        }
        return visible;
    }

    private void read(final long card, final long timeMs, final long amount)
    {
        windows.read(event.timeMs(timeMs).amount(amount).key(KeyKind.CARD, card).key(KeyKind.MERCHANT, amount));
    }
}
