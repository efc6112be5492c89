package io.veto.rules.window;

import io.veto.rules.window.WindowSpec.Measure;

/**
 * One column of an accumulator row: a window's running count or sum. Windows that differ in {@code before} alone share it.
 *
 * @param key           that the column's table is kept by.
 * @param measure       what is added up.
 * @param enterOffsetMs how far behind engine time events enter.
 * @param exitOffsetMs  how far behind engine time events leave.
 * @param filter        that events must pass; {@link WindowSpec#NULL_FILTER} for none.
 */
record Column(KeyKind key, Measure measure, long enterOffsetMs, long exitOffsetMs, int filter)
{
    static Column of(final WindowSpec spec)
    {
        return new Column(spec.key(), spec.measure(), spec.delayMs(), spec.delayMs() + spec.lengthMs(), spec.filter());
    }

    boolean covers(final long engineTimeMs, final long timeMs)
    {
        return engineTimeMs - exitOffsetMs < timeMs && timeMs <= engineTimeMs - enterOffsetMs;
    }

    /**
     * What an event that passes the filter adds.
     */
    long gain(final long amount)
    {
        return Measure.COUNT == measure ? 1 : amount;
    }
}
