package io.veto.rules.window;

/**
 * All columns of one key that cover the same times.
 * <p>
 * <b>Note:</b> one thread.
 */
abstract class Group
{
    final KeyTable table;
    final Column[] columns;

    Group(final KeyTable table, final Column[] columns)
    {
        this.table = table;
        this.columns = columns;
    }

    /**
     * Whether an event counts here at once.
     *
     * @param row    of the key; {@link KeyTable#NULL_ROW} where there is none.
     * @param timeMs of the event, at most engine time.
     */
    abstract boolean admits(long row, long timeMs);

    /**
     * Takes in an event that was admitted.
     *
     * @param row     of the key.
     * @param passage the event.
     */
    void add(final long row, final Passage passage)
    {
        for (final Column column : columns)
        {
            column.enter(row, passage);
        }
    }

    /**
     * Whether an event that came earlier counts here now, so that what is learnt about it does too.
     *
     * @param row     of the key.
     * @param passage what is learnt.
     */
    abstract boolean holds(long row, Passage passage);

    /**
     * The row where it says what the group holds now.
     *
     * @param row of the key; {@link KeyTable#NULL_ROW} where there is none.
     * @return the row, or {@link KeyTable#NULL_ROW} where what it says is over.
     */
    abstract long current(long row);

    /**
     * Hash of what the group holds now.
     *
     * @param row of the key.
     * @return 0 where it holds nothing.
     */
    long stateHash(final long row)
    {
        long hash = 0;
        for (int i = 0; i < columns.length; i++)
        {
            final long held = columns[i].stateHash(row);
            hash += 0 == held ? 0 : KeyHash.mix(held + i);
        }
        return hash;
    }

    /**
     * Whether a passage changes any column.
     */
    final boolean concerns(final Passage passage)
    {
        for (final Column column : columns)
        {
            if (column.concerns(passage))
            {
                return true;
            }
        }
        return false;
    }
}
