package io.veto.rules.window;

/**
 * A running sum of amounts, in minor units, less what was reversed. One cell, two's complement modulo 2^64: exact whenever the true sum
 * fits, whatever passed through it before.
 */
final class SumColumn extends Column
{
    SumColumn(final KeyTable table, final int cell, final int filter)
    {
        super(table, cell, filter);
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return 0 != change(passage);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        table.add(row, cell, change(passage));
    }

    @Override
    void leave(final long row, final Passage passage)
    {
        table.add(row, cell, -change(passage));
    }

    @Override
    void reset(final long row)
    {
        table.set(row, cell, 0);
    }

    @Override
    boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        return reading.set(get(row, 0) + (isOwnIn ? change(own) : 0));
    }

    private long change(final Passage passage)
    {
        return passage.amountAfter(filter) - passage.amountBefore(filter);
    }
}
