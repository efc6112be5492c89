package io.veto.rules.window;

import io.veto.rules.state.StateReader;

/**
 * A tail that comes after a tumbling window or a session and empties the rows whose run is over. Rows say themselves that they are
 * stale, so a sweep changes no answer and may take its time: a few events at every call.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Sweep
{
    private final EngineClock clock;
    private final Bucket bucket;
    private final long gapMs;
    private final KeyState[] states;
    private final RunGroup[] groups;
    private final Reservoir reservoir;
    private final Tail tail;
    private long cursor = 0;

    /**
     * Makes a sweep.
     *
     * @param bucket of the tumbling window; null for a session.
     * @param gapMs  of the session.
     * @param states by group, the key that it is kept by.
     * @param groups that are swept.
     */
    Sweep(
        final EngineClock clock,
        final Bucket bucket,
        final long gapMs,
        final KeyState[] states,
        final RunGroup[] groups,
        final Reservoir reservoir,
        final Tail tail)
    {
        this.clock = clock;
        this.bucket = bucket;
        this.gapMs = gapMs;
        this.states = states;
        this.groups = groups;
        this.reservoir = reservoir;
        this.tail = tail;
    }

    /**
     * Reservoir position of the first event that the sweep has not passed.
     */
    long cursor()
    {
        return cursor;
    }

    /**
     * Reads the cursor into a sweep that has passed nothing. The reservoir is loaded.
     *
     * @param from lowest position.
     */
    void load(final long from, final StateReader reader)
    {
        cursor = reader.getLong("cursor of a sweep", from, reservoir.end());
    }

    /**
     * Goes on.
     *
     * @param stepsMax most events to pass.
     * @return events passed.
     */
    int advance(final int stepsMax)
    {
        final long end = Math.min(reservoir.end(), cursor + stepsMax);
        final long from = cursor;
        while (cursor < end && isDue())
        {
            pass(cursor++);
        }
        return (int)(cursor - from);
    }

    /**
     * Whether an event is one that the sweep may pass.
     *
     * @param timeMs of the event, at most engine time.
     */
    boolean isOver(final long timeMs)
    {
        return null == bucket ? timeMs < clock.timeMs() - gapMs : !bucket.holds(timeMs);
    }

    /**
     * When there is something to sweep if nothing else comes.
     *
     * @return engine time in epoch milliseconds; {@link Long#MAX_VALUE} for never.
     */
    long nextDueMs()
    {
        if (cursor == reservoir.end())
        {
            return Long.MAX_VALUE;
        }
        final long timeMs = reservoir.timeMs(cursor);
        if (isOver(timeMs))
        {
            return clock.timeMs();
        }
        return null == bucket ? timeMs + gapMs + 1 : bucket.endMs();
    }

    private boolean isDue()
    {
        tail.arrive(cursor);
        return isOver(reservoir.timeMs(cursor));
    }

    private void pass(final long position)
    {
        final long address = reservoir.address(position);
        for (int i = 0; i < groups.length; i++)
        {
            final long key = states[i].key(address);
            final KeyTable table = states[i].table;
            final long row = KeyHash.NULL_KEY == key ? KeyTable.NULL_ROW : table.find(key);
            if (KeyTable.NULL_ROW != row && !groups[i].isCurrent(row))
            {
                groups[i].reset(row);
                table.settle(row);
            }
        }
    }
}
