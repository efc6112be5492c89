package io.veto.rules.window;

/**
 * The first event of a session, by time. One cell: its time, moved away from zero.
 */
final class FirstColumn extends Column
{
    private static final long BASE = 1L << 62;

    private final EngineClock clock;

    /**
     * Keeps the first event.
     *
     * @param clock engine time.
     */
    FirstColumn(final KeyTable table, final int cell, final int filter, final EngineClock clock)
    {
        super(table, cell, filter);
        this.clock = clock;
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return passage.isEvent() && 0 != passage.presence(filter);
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        final long held = table.get(row, cell);
        final long time = BASE + passage.timeMs();
        if (concerns(passage) && (0 == held || time < held))
        {
            table.set(row, cell, time);
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
        return 0 != held && reading.set(clock.timeMs() - (held - BASE));
    }
}
