package io.veto.rules.window;

/**
 * Columns of a sliding window: events enter and leave as its edges pass them.
 */
final class SlidingGroup extends Group
{
    private final EngineClock clock;
    private final long enterOffsetMs;
    private final long exitOffsetMs;

    SlidingGroup(final KeyTable table, final Column[] columns, final EngineClock clock, final Span span)
    {
        super(table, columns);
        this.clock = clock;
        this.enterOffsetMs = span.delayMs();
        this.exitOffsetMs = span.delayMs() + span.lengthMs();
    }

    /**
     * Whether an event counts as soon as it comes.
     */
    boolean isAtOnce()
    {
        return 0 == enterOffsetMs;
    }

    @Override
    boolean admits(final long row, final long timeMs)
    {
        final long engineTimeMs = clock.timeMs();
        return engineTimeMs - exitOffsetMs < timeMs && timeMs <= engineTimeMs - enterOffsetMs;
    }

    @Override
    boolean holds(final long row, final Passage passage)
    {
        return admits(row, passage.timeMs());
    }

    @Override
    long current(final long row)
    {
        return row;
    }
}
