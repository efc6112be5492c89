package io.veto.rules.window;

/**
 * The largest or smallest amount of a tumbling window or a session whose filter asks for no label: nothing ever leaves it but all at
 * once. One cell: the amount, moved away from zero.
 */
final class RunPeakColumn extends Column
{
    private static final long BASE = 1L << 62;

    private final int sign;

    /**
     * Keeps a peak.
     *
     * @param sign 1 for the largest, -1 for the smallest.
     */
    RunPeakColumn(final KeyTable table, final int cell, final int filter, final int sign)
    {
        super(table, cell, filter);
        this.sign = sign;
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return passage.isEvent() && 0 != passage.presence(filter);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        if (concerns(passage))
        {
            table.set(row, cell, Math.max(table.get(row, cell), BASE + sign * passage.amount()));
        }
    }

    @Override
    void reset(final long row)
    {
        table.set(row, cell, 0);
    }

    @Override
    long stateHash(final long row)
    {
        return cellsHash(row, 1);
    }

    @Override
    boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        final long held = get(row, 0);
        final long best = isOwnIn && concerns(own) ? Math.max(held, BASE + sign * own.amount()) : held;
        return 0 != best && reading.set(sign * (best - BASE));
    }
}
