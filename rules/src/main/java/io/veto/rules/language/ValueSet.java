package io.veto.rules.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Values that a number may have: an interval, open or closed at either end, less single points; or some points alone. Never changes.
 */
final class ValueSet
{
    /** Every number. */
    static final ValueSet ALL = new ValueSet(null, false, null, false, none(), null);
    /** No number. */
    static final ValueSet EMPTY = points(none());

    private static final int LISTED_MAX = 64;

    private final Rational low;
    private final boolean isLowOpen;
    private final Rational high;
    private final boolean isHighOpen;
    private final NavigableSet<Rational> excluded;
    private final NavigableSet<Rational> points;

    private ValueSet(
        final Rational low,
        final boolean isLowOpen,
        final Rational high,
        final boolean isHighOpen,
        final NavigableSet<Rational> excluded,
        final NavigableSet<Rational> points)
    {
        this.low = low;
        this.isLowOpen = isLowOpen;
        this.high = high;
        this.isHighOpen = isHighOpen;
        this.excluded = excluded;
        this.points = points;
    }

    /**
     * The values that stand in a relation to a number.
     *
     * @param relation of the values to the number.
     * @param number   to compare with.
     * @return the values.
     */
    static ValueSet of(final Relation relation, final Rational number)
    {
        return switch (relation)
        {
            case EQUAL -> points(new TreeSet<>(Collections.singleton(number)));
            case NOT_EQUAL -> allBut(Collections.singleton(number));
            case LESS -> below(number, true);
            case LESS_OR_EQUAL -> below(number, false);
            case GREATER -> above(number, true);
            case GREATER_OR_EQUAL -> above(number, false);
        };
    }

    /**
     * An interval that holds its ends.
     *
     * @param low  end.
     * @param high end.
     * @return the values.
     */
    static ValueSet between(final long low, final long high)
    {
        return new ValueSet(Rational.of(low), false, Rational.of(high), false, none(), null);
    }

    /**
     * Some values.
     *
     * @param values to hold.
     * @return the values.
     */
    static ValueSet points(final Collection<Rational> values)
    {
        return new ValueSet(null, false, null, false, none(), new TreeSet<>(values));
    }

    /**
     * Every number but some.
     *
     * @param values to leave out.
     * @return the values.
     */
    static ValueSet allBut(final Collection<Rational> values)
    {
        return new ValueSet(null, false, null, false, new TreeSet<>(values), null);
    }

    /**
     * The values from the lowest of these up.
     *
     * @return all numbers where these have no lowest.
     */
    ValueSet upwards()
    {
        if (null != points)
        {
            return points.isEmpty() ? EMPTY : above(points.first(), false);
        }
        return null == low ? ALL : above(low, isLowOpen);
    }

    /**
     * The values up to the highest of these.
     *
     * @return all numbers where these have no highest.
     */
    ValueSet downwards()
    {
        if (null != points)
        {
            return points.isEmpty() ? EMPTY : below(points.last(), false);
        }
        return null == high ? ALL : below(high, isHighOpen);
    }

    /**
     * The values that are in both.
     *
     * @param other to intersect with.
     * @return the values.
     */
    ValueSet and(final ValueSet other)
    {
        if (ALL == this || ALL == other)
        {
            return ALL == this ? other : this;
        }
        if (null != points || null != other.points)
        {
            final ValueSet some = null == points ? other : this;
            final ValueSet filter = null == points ? this : other;
            final NavigableSet<Rational> both = new TreeSet<>(some.points);
            both.removeIf(point -> !filter.contains(point));
            return points(both);
        }
        final int lows = compareLow(other);
        final int highs = compareHigh(other);
        final NavigableSet<Rational> without = new TreeSet<>(excluded);
        without.addAll(other.excluded);
        return new ValueSet(
            lows >= 0 ? low : other.low,
            lows >= 0 ? isLowOpen : other.isLowOpen,
            highs <= 0 ? high : other.high,
            highs <= 0 ? isHighOpen : other.isHighOpen,
            without,
            null);
    }

    /**
     * The interval around all sums of one of these values and one of others.
     *
     * @param other to add.
     * @return holds each sum, and perhaps more.
     */
    ValueSet plus(final ValueSet other)
    {
        final ValueSet left = hull();
        final ValueSet right = other.hull();
        if (left.isEmpty() || right.isEmpty())
        {
            return EMPTY;
        }
        return new ValueSet(
            null == left.low || null == right.low ? null : left.low.add(right.low),
            left.isLowOpen || right.isLowOpen,
            null == left.high || null == right.high ? null : left.high.add(right.high),
            left.isHighOpen || right.isHighOpen,
            none(),
            null);
    }

    /**
     * These values with each multiplied by a number.
     *
     * @param factor other than 0.
     * @return the products.
     */
    ValueSet times(final Rational factor)
    {
        final NavigableSet<Rational> products = map(null == points ? excluded : points, value -> value.multiply(factor));
        if (null != points)
        {
            return points(products);
        }
        final Rational first = null == low ? null : low.multiply(factor);
        final Rational last = null == high ? null : high.multiply(factor);
        return factor.signum() > 0 ?
            new ValueSet(first, isLowOpen, last, isHighOpen, products, null) :
            new ValueSet(last, isHighOpen, first, isLowOpen, products, null);
    }

