package io.veto.rules.window;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What a window edge does to the rows of one key when something passes it: some columns gain it, others lose it. The row is looked for only
 * where a column is concerned: most filters let few events pass, and a row that is not in a cache is what an edge costs.
 *
 * @param state  of the key.
 * @param gains  columns of windows that begin at the edge.
 * @param losses columns of windows that end at the edge.
 * @param beside those of both that keep something beside the row.
 * @param lines  offsets in bytes from the row's start, one in each cache line but the first that a column of both has a cell in.
 */
record Crossing(KeyState state, Column[] gains, Column[] losses, Column[] beside, int[] lines)
{
    static Crossing of(final KeyState state, final Column[] gains, final Column[] losses)
    {
        final Column[] both = Stream.of(gains, losses).flatMap(Arrays::stream).toArray(Column[]::new);
        return new Crossing(
            state, gains, losses, Arrays.stream(both).filter(Column::isBeside).toArray(Column[]::new), KeyRows.lines(both));
    }

    /**
     * Lets something pass.
     *
     * @param key     of the event that passes, or that is learnt about; {@link KeyHash#NULL_KEY} for none.
     * @param passage what passes.
     */
    void pass(final long key, final Passage passage)
    {
        if (KeyHash.NULL_KEY == key || !concerns(passage))
        {
            return;
        }
        final KeyTable table = state.table;
        final long found = table.find(key);
        final long row = KeyTable.NULL_ROW == found ? table.acquire(key) : found;
        for (final Column gain : gains)
        {
            gain.enter(row, passage);
        }
        for (final Column loss : losses)
        {
            loss.leave(row, passage);
        }
        if (losses.length > 0 || !passage.isEvent())
        {
            table.settle(row);
        }
    }

    /**
     * Whether a passage changes anything in a row.
     */
    boolean concerns(final Passage passage)
    {
        for (final Column gain : gains)
        {
            if (gain.concerns(passage))
            {
                return true;
            }
        }
        for (final Column loss : losses)
        {
            if (loss.concerns(passage))
            {
                return true;
            }
        }
        return false;
    }
}
