package io.veto.rules.window;

/**
 * The largest or smallest amount, of those that a tree outside the row keeps. One cell: the root of the tree. The smallest is the
 * largest of the amounts with their signs turned round.
 */
abstract class ExtremeColumn extends Column
{
    final OrderedTrees trees;
    final int sign;

    /**
     * Keeps amounts.
     *
     * @param trees for the amounts.
     * @param sign  1 for the largest, -1 for the smallest.
     */
    ExtremeColumn(final KeyTable table, final int cell, final int filter, final OrderedTrees trees, final int sign)
    {
        super(table, cell, filter);
        this.trees = trees;
        this.sign = sign;
    }

    /**
     * The largest of the amounts, times {@link #sign}.
     *
     * @param root of a tree that is not empty.
     */
    abstract long best(int root);

    @Override
    final void reset(final long row)
    {
        table.set(row, cell, trees.drop((int)table.get(row, cell)));
    }

    @Override
    final boolean isBeside()
    {
        return true;
    }

    @Override
    final long touch(final long row)
    {
        return trees.touch((int)table.get(row, cell));
    }

    @Override
    final void claim(final long row, final Claims claims)
    {
        final long root = table.get(row, cell);
        if (OrderedTrees.NULL_ROOT != root)
        {
            claims.node(root);
        }
    }

    @Override
    final long stateHash(final long row)
    {
        return trees.stateHash((int)get(row, 0));
    }

    @Override
    final boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        final int root = (int)get(row, 0);
        final boolean isOwn = isOwnIn && concerns(own);
        if (OrderedTrees.NULL_ROOT == root)
        {
            return isOwn && reading.set(own.amount());
        }
        final long best = best(root);
        return reading.set(sign * (isOwn ? Math.max(best, sign * own.amount()) : best));
    }
}
