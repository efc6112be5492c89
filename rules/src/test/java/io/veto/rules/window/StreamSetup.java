package io.veto.rules.window;

import io.veto.rules.window.WindowSpec.Measure;
import java.util.SplittableRandom;

/**
 * Everything besides its steps that a random stream needs, a function of its seed. Consecutive seeds go round every
 * combination of key, measure, delay or none, {@code before} or not, and filter by nothing, own field, label or both.
 * <p>
 * Windows take most of their edges from few offsets, so that many share them.
 *
 * @param specs     windows.
 * @param filters   of the windows.
 * @param limits    of the state; on every fourth seed so few side entries that some events are not counted.
 * @param baseMs    when the stream begins.
 * @param paceMs    by what its times are multiplied.
 * @param unitMs    by what the edges of its windows are multiplied: many times the pace where keys are many.
 * @param keyCount  values of each key.
 * @param stepCount length of the stream.
 */
record StreamSetup(
    WindowSpec[] specs,
    EventFilter[] filters,
    WindowLimits limits,
    long baseMs,
    long paceMs,
    long unitMs,
    int keyCount,
    int stepCount)
{
    /** The longest delay and length together that a window may have, as a multiple of {@link #unitMs}. */
    static final int EXIT_OFFSET_MAX = 100;

    private static final int WINDOW_COUNT_MAX = 12;
    private static final int WINDOW_COUNT_FEW = 3;
    private static final int FILTER_COUNT_MANY = 42;
    private static final int CROWDED_EVERY = 40;
    private static final int CROWDED_FACTOR = 40;
    private static final int[] OFFSETS = {0, 5, 10, 25, 40, 80};
    private static final int DELAY_OFFSETS = 4;
    private static final long[] PACES_MS = {1, 60_000, 86_400_000};
    private static final EventFilter[][] FILTERS_BY_CLASS = {
        {},
        {EventFilter.LARGE, EventFilter.APPROVED},
        {EventFilter.FRAUD, EventFilter.GENUINE},
        {EventFilter.SMALL_GENUINE, EventFilter.APPROVED_FRAUD},
    };

    static StreamSetup of(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final boolean crowded = 0 == seed % CROWDED_EVERY;
        final long paceMs = PACES_MS[random.nextInt(PACES_MS.length)];
        final long unitMs = crowded ? paceMs * CROWDED_FACTOR : paceMs;
        final int kinds = EventFilter.values().length;
        final EventFilter[] filters = new EventFilter[random.nextBoolean() ? kinds : FILTER_COUNT_MANY];
        for (int i = 0; i < filters.length; i++)
        {
            filters[i] = EventFilter.values()[i % kinds];
        }
        final boolean few = 0 == seed % 3;
        final WindowSpec[] specs = new WindowSpec[few ? random.nextInt(1, 1 + WINDOW_COUNT_FEW) : WINDOW_COUNT_MAX];
        for (int i = 0; i < specs.length; i++)
        {
            final int combination = (int)((seed * WINDOW_COUNT_MAX + i) % 96);
            specs[i] = spec(random, combination, unitMs, filters.length / kinds);
        }
        final int sideEntries = 3 == seed % 4 ? random.nextInt(1, 40) : WindowLimits.DEFAULT.sideEntries();
        final WindowLimits limits = new WindowLimits(1 << 14, 1 << 14, sideEntries);
        final long baseMs = random.nextBoolean() ? 0 : 1_700_000_000_000L;
        return crowded ?
            new StreamSetup(specs, filters, limits, baseMs, paceMs, unitMs, 4_000, 4_000) :
            new StreamSetup(specs, filters, limits, baseMs, paceMs, unitMs, 4, 400);
    }

    boolean[] asksLabel()
    {
        final boolean[] asksLabel = new boolean[filters.length];
        for (int i = 0; i < filters.length; i++)
        {
            asksLabel[i] = filters[i].asksLabel();
        }
        return asksLabel;
    }

    private static WindowSpec spec(
        final SplittableRandom random, final int combination, final long unitMs, final int filterCopies)
    {
        final KeyKind key = KeyKind.values()[combination % 3];
        final Measure measure = Measure.values()[combination / 3 % 2];
        final int delayIndex = 0 == combination / 6 % 2 ? 0 : random.nextInt(1, DELAY_OFFSETS);
        final boolean before = 0 == combination / 12 % 2;
        final int delay = OFFSETS[delayIndex];
        final int exit = 0 == random.nextInt(4) ?
            random.nextInt(delay + 1, EXIT_OFFSET_MAX) :
            OFFSETS[random.nextInt(delayIndex + 1, OFFSETS.length)];
        final EventFilter[] kinds = FILTERS_BY_CLASS[combination / 24];
        final int filter = 0 == kinds.length ? WindowSpec.NULL_FILTER : kinds[random.nextInt(kinds.length)].ordinal() +
            EventFilter.values().length * random.nextInt(filterCopies);
        return new WindowSpec(key, measure, (exit - delay) * unitMs, delay * unitMs, before, filter);
    }
}
