package io.veto.rules.window;

/**
 * The latest event of a sliding window, by time and then by sequence: its time and one word about it. Two cells, the time moved away from
 * zero. An event out of order is never earlier in sequence than one in order of the same time, so whichever comes later wins a tie.
 */
final class LatestColumn extends Column
{
    private static final long BASE = 1L << 62;

    private final Measure measure;
    private final EngineClock clock;
    private final int word;

    /**
     * Keeps the latest event.
     *
     * @param measure {@link Measure#LAST}, {@link Measure#SINCE} or {@link Measure#DISTANCE}.
     * @param clock   engine time.
     * @param word    of the record that {@link Measure#LAST} tells; {@link RecordLayout#NULL_WORD} for the amount.
     */
    LatestColumn(final KeyTable table, final int cell, final int filter, final Measure measure, final EngineClock clock, final int word)
    {
        super(table, cell, filter);
        this.measure = measure;
        this.clock = clock;
        this.word = word;
    }

    @Override
    boolean concerns(final Passage passage)
    {
        return passage.isEvent() && 0 != passage.presence(filter) &&
            (Measure.DISTANCE != measure || Haversine.NULL_PLACE != passage.place());
    }

    @Override
    void enter(final long row, final Passage passage)
    {
        final long time = BASE + passage.timeMs();
        if (concerns(passage) && time >= table.get(row, cell))
        {
            table.set(row, cell, time);
            table.set(row, cell + 1, told(passage));
        }
    }

    @Override
    void leave(final long row, final Passage passage)
    {
        if (table.get(row, cell) <= BASE + passage.edgeMs())
        {
            reset(row);
        }
    }

    @Override
    void reset(final long row)
    {
        table.set(row, cell, 0);
        table.set(row, cell + 1, 0);
    }

    @Override
    long stateHash(final long row)
    {
        return cellsHash(row, 2);
    }

    @Override
    boolean read(final long row, final Passage own, final boolean isOwnIn, final Reading reading)
    {
        final long held = get(row, 0);
        if (0 == held)
        {
            return false;
        }
        final long lastMs = held - BASE;
        return switch (measure)
        {
            case LAST -> reading.set(get(row, 1));
            case SINCE -> reading.set(clock.timeMs() - lastMs);
            default -> Haversine.NULL_PLACE != own.place() &&
                reading.set(Haversine.metres(get(row, 1), own.place()), Math.abs(own.timeMs() - lastMs));
        };
    }

    private long told(final Passage passage)
    {
        return switch (measure)
        {
            case LAST -> RecordLayout.NULL_WORD == word ? passage.amount() : passage.word(word);
            case SINCE -> 0;
            default -> passage.place();
        };
    }
}
