package io.veto.rules.window;

/**
 * The running state of one measure over one group of events, in some cells of the row that a key has. A row whose cells are all zero holds
 * nothing, so a column that holds nothing has zeros in all its cells.
 * <p>
 * <b>Note:</b> one thread.
 */
abstract class Column
{
    final KeyTable table;
    final int cell;
    final int filter;

    /**
     * Takes cells of a table's rows.
     *
     * @param table  of the key.
     * @param cell   first of the column's cells.
     * @param filter that events must pass; {@link WindowSpec#NULL_FILTER} for none.
     */
    Column(final KeyTable table, final int cell, final int filter)
    {
        this.table = table;
        this.cell = cell;
        this.filter = filter;
    }

    /**
     * Whether a passage changes anything here.
     */
    abstract boolean concerns(Passage passage);

    /**
     * Takes what passes into account.
     *
     * @param row     of the key.
     * @param passage what passes.
     */
    abstract void enter(long row, Passage passage);

    /**
     * Takes what passes out again. Only of columns that a sliding window may have.
     *
     * @param row     of the key.
     * @param passage what passes, with its edge.
     */
    void leave(final long row, final Passage passage)
    {
        throw new UnsupportedOperationException("only sliding windows have an edge at which events leave");
    }

    /**
     * Forgets everything.
     *
     * @param row of the key.
     */
    abstract void reset(long row);

    /**
     * Tells what the column holds.
     *
     * @param row      of the key; {@link KeyTable#NULL_ROW} where it holds nothing.
     * @param own      the event that is being read.
     * @param isOwnIn  whether the window covers that event too.
     * @param reading  to tell to.
     * @return false where there is nothing to tell.
     */
    abstract boolean read(long row, Passage own, boolean isOwnIn, Reading reading);

    /**
     * Hash of what the column holds, however it came to hold it.
     *
     * @param row of the key.
     * @return 0 where it holds nothing.
     */
    abstract long stateHash(long row);

    /**
     * Whether the column keeps anything outside of the row.
     */
    boolean isBeside()
    {
        return false;
    }

    /**
     * Loads what the column keeps outside of the row into the caches. Only of columns that do.
     *
     * @param row of the key.
     * @return something that depends on what was loaded.
     */
    long touch(final long row)
    {
        throw new UnsupportedOperationException("this column keeps everything in the row");
    }

    /**
     * Claims what the column keeps outside of a row that is being loaded. Only of columns that do.
     *
     * @param row    of a key.
     * @param claims to claim it of.
     * @throws io.veto.rules.state.StateDamagedException if there is no such thing, or it is another's.
     */
    void claim(final long row, final Claims claims)
    {
        throw new UnsupportedOperationException("this column keeps everything in the row");
    }

    /**
     * Hash of the column's cells as they are.
     *
     * @param row   of the key.
     * @param cells how many the column has.
     * @return 0 where all are 0.
     */
    final long cellsHash(final long row, final int cells)
    {
        long hash = 0;
        for (int i = cells - 1; i >= 0; i--)
        {
            hash = KeyHash.mix(hash ^ get(row, i));
        }
        return hash;
    }

    /**
     * What a cell of the column holds.
     */
    final long get(final long row, final int index)
    {
        return KeyTable.NULL_ROW == row ? 0 : table.get(row, cell + index);
    }
}
