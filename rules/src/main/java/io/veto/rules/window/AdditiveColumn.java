package io.veto.rules.window;

/**
 * A running total of what events add. One cell, two's complement modulo 2^64: exact whenever the true total fits, whatever passed
 * through it before.
 */
abstract class AdditiveColumn extends Column
{
    AdditiveColumn(final KeyTable table, final int cell, final int filter)
    {
        super(table, cell, filter);
    }

    /**
     * What a passage adds.
     */
    abstract long change(Passage passage);

    @Override
    final boolean concerns(final Passage passage)
    {
        return 0 != change(passage);
    }

    @Override
    final void enter(final long row, final Passage passage)
    {
        table.add(row, cell, change(passage));
    }

    @Override
    final void leave(final long row, final Passage passage)
    {
        table.add(row, cell, -change(passage));
    }

    @Override
    final void reset(final long row)
    {
        table.set(row, cell, 0);
    }

    @Override
    final long stateHash(final long row)
    {
        return cellsHash(row, 1);
    }

    @Override
    final boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        return reading.set(get(row, 0) + (isOwnIn ? change(own) : 0));
    }
}
