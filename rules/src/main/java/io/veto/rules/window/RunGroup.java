package io.veto.rules.window;

/**
 * Columns of a window that is over all at once: a tumbling one or a session. What a row holds says which run it belongs to; once that run
 * is over the row is stale. It is emptied when the key comes again, or when a {@link Sweep} passes.
 */
abstract class RunGroup extends Group
{
    RunGroup(final KeyTable table, final Column[] columns)
    {
        super(table, columns);
    }

    @Override
    final long current(final long row)
    {
        return KeyTable.NULL_ROW != row && isCurrent(row) ? row : KeyTable.NULL_ROW;
    }

    @Override
    long stateHash(final long row)
    {
        return isCurrent(row) ? super.stateHash(row) : 0;
    }

    /**
     * Whether the row holds a run that is not over.
     */
    abstract boolean isCurrent(long row);

    /**
     * Empties the row of a run.
     */
    abstract void reset(long row);

    /**
     * Forgets everything but which run it was.
     *
     * @param row of the key.
     */
    final void resetColumns(final long row)
    {
        for (final Column column : columns)
        {
            column.reset(row);
        }
    }
}
