package io.veto.rules.window;

/**
 * A running count of events.
 */
final class CountColumn extends AdditiveColumn
{
    private final boolean isReversible;

    /**
     * Counts.
     *
     * @param isReversible whether an event that is reversed in full leaves the count.
     */
    CountColumn(final KeyTable table, final int cell, final int filter, final boolean isReversible)
    {
        super(table, cell, filter);
        this.isReversible = isReversible;
    }

    @Override
    long change(final Passage passage)
    {
        return isReversible ? passage.count(filter) : passage.presence(filter);
    }
}
