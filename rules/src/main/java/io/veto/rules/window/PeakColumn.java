package io.veto.rules.window;

/**
 * The largest or smallest amount of a sliding window whose filter asks for no label: a skyline of those amounts that no later one
 * outdoes, which is the monotonic deque with room for events out of order. One cell: the root of the skyline.
 */
final class PeakColumn extends ExtremeColumn
{
    /**
     * Keeps a peak.
     *
     * @param trees for the skyline.
     * @param sign  1 for the largest, -1 for the smallest.
     */
    PeakColumn(final KeyTable table, final int cell, final int filter, final OrderedTrees trees, final int sign)
    {
        super(table, cell, filter, trees, sign);
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return passage.isEvent() && 0 != passage.presence(filter);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        if (concerns(passage))
        {
            table.set(row, cell, trees.push((int)table.get(row, cell), passage.timeMs(), sign * passage.amount()));
        }
    }

    @Override
    void leave(final long row, final Passage passage)
    {
        table.set(row, cell, trees.expire((int)table.get(row, cell), passage.edgeMs()));
    }

    @Override
    long best(final int root)
    {
        return trees.best(root);
    }
}
