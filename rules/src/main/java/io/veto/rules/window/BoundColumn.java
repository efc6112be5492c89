package io.veto.rules.window;

/**
 * The largest or smallest amount where a label may take events out again: a tree of all amounts with their counts. One cell: the root
 * of the tree.
 */
final class BoundColumn extends ExtremeColumn
{
    /**
     * Keeps all amounts.
     *
     * @param trees for the amounts.
     * @param sign  1 for the largest, -1 for the smallest.
     */
    BoundColumn(final KeyTable table, final int cell, final int filter, final OrderedTrees trees, final int sign)
    {
        super(table, cell, filter, trees, sign);
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
    long best(final int root)
    {
        return sign > 0 ? trees.lastKey(root) : -trees.firstKey(root);
    }

    private void add(final long row, final long amount, final int weight)
    {
        if (0 != weight)
        {
            table.set(row, cell, trees.add((int)table.get(row, cell), amount, weight));
        }
    }
}
