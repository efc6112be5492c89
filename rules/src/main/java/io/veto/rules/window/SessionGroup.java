package io.veto.rules.window;

/**
 * Columns of a session. Three cells before them hold the key's run: times of its first and its last event, moved away from zero, and the
 * sequence of the event that opened it. Events of a run have that sequence or a higher one, which tells them from those of an
 * earlier run of the same times.
 */
final class SessionGroup extends RunGroup
{
    /** Cells of the run. */
    static final int CELLS = 3;

    private static final long BASE = 1L << 62;

    private final EngineClock clock;
    private final long gapMs;
    private final int number;
    private final int startCell;

    /**
     * Keeps sessions.
     *
     * @param number    bit of {@link RecordLayout#joinedWord}.
     * @param startCell first of the run's cells.
     */
    SessionGroup(
        final KeyTable table, final Column[] columns, final EngineClock clock, final Span span, final int number, final int startCell)
    {
        super(table, columns);
        this.clock = clock;
        this.gapMs = span.lengthMs();
        this.number = number;
        this.startCell = startCell;
    }

    /**
     * Bit of the session in the record's joined word.
     */
    int number()
    {
        return number;
    }

    @Override
    boolean admits(final long row, final long timeMs)
    {
        return KeyTable.NULL_ROW != row && isCurrent(row) ?
            timeMs >= table.get(row, startCell) - BASE - gapMs :
            timeMs >= clock.timeMs() - gapMs;
    }

    @Override
    void add(final long row, final Passage passage)
    {
        final long time = BASE + passage.timeMs();
        if (isCurrent(row))
        {
            table.set(row, startCell, Math.min(table.get(row, startCell), time));
            table.set(row, startCell + 1, Math.max(table.get(row, startCell + 1), time));
        }
        else
        {
            resetColumns(row);
            table.set(row, startCell, time);
            table.set(row, startCell + 1, time);
            table.set(row, startCell + 2, passage.sequence());
        }
        super.add(row, passage);
    }

    @Override
    boolean holds(final long row, final Passage passage)
    {
        return KeyTable.NULL_ROW != row && isCurrent(row) && passage.joined(number) &&
            passage.sequence() >= table.get(row, startCell + 2);
    }

    @Override
    boolean isCurrent(final long row)
    {
        final long end = table.get(row, startCell + 1);
        return 0 != end && end - BASE >= clock.timeMs() - gapMs;
    }

    @Override
    long stateHash(final long row)
    {
        long run = 0;
        for (int i = 0; i < CELLS; i++)
        {
            run = KeyHash.mix(run ^ table.get(row, startCell + i));
        }
        return isCurrent(row) ? super.stateHash(row) + run : 0;
    }

    @Override
    void reset(final long row)
    {
        resetColumns(row);
        for (int i = 0; i < CELLS; i++)
        {
            table.set(row, startCell + i, 0);
        }
    }
}
