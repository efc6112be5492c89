package io.veto.rules.language;

import io.veto.rules.window.Key;
import io.veto.rules.window.Measure;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which windows never tell more than others: a count of ten minutes is never above that of an hour of the same key, a filtered one never
 * above the whole, a count of different values never above that of events.
 */
final class WindowOrder
{
    private static final Set<Measure> COUNTS = EnumSet.of(Measure.DISTINCT, Measure.COUNT, Measure.ATTEMPTS);

    private WindowOrder()
    {
    }

    /**
     * Whether a window tells a number of events or values, which is 0 over none and missing only where the key is.
     *
     * @param measure that is told.
     * @return whether it is one of those.
     */
    static boolean isCount(final Measure measure)
    {
        return COUNTS.contains(measure);
    }

    /**
     * Whether one window never tells more than another, where both are there.
     *
     * @param less window of a count.
     * @param more window of a count.
     * @return false where it cannot be told.
     */
    static boolean isAtMost(final WindowSpec less, final WindowSpec more)
    {
        return isMeasureAtMost(less, more) &&
            isWithin(less.span(), more.span(), less.key().equals(more.key())) &&
            isWithin(less.key(), more.key()) &&
            (less.before() || !more.before()) &&
            (WindowSpec.NULL_FILTER == more.filter() || less.filter() == more.filter());
    }

    private static boolean isMeasureAtMost(final WindowSpec less, final WindowSpec more)
    {
        if (!isCount(less.measure()) || !isCount(more.measure()))
        {
            return false;
        }
        return Measure.DISTINCT == more.measure() ?
            Measure.DISTINCT == less.measure() && less.value() == more.value() :
            Measure.ATTEMPTS == more.measure() || Measure.ATTEMPTS != less.measure();
    }

    private static boolean isWithin(final Span less, final Span more, final boolean isSameKey)
    {
        if (Span.Kind.SLIDING == less.kind() && Span.Kind.SLIDING == more.kind())
        {
            return less.delayMs() >= more.delayMs() && less.delayMs() + less.lengthMs() <= more.delayMs() + more.lengthMs();
        }
        if (Span.Kind.TUMBLING == less.kind() && Span.Kind.SLIDING == more.kind())
        {
            return null == less.zone() && 0 == more.delayMs() && less.lengthMs() <= more.lengthMs();
        }
        return less.equals(more) && (isSameKey || Span.Kind.SESSION != less.kind());
    }

    private static boolean isWithin(final Key less, final Key more)
    {
        return less.equals(more) || null == more.second() && (more.first() == less.first() || more.first() == less.second());
    }
}