    /**
     * These values with a number added to each.
     *
     * @param number to add.
     * @return the sums.
     */
    ValueSet plus(final Rational number)
    {
        final NavigableSet<Rational> sums = map(null == points ? excluded : points, value -> value.add(number));
        return null != points ? points(sums) : new ValueSet(
            null == low ? null : low.add(number), isLowOpen, null == high ? null : high.add(number), isHighOpen, sums, null);
    }

    /**
     * The values that are not among these.
     *
     * @return as sets of which any may hold.
     */
    List<ValueSet> complement()
    {
        if (null != points)
        {
            return List.of(allBut(points));
        }
        final List<ValueSet> complement = new ArrayList<>();
        if (null != low)
        {
            complement.add(below(low, !isLowOpen));
        }
        if (null != high)
        {
            complement.add(above(high, !isHighOpen));
        }
        if (!excluded.isEmpty())
        {
            complement.add(points(excluded));
        }
        return complement;
    }

    /**
     * The whole numbers among these.
     *
     * @return with ends that belong to them; few are held one by one.
     */
    ValueSet whole()
    {
        if (null != points)
        {
            final NavigableSet<Rational> whole = new TreeSet<>(points);
            whole.removeIf(point -> !point.isWhole());
            return points(whole);
        }
        Rational lowest = null == low ? null : isLowOpen ? low.floor().add(Rational.ONE) : low.ceiling();
        Rational highest = null == high ? null : isHighOpen ? high.ceiling().add(Rational.ONE.negate()) : high.floor();
        while (null != lowest && excluded.contains(lowest))
        {
            lowest = lowest.add(Rational.ONE);
        }
        while (null != highest && excluded.contains(highest))
        {
            highest = highest.add(Rational.ONE.negate());
        }
        final ValueSet whole = new ValueSet(lowest, false, highest, false, excluded, null);
        final boolean isListed = null != lowest && null != highest &&
            highest.compareTo(lowest.add(Rational.of(LISTED_MAX))) < 0;
        return isListed ? whole.listed() : whole;
    }

    /**
     * Whether a value is among these.
     *
     * @param value to look for.
     * @return whether it is.
     */
    boolean contains(final Rational value)
    {
        if (null != points)
        {
            return points.contains(value);
        }
        final int fromLow = null == low ? 1 : value.compareTo(low);
        final int fromHigh = null == high ? -1 : value.compareTo(high);
        return (isLowOpen ? fromLow > 0 : fromLow >= 0) && (isHighOpen ? fromHigh < 0 : fromHigh <= 0) && !excluded.contains(value);
    }

    /**
     * Whether there is no value. Of whole numbers, ask {@link #whole} first.
     *
     * @return true if there is none.
     */
    boolean isEmpty()
    {
        if (null != points)
        {
            return points.isEmpty();
        }
        if (null == low || null == high)
        {
            return false;
        }
        final int order = low.compareTo(high);
        return order > 0 || 0 == order && (isLowOpen || isHighOpen || excluded.contains(low));
    }

    /**
     * Whether all of these are among others.
     *
     * @param other to look in.
     * @return false where it cannot be told.
     */
    boolean isWithin(final ValueSet other)
    {
        if (isEmpty())
        {
            return true;
        }
        if (null != points)
        {
            return points.stream().allMatch(other::contains);
        }
        return null == other.points && compareLow(other) >= 0 && compareHigh(other) <= 0 &&
            other.excluded.stream().noneMatch(this::contains);
    }

    /**
     * How much there is to look through.
     *
     * @return number of single points.
     */
    int size()
    {
        return 1 + excluded.size() + (null == points ? 0 : points.size());
    }

    @Override
    public String toString()
    {
        return null != points ? points.toString() :
            (isLowOpen ? "(" : "[") + low + ", " + high + (isHighOpen ? ")" : "]") + (excluded.isEmpty() ? "" : " but " + excluded);
    }

    private ValueSet hull()
    {
        if (null == points || points.isEmpty())
        {
            return this;
        }
        return new ValueSet(points.first(), false, points.last(), false, none(), null);
    }

    private ValueSet listed()
    {
        final NavigableSet<Rational> listed = new TreeSet<>();
        for (Rational value = low; value.compareTo(high) <= 0; value = value.add(Rational.ONE))
        {
            if (!excluded.contains(value))
            {
                listed.add(value);
            }
        }
        return points(listed);
    }

    private int compareLow(final ValueSet other)
    {
        if (null == low || null == other.low)
        {
            return null == low && null == other.low ? 0 : null == low ? -1 : 1;
        }
        final int order = low.compareTo(other.low);
        return 0 == order ? Boolean.compare(isLowOpen, other.isLowOpen) : order;
    }

    private int compareHigh(final ValueSet other)
    {
        if (null == high || null == other.high)
        {
            return null == high && null == other.high ? 0 : null == high ? 1 : -1;
        }
        final int order = high.compareTo(other.high);
        return 0 == order ? Boolean.compare(other.isHighOpen, isHighOpen) : order;
    }

    private static NavigableSet<Rational> map(final Collection<Rational> values, final UnaryOperator<Rational> change)
    {
        final NavigableSet<Rational> changed = new TreeSet<>();
        values.forEach(value -> changed.add(change.apply(value)));
        return changed;
    }

    private static ValueSet below(final Rational number, final boolean isOpen)
    {
        return new ValueSet(null, false, number, isOpen, none(), null);
    }

    private static ValueSet above(final Rational number, final boolean isOpen)
    {
        return new ValueSet(number, isOpen, null, false, none(), null);
    }

    private static NavigableSet<Rational> none()
    {
        return Collections.emptyNavigableSet();
    }
}
