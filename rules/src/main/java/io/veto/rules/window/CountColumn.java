package io.veto.rules.window;

/**
 * A running count of events. One cell.
 */
final class CountColumn extends Column
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

    private int change(final Passage passage)
    {
        return isReversible ? passage.count(filter) : passage.presence(filter);
    }
}
