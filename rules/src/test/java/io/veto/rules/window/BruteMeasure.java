package io.veto.rules.window;

import io.veto.rules.window.WindowOracle.Event;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every measure over a list of events, worked out anew.
 */
final class BruteMeasure
{
    private BruteMeasure()
    {
    }

    /**
     * What a window tells of the events that it covers.
     *
     * @param spec         of the window.
     * @param covered      events that pass its filter.
     * @param own          transaction that is being scored.
     * @param engineTimeMs engine time.
     */
    static Told of(final WindowSpec spec, final List<Event> covered, final Step.Transaction own, final long engineTimeMs)
    {
        return switch (spec.measure())
        {
            case COUNT -> Told.of(covered.stream().filter(event -> !event.reversed).count());
            case ATTEMPTS -> Told.of(covered.size());
            case SUM -> Told.of(covered.stream().mapToLong(event -> event.left).reduce(0, Math::addExact));
            case SUM_OF_SQUARES -> squares(covered);
            case MIN -> covered.stream().map(event -> event.transaction.amount()).min(Comparator.naturalOrder())
                .map(Told::of).orElse(Told.NOTHING);
            case MAX -> covered.stream().map(event -> event.transaction.amount()).max(Comparator.naturalOrder())
                .map(Told::of).orElse(Told.NOTHING);
            case DISTINCT -> distinct(spec.value(), covered);
            case LAST, SINCE -> latest(spec, covered, engineTimeMs);
            case DISTANCE -> distance(covered, own);
            case FIRST_SEEN -> throw new IllegalArgumentException("the oracle itself knows it");
        };
    }

    private static Told squares(final List<Event> covered)
    {
        BigInteger sum = BigInteger.ZERO;
        for (final Event event : covered)
        {
            sum = sum.add(BigInteger.valueOf(event.left).pow(2));
        }
        return new Told(true, sum.longValue(), sum.shiftRight(Long.SIZE).longValueExact());
    }

    private static Told distinct(final KeyKind value, final List<Event> covered)
    {
        final Set<Long> values = new HashSet<>();
        for (final Event event : covered)
        {
            if (!event.reversed && KeyHash.NULL_KEY != event.transaction.value(value))
            {
                values.add(event.transaction.value(value));
            }
        }
        return Told.of(values.size());
    }

    private static Told latest(final WindowSpec spec, final List<Event> covered, final long engineTimeMs)
    {
        final Event latest = latest(covered);
        if (null == latest)
        {
            return Told.NOTHING;
        }
        return Told.of(Measure.SINCE == spec.measure() ? engineTimeMs - latest.timeMs() :
            null == spec.value() ? latest.transaction.amount() : latest.transaction.value(spec.value()));
    }

    private static Told distance(final List<Event> covered, final Step.Transaction own)
    {
        final Event latest = latest(covered.stream().filter(event -> hasPlace(event.transaction)).toList());
        return null == latest || !hasPlace(own) ? Told.NOTHING : new Told(
            true,
            StrictMath.round(metres(latest.transaction, own)),
            Math.abs(own.timeMs() - latest.timeMs()));
    }

    private static boolean hasPlace(final Step.Transaction transaction)
    {
        return WindowEvent.NULL_COORDINATE != transaction.latitudeMicro() &&
            WindowEvent.NULL_COORDINATE != transaction.longitudeMicro();
    }

    private static Event latest(final List<Event> events)
    {
        return events.stream().max(Comparator.comparingLong(Event::timeMs)
            .thenComparingLong(event -> event.transaction.sequence())).orElse(null);
    }

    /** The haversine by its textbook formula: hav(d / r) = hav(dLat) + cos(lat1) cos(lat2) hav(dLon). */
    private static double metres(final Step.Transaction from, final Step.Transaction to)
    {
        final double lat1 = from.latitudeMicro() * (StrictMath.PI / 180_000_000);
        final double lat2 = to.latitudeMicro() * (StrictMath.PI / 180_000_000);
        final double lon1 = from.longitudeMicro() * (StrictMath.PI / 180_000_000);
        final double lon2 = to.longitudeMicro() * (StrictMath.PI / 180_000_000);
        final double a = StrictMath.pow(StrictMath.sin((lat2 - lat1) / 2), 2) +
            StrictMath.cos(lat1) * StrictMath.cos(lat2) * StrictMath.pow(StrictMath.sin((lon2 - lon1) / 2), 2);
        return 2 * 6_371_008.8 * StrictMath.asin(StrictMath.sqrt(StrictMath.min(1, a)));
    }
}
