package io.veto.rules.language;

import java.util.BitSet;

/**
 * What it takes to test a condition: the windows that it reads, and how dear it is beside other conditions.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Footprint
{
    private static final long FIELD_COST = 1;
    private static final long OPERATION_COST = 2;
    private static final long LIST_COST = 8;
    private static final long WINDOW_COST = 16;
    private static final long ROOT_COST = 64;

    private final BitSet windows = new BitSet();
    private long cost;

    private Footprint()
    {
    }

    /**
     * How dear a condition is.
     *
     * @param condition to look at.
     * @return the more the dearer, as if nothing that it reads had been read before.
     */
    static long cost(final BooleanNode condition)
    {
        final Footprint footprint = new Footprint();
        footprint.add(condition);
        return footprint.cost + WINDOW_COST * footprint.windows.cardinality();
    }

    /**
     * The windows that a condition may read.
     *
     * @param condition to look at.
     * @return their indexes, lowest first.
     */
    static int[] windows(final BooleanNode condition)
    {
        final Footprint footprint = new Footprint();
        footprint.add(condition);
        return footprint.windows.stream().toArray();
    }

    private void add(final BooleanNode node)
    {
        if (node instanceof AndNode and)
        {
            addAll(and.conditions());
        }
        else if (node instanceof OrNode or)
        {
            addAll(or.conditions());
        }
        else if (node instanceof NotNode not)
        {
            add(not.condition());
        }
        else
        {
            cost += FIELD_COST;
            addComparison(node);
        }
    }

    private void addAll(final BooleanNode[] conditions)
    {
        for (final BooleanNode condition : conditions)
        {
            add(condition);
        }
    }

    private void addComparison(final BooleanNode node)
    {
        if (node instanceof NumberComparisonNode comparison)
        {
            add(comparison.left());
            add(comparison.right());
        }
        else if (node instanceof NumberMissingNode missing)
        {
            add(missing.number());
        }
        else if (node instanceof WindowLimitNode limit)
        {
            windows.set(limit.window());
        }
        else if (node instanceof CodeComparisonNode comparison)
        {
            addCode(comparison.left());
            addCode(comparison.right());
        }
        else if (node instanceof CodeMissingNode missing)
        {
            addCode(missing.value());
        }
        else if (node instanceof MemberNode member)
        {
            addCode(member.code());
        }
        else if (node instanceof DeviationComparisonNode comparison)
        {
            add(comparison.left().coefficient());
            add(comparison.right().coefficient());
            cost += ROOT_COST;
        }
        else if (node instanceof ListNode)
        {
            cost += LIST_COST;
        }
    }

    private void addCode(final CodeNode node)
    {
        if (node instanceof CodeWindowNode window)
        {
            windows.set(window.window());
        }
    }

    private void add(final NumberNode node)
    {
        cost += OPERATION_COST;
        if (node instanceof SumNode sum)
        {
            addAll(sum.terms());
        }
        else if (node instanceof ProductNode product)
        {
            addAll(product.factors());
        }
        else if (node instanceof OneWindowNode window)
        {
            windows.set(window.window());
        }
        else if (node instanceof QuotientNode quotient)
        {
            windows.set(quotient.window());
            windows.set(quotient.countWindow());
        }
        else if (node instanceof ReciprocalNode reciprocal)
        {
            windows.set(reciprocal.sumWindow());
            windows.set(reciprocal.countWindow());
            windows.set(reciprocal.squaresWindow());
        }
    }

    private void addAll(final NumberNode[] nodes)
    {
        for (final NumberNode node : nodes)
        {
            add(node);
        }
    }
}
