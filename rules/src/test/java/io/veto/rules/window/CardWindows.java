package io.veto.rules.window;

import io.veto.rules.window.WindowSpec.Measure;
import java.util.ArrayList;
import java.util.List;

/**
 * Sliding windows by card for tests that tell their events one by one. Filter 0 passes fraud.
 */
final class CardWindows
{
    private static final int FRAUD_FILTER = 0;
    private static final long PASSES_AS_FRAUD = 2;

    private final SlidingWindows windows;
    private final int windowCount;
    private final long[] filterBits = {PASSES_AS_FRAUD};

    CardWindows(final WindowLimits limits, final WindowSpec... specs)
    {
        windows = new SlidingWindows(specs, new boolean[]{true}, limits);
        windowCount = specs.length;
    }

    static WindowSpec count(final long lengthMs)
    {
        return new WindowSpec(KeyKind.CARD, Measure.COUNT, lengthMs, 0, true, WindowSpec.NULL_FILTER);
    }

    static WindowSpec countDelayed(final long lengthMs, final long delayMs)
    {
        return new WindowSpec(KeyKind.CARD, Measure.COUNT, lengthMs, delayMs, true, WindowSpec.NULL_FILTER);
    }

    static WindowSpec countFraud(final long lengthMs)
    {
        return new WindowSpec(KeyKind.CARD, Measure.COUNT, lengthMs, 0, true, FRAUD_FILTER);
    }

    static WindowSpec sum(final long lengthMs)
    {
        return new WindowSpec(KeyKind.CARD, Measure.SUM, lengthMs, 0, true, WindowSpec.NULL_FILTER);
    }

    SlidingWindows windows()
    {
        return windows;
    }

    /**
     * A transaction as the scorer would put it in.
     *
     * @return whether it counts.
     */
    boolean transaction(final long sequence, final long timeMs, final long card, final long amount)
    {
        windows.advance(timeMs);
        windows.reserve();
        return windows.append(sequence, timeMs, amount, keys(card), filterBits);
    }

    /**
     * What the windows hold for a card.
     */
    List<Long> values(final long card)
    {
        windows.read(keys(card), windows.engineTimeMs(), 0, filterBits);
        final List<Long> values = new ArrayList<>();
        for (int i = 0; i < windowCount; i++)
        {
            values.add(windows.value(i));
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
            (long)windows.liveKeys(KeyKind.CARD),
            windows.retainedEvents(),
            (long)windows.waitingSideEntries(),
            windows.nextDueMs()));
        for (final long card : cards)
        {
            visible.addAll(values(card));
        }
        return visible;
    }

    private static long[] keys(final long card)
    {
        final long[] keys = new long[KeyKind.values().length];
        keys[KeyKind.CARD.ordinal()] = card;
        return keys;
    }
}
