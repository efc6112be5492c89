package io.veto.rules.window;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everything besides its steps that a random stream needs, a function of its seed. Consecutive seeds go round every combination of measure,
 * kind of window, {@code before} or not, and filter by nothing, own field or answer, label or both.
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
    /** The kinds of spans that are drawn. */
    enum SpanClass
    {
        SLIDING, DELAYED, TUMBLING, TUMBLING_IN_ZONE, SESSION
    }

    /** What a filter asks. */
    enum FilterClass
    {
        NONE, OWN, LABEL, OWN_AND_LABEL
    }

    /** One thing that a window can be. */
    record Combination(Measure measure, SpanClass span, FilterClass filter, boolean before)
    {
    }

    /** Every combination that there is. */
    static final List<Combination> COMBINATIONS = combinations();
    /** The longest delay and length together that a window may have, as a multiple of {@link #unitMs}. */
    static final int EXIT_OFFSET_MAX = 100;

    private static final int WINDOW_COUNT_MAX = 12;
    private static final int WINDOW_COUNT_FEW = 3;
    private static final int FILTER_COUNT_MANY = 42;
    private static final int CROWDED_EVERY = 40;
    private static final int CROWDED_FACTOR = 40;
    private static final int[] OFFSETS = {0, 5, 10, 25, 40, 80};
    private static final int DELAY_OFFSETS = 4;
    private static final long DAY_MS = 86_400_000;
    private static final int[] GAPS = {1, 4, 10, 25};
    private static final long[] PACES_MS = {1, 60_000, 86_400_000};
    private static final List<Key> KEYS = List.of(Key.of(KeyKind.CARD), Key.of(KeyKind.CARD), Key.of(KeyKind.TERMINAL),
        Key.of(KeyKind.MERCHANT, KeyKind.CARD), Key.of(KeyKind.BIN, KeyKind.MERCHANT));
    private static final KeyKind[] VALUES = {KeyKind.MERCHANT_COUNTRY, KeyKind.CARD, KeyKind.MERCHANT};

    static StreamSetup of(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final boolean crowded = 0 == seed % CROWDED_EVERY;
        final long paceMs = PACES_MS[random.nextInt(PACES_MS.length)];
        final long unitMs = crowded ? paceMs * CROWDED_FACTOR : paceMs;
        final long baseMs = random.nextBoolean() ? 0 : 1_700_000_000_000L;
        final int kinds = EventFilter.values().length;
        final EventFilter[] filters = new EventFilter[random.nextBoolean() ? kinds : FILTER_COUNT_MANY];
        for (int i = 0; i < filters.length; i++)
        {
            filters[i] = EventFilter.values()[i % kinds];
        }
        final boolean few = 0 == seed % 3;
        final WindowSpec[] specs = new WindowSpec[few ? random.nextInt(1, 1 + WINDOW_COUNT_FEW) : WINDOW_COUNT_MAX];
        final ZoneTransitions zone = zone(random, baseMs, unitMs);
        for (int i = 0; i < specs.length; i++)
        {
            final int combination = (int)((seed * WINDOW_COUNT_MAX + i) % COMBINATIONS.size());
            specs[i] = spec(random, COMBINATIONS.get(combination), unitMs, zone, filters.length / kinds);
        }
        final int sideEntries = 3 == seed % 4 ? random.nextInt(1, 40) : WindowLimits.DEFAULT.sideEntries();
        final WindowLimits limits = new WindowLimits(1 << 14, 1 << 14, sideEntries, 1 << 16);
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

    /**
     * Whether all windows are sliding ones.
     */
    boolean isSliding()
    {
        for (final WindowSpec spec : specs)
        {
            if (Span.Kind.SLIDING != spec.span().kind())
            {
                return false;
            }
        }
        return true;
    }

    private static List<Combination> combinations()
    {
        final List<Combination> combinations = new ArrayList<>();
        for (final Measure measure : Measure.values())
        {
            for (final SpanClass span : SpanClass.values())
            {
                for (final FilterClass filter : FilterClass.values())
                {
                    for (final boolean before : new boolean[]{false, true})
                    {
                        final boolean isOfOne = measure.isOfEarlier() && (!before ||
                            FilterClass.LABEL == filter || FilterClass.OWN_AND_LABEL == filter ||
                            (Measure.FIRST_SEEN == measure ?
                                SpanClass.SESSION != span : span.ordinal() > SpanClass.DELAYED.ordinal()));
                        if (!isOfOne)
                        {
                            combinations.add(new Combination(measure, span, filter, before));
                        }
                    }
                }
            }
        }
        return List.copyOf(combinations);
    }

    private static ZoneTransitions zone(final SplittableRandom random, final long baseMs, final long unitMs)
    {
        final long[] atMs = new long[60];
        final long[] offsetMs = new long[atMs.length];
        for (int i = 0; i < atMs.length; i++)
        {
            atMs[i] = 0 == i ? Long.MIN_VALUE : baseMs + (37 * i - 100) * unitMs;
            offsetMs[i] = Math.max(-DAY_MS, Math.min(DAY_MS, random.nextInt(-12, 13) * unitMs));
        }
        return new ZoneTransitions("Test/Zone", atMs, offsetMs);
    }

    private static WindowSpec spec(
        final SplittableRandom random,
        final Combination combination,
        final long unitMs,
        final ZoneTransitions zone,
        final int filterCopies)
    {
        final Key key = KEYS.get(random.nextInt(KEYS.size()));
        final KeyKind value = switch (combination.measure)
        {
            case DISTINCT -> VALUES[random.nextInt(VALUES.length)];
            case LAST -> random.nextBoolean() ? null : KeyKind.MERCHANT_COUNTRY;
            default -> null;
        };
        final EventFilter[] kinds = switch (combination.filter)
        {
            case NONE -> new EventFilter[0];
            case OWN -> new EventFilter[]{EventFilter.LARGE, EventFilter.APPROVED};
            case LABEL -> new EventFilter[]{EventFilter.FRAUD, EventFilter.GENUINE};
            case OWN_AND_LABEL -> new EventFilter[]{EventFilter.SMALL_GENUINE, EventFilter.APPROVED_FRAUD};
        };
        final int filter = 0 == kinds.length ? WindowSpec.NULL_FILTER : kinds[random.nextInt(kinds.length)].ordinal() +
            EventFilter.values().length * random.nextInt(filterCopies);
        final Span span = span(random, combination.span, unitMs, zone);
        return new WindowSpec(key, combination.measure, value, span, combination.before, filter);
    }

    private static Span span(
        final SplittableRandom random, final SpanClass kind, final long unitMs, final ZoneTransitions zone)
    {
        final int delayIndex = SpanClass.DELAYED == kind ? random.nextInt(1, DELAY_OFFSETS) : 0;
        final int delay = OFFSETS[delayIndex];
        final int exit = 0 == random.nextInt(4) ?
            random.nextInt(delay + 1, EXIT_OFFSET_MAX) :
            OFFSETS[random.nextInt(delayIndex + 1, OFFSETS.length)];
        return switch (kind)
        {
            case SLIDING, DELAYED -> Span.delayed((exit - delay) * unitMs, delay * unitMs);
            case TUMBLING -> Span.tumbling(exit * unitMs, null);
            case TUMBLING_IN_ZONE -> Span.tumbling(exit * unitMs, zone);
            case SESSION -> Span.session(GAPS[random.nextInt(GAPS.length)] * unitMs);
        };
    }
}
