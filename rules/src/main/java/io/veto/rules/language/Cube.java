package io.veto.rules.language;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Statements that hold together: which values some terms have, what is there and what is missing. A term with a value is there.
 * <p>
 * <b>Note:</b> mutable while it is put together.
 */
final class Cube
{
    private final Map<Term, ValueSet> sets = new LinkedHashMap<>();
    private final Set<String> present = new HashSet<>();
    private final Set<String> missing = new HashSet<>();
    private String limits;

    /**
     * The statements of two together.
     *
     * @param other to join.
     * @return all statements; null where they contradict each other at first sight.
     */
    Cube and(final Cube other)
    {
        final Cube both = new Cube();
        both.sets.putAll(sets);
        both.present.addAll(present);
        both.missing.addAll(missing);
        boolean isPossible = other.present.stream().allMatch(both::putPresent) && other.missing.stream().allMatch(both::putMissing);
        for (final Map.Entry<Term, ValueSet> statement : other.sets.entrySet())
        {
            isPossible = isPossible && both.put(statement.getKey(), statement.getValue());
        }
        return isPossible ? both : null;
    }

    /**
     * States the values of a term. That its presences are there is for the caller to state.
     *
     * @param term   whose value is told.
     * @param values that it may have.
     * @return false where it can have none of them beside what was stated before.
     */
    boolean put(final Term term, final ValueSet values)
    {
        final ValueSet range = term.isSingle() ? term.atoms().get(0).range() : ValueSet.ALL;
        final ValueSet known = sets.getOrDefault(term, range);
        final ValueSet both = known.and(values);
        final ValueSet set = term.isWhole() ? both.whole() : both;
        final boolean isNew = null == sets.put(term, set);
        if (set.isEmpty())
        {
            limits = isNew && term.isSingle() ? term.atoms().get(0).limits() : null;
            return false;
        }
        boolean isPossible = true;
        for (final Atom atom : term.atoms())
        {
            final Atom divisor = isNew ? atom.divisor() : null;
            isPossible &= null == divisor || divisor.presences().stream().allMatch(this::putPresent) &&
                put(Term.of(divisor), ValueSet.of(Relation.GREATER, Rational.ZERO));
        }
        return isPossible;
    }

    /**
     * States that something is there.
     *
     * @param presence that is.
     * @return false where it was stated to be missing.
     */
    boolean putPresent(final String presence)
    {
        present.add(presence);
        return !AtomTable.NOWHERE.equals(presence) && !missing.contains(presence);
    }

    /**
     * States that something is missing.
     *
     * @param presence that is.
     * @return false where it was stated to be there.
     */
    boolean putMissing(final String presence)
    {
        missing.add(presence);
        return !present.contains(presence);
    }

    /**
     * Why the last statement could not be true of any transaction, in words.
     *
     * @return what limits the value; null where there is nothing to say.
     */
    String limits()
    {
        return limits;
    }

    /**
     * How much there is to look through.
     *
     * @return number of statements, each single point of their values counted.
     */
    int size()
    {
        return present.size() + missing.size() + sets.values().stream().mapToInt(ValueSet::size).sum();
    }

    /**
     * Whether the statements may be true of some transaction.
     *
     * @return false where they contradict each other or what is known of windows.
     */
    boolean isPossible()
    {
        return sets.keySet().stream().noneMatch(term -> bounds(term).isEmpty());
    }

    /**
     * Whether all statements of another are true wherever these are.
     *
     * @param other  to compare with.
     * @param budget to spend.
     * @return false where it cannot be told.
     */
    boolean implies(final Cube other, final Budget budget)
    {
        return present.containsAll(other.present) &&
            missing.containsAll(other.missing) &&
            other.sets.entrySet().stream().allMatch(statement ->
                budget.spend(sets.size() + statement.getValue().size()) && bounds(statement.getKey()).isWithin(statement.getValue()));
    }

    private ValueSet bounds(final Term term)
    {
        final ValueSet around = sum(term).and(sets.getOrDefault(term, ValueSet.ALL)).and(windowBounds(term));
        return term.isWhole() ? around.whole() : around;
    }

    private ValueSet sum(final Term term)
    {
        ValueSet sum = null;
        for (int i = 0; i < term.atoms().size(); i++)
        {
            final Atom atom = term.atoms().get(i);
            final ValueSet values = sets.getOrDefault(Term.of(atom), atom.range());
            if (term.isSingle())
            {
                return values;
            }
            final ValueSet multiples = values.times(Rational.of(term.factors().get(i), BigInteger.ONE));
            sum = null == sum ? multiples : sum.plus(multiples);
        }
        return sum;
    }

    private ValueSet windowBounds(final Term term)
    {
        final Atom first = term.atoms().get(0);
        if (term.isDifference())
        {
            final Atom second = term.atoms().get(1);
            return isAtMost(first, second) ? ValueSet.of(Relation.LESS_OR_EQUAL, Rational.ZERO) :
                isAtMost(second, first) ? ValueSet.of(Relation.GREATER_OR_EQUAL, Rational.ZERO) : ValueSet.ALL;
        }
        ValueSet bounds = ValueSet.ALL;
        if (term.isSingle() && null != first.window())
        {
            for (final Map.Entry<Term, ValueSet> statement : sets.entrySet())
            {
                final Atom other = statement.getKey().atoms().get(0);
                if (statement.getKey().isSingle() && null != other.window() && !other.equals(first))
                {
                    bounds = isAtMost(other, first) ? bounds.and(statement.getValue().upwards()) : bounds;
                    bounds = isAtMost(first, other) ? bounds.and(statement.getValue().downwards()) : bounds;
                }
            }
        }
        return bounds;
    }

    private static boolean isAtMost(final Atom less, final Atom more)
    {
        return null != less.window() && null != more.window() && WindowOrder.isAtMost(less.window(), more.window());
    }
}
