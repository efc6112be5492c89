package io.veto.rules.window;

/**
 * The largest or smallest amount of a sliding window whose filter asks for no label: a skyline of those amounts that no later one
 * outdoes, which is the monotonic deque with room for events out of order. One cell: the root of the skyline.
 */
final class PeakColumn extends Column
{
    private final OrderedTrees trees;
    private final int sign;

    /**
     * Keeps a peak.
     *
     * @param trees for the skyline.
     * @param sign  1 for the largest, -1 for the smallest.
     */
    PeakColumn(final KeyTable table, final int cell, final int filter, final OrderedTrees trees, final int sign)
    {
        super(table, cell, filter);
        this.trees = trees;
        this.sign = sign;
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
        final long peak = trees.best(root);
        return reading.set(sign * (isOwn ? Math.max(peak, sign * own.amount()) : peak));
    }
}
