package io.veto.rules.window;

/**
 * The largest or smallest amount where a label may take events out again: a tree of all amounts with their counts. One cell: the root
 * of the tree.
 */
final class BoundColumn extends Column
{
    private final OrderedTrees trees;
    private final boolean isMax;

    /**
     * Keeps all amounts.
     *
     * @param trees for the amounts.
     * @param isMax whether to tell the largest.
     */
    BoundColumn(final KeyTable table, final int cell, final int filter, final OrderedTrees trees, final boolean isMax)
    {
        super(table, cell, filter);
        this.trees = trees;
        this.isMax = isMax;
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return 0 != passage.presence(filter);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        add(row, passage.amount(), passage.presence(filter));
    }

    @Override
    void leave(final long row, final Passage passage)
    {
        add(row, passage.amount(), -passage.presence(filter));
    }

    @Override
    void reset(final long row)
    {
        table.set(row, cell, trees.drop((int)table.get(row, cell)));
    }

    @Override
    boolean isBeside()
    {
        return true;
    }

    @Override
    long touch(final long row)
    {
        return trees.touch((int)table.get(row, cell));
    }

    @Override
    boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        final int root = (int)get(row, 0);
        final boolean isOwn = isOwnIn && concerns(own);
        if (OrderedTrees.NULL_ROOT == root)
        {
            return isOwn && reading.set(own.amount());
        }
        if (isMax)
        {
            final long largest = trees.lastKey(root);
            return reading.set(isOwn ? Math.max(largest, own.amount()) : largest);
        }
        final long smallest = trees.firstKey(root);
        return reading.set(isOwn ? Math.min(smallest, own.amount()) : smallest);
    }

    private void add(final long row, final long amount, final int weight)
    {
        if (0 != weight)
        {
            table.set(row, cell, trees.add((int)table.get(row, cell), amount, weight));
        }
    }
}
