package io.veto.rules.window;

/**
 * A running sum of amounts, in minor units, less what was reversed.
 */
final class SumColumn extends AdditiveColumn
{
    SumColumn(final KeyTable table, final int cell, final int filter)
    {
        super(table, cell, filter);
    }

    @Override
    long change(final Passage passage)
    {
        return passage.amountAfter(filter) - passage.amountBefore(filter);
    }
}
