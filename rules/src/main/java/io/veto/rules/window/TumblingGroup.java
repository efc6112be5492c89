package io.veto.rules.window;

/**
 * Columns of a tumbling window. One cell before them says which bucket they hold.
 */
final class TumblingGroup extends RunGroup
{
    private final Bucket bucket;
    private final int stampCell;

    TumblingGroup(final KeyTable table, final Column[] columns, final Bucket bucket, final int stampCell)
    {
        super(table, columns);
        this.bucket = bucket;
        this.stampCell = stampCell;
    }

    @Override
    boolean admits(final long row, final long timeMs)
    {
        return bucket.holds(timeMs);
    }

    @Override
    void add(final long row, final Passage passage)
    {
        if (!isCurrent(row))
        {
            resetColumns(row);
            table.set(row, stampCell, bucket.stamp());
        }
        super.add(row, passage);
    }

    @Override
    boolean holds(final long row, final Passage passage)
    {
        return bucket.holds(passage.timeMs());
    }

    @Override
    boolean isCurrent(final long row)
    {
        return bucket.stamp() == table.get(row, stampCell);
    }

    @Override
    void reset(final long row)
    {
        resetColumns(row);
        table.set(row, stampCell, 0);
    }
}
