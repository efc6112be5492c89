package io.veto.rules.window;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the windows must hold, by brute force over all events so far. Engine time E is the highest effective time
 * journalled so far. A window covers the events journalled up to this record with effective time in {@code (E - delay -
 * length, E - delay]}; {@code before} leaves this record alone out. An event without a label is genuine.
 * <p>
 * It knows nothing of reservoirs, tails or side entries.
 */
final class WindowOracle
{
    private final EventFilter[] filters;
    private final List<Event> events = new ArrayList<>();
    private long engineTimeMs = SlidingWindows.NULL_TIME_MS;

    WindowOracle(final EventFilter[] filters)
    {
        this.filters = filters;
    }

    long engineTimeMs()
    {
        return engineTimeMs;
    }

    void advance(final long timeMs)
    {
        engineTimeMs = Math.max(engineTimeMs, timeMs);
    }

    void add(final Step.Transaction transaction)
    {
        events.add(new Event(transaction));
    }

    /**
     * Finds the event of a sequence.
     *
     * @return the event or null.
     */
    Step.Transaction find(final long sequence)
    {
        for (final Event event : events)
        {
            if (event.transaction.sequence() == sequence)
            {
                return event.transaction;
            }
        }
        return null;
    }

    /**
     * Labels the event of a sequence.
     *
     * @return whether its label was another.
     */
    boolean label(final long sequence, final boolean fraud)
    {
        for (final Event event : events)
        {
            if (event.transaction.sequence() == sequence && event.fraud != fraud)
            {
                event.fraud = fraud;
                return true;
            }
        }
        return false;
    }

    /**
     * What a window holds of the events so far for a key.
     */
    long value(final WindowSpec spec, final long key)
    {
        long value = 0;
        for (final Event event : events)
        {
            final Step.Transaction transaction = event.transaction;
            if (transaction.key(spec.key()) == key && covers(spec, transaction.timeMs()) && passes(spec, event))
            {
                value = Math.addExact(value, gain(spec, transaction));
            }
        }
        return value;
    }

    /**
     * What a window holds for the event that is being scored, whose label and answer nobody knows yet.
     */
    long value(final WindowSpec spec, final Step.Transaction own)
    {
        final long earlier = value(spec, own.key(spec.key()));
        final boolean isIn = !spec.before() && covers(spec, own.timeMs()) &&
            (WindowSpec.NULL_FILTER == spec.filter() || filters[spec.filter()].passes(own, false, false));
        return isIn ? Math.addExact(earlier, gain(spec, own)) : earlier;
    }

    /**
     * Keys for which at least one of the windows holds something other than zero.
     */
    Set<Long> liveKeys(final KeyKind kind, final WindowSpec[] specs)
    {
        final Set<Long> keys = new HashSet<>();
        final Set<Long> live = new HashSet<>();
        for (final Event event : events)
        {
            keys.add(event.transaction.key(kind));
        }
        keys.remove(KeyHash.NULL_KEY);
        for (final long key : keys)
        {
            for (final WindowSpec spec : specs)
            {
                if (spec.key() == kind && 0 != value(spec, key))
                {
                    live.add(key);
                }
            }
        }
        return live;
    }

    /**
     * Events from the first in journal order that some window covers or will cover to the last.
     */
    long neededEvents(final WindowSpec[] specs)
    {
        for (int i = 0; i < events.size(); i++)
        {
            if (isNeeded(events.get(i).transaction.timeMs(), specs))
            {
                return events.size() - i;
            }
        }
        return 0;
    }

    /**
     * Whether some window covers the time or will cover it.
     */
    boolean isNeeded(final long timeMs, final WindowSpec[] specs)
    {
        for (final WindowSpec spec : specs)
        {
            if (timeMs > engineTimeMs - spec.delayMs() - spec.lengthMs())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * The first engine time at which an event enters or leaves a window if nothing else comes; {@link Long#MAX_VALUE}
     * for never.
     */
    long nextChangeMs(final WindowSpec[] specs)
    {
        long nextMs = Long.MAX_VALUE;
        for (final Event event : events)
        {
            for (final WindowSpec spec : specs)
            {
                final long entersMs = event.transaction.timeMs() + spec.delayMs();
                final long leavesMs = entersMs + spec.lengthMs();
                nextMs = leavesMs > engineTimeMs ? Math.min(nextMs, leavesMs) : nextMs;
                nextMs = entersMs > engineTimeMs ? Math.min(nextMs, entersMs) : nextMs;
            }
        }
        return nextMs;
    }

    private boolean covers(final WindowSpec spec, final long timeMs)
    {
        final long lastMs = engineTimeMs - spec.delayMs();
        return timeMs <= lastMs && timeMs > lastMs - spec.lengthMs();
    }

    private boolean passes(final WindowSpec spec, final Event event)
    {
        return WindowSpec.NULL_FILTER == spec.filter() ||
            filters[spec.filter()].passes(event.transaction, event.transaction.approved(), event.fraud);
    }

    private static long gain(final WindowSpec spec, final Step.Transaction transaction)
    {
        return WindowSpec.Measure.COUNT == spec.measure() ? 1 : transaction.amount();
    }

    private static final class Event
    {
        private final Step.Transaction transaction;
        private boolean fraud = false;

        private Event(final Step.Transaction transaction)
        {
            this.transaction = transaction;
        }
    }
}
