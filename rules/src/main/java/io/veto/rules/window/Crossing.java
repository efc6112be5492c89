package io.veto.rules.window;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What a window edge does to the rows of one key when something passes it: some columns gain it, others lose it.
 *
 * @param state  of the key.
 * @param gains  columns of windows that begin at the edge.
 * @param losses columns of windows that end at the edge.
 * @param beside those of both that keep something beside the row.
 */
record Crossing(KeyState state, Column[] gains, Column[] losses, Column[] beside)
{
    static Crossing of(final KeyState state, final Column[] gains, final Column[] losses)
    {
        return new Crossing(state, gains, losses,
            Stream.of(gains, losses).flatMap(Arrays::stream).filter(Column::isBeside).toArray(Column[]::new));
    }

    /**
     * Lets something pass.
     *
     * @param key     of the event that passes, or that is learnt about; {@link KeyHash#NULL_KEY} for none.
     * @param passage what passes.
     */
    void pass(final long key, final Passage passage)
    {
        if (KeyHash.NULL_KEY == key)
        {
            return;
        }
        final KeyTable table = state.table;
        long row = table.find(key);
        if (KeyTable.NULL_ROW == row)
        {
            if (!concerns(passage))
            {
                return;
            }
            row = table.acquire(key);
        }
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

    private boolean concerns(final Passage passage)
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
