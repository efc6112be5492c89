package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;

/**
 * How the state of windows is written down and comes back: what lies outside the heap as it lies there, so that it takes as long as memory
 * takes to be copied.
 * <pre>
 *   windows      what they are, bounds, engine time, steps
 *   reservoir    positions, segments
 *   values       trees, pockets
 *   keys 0 …     one table for each key
 *   amendments   what was learnt about events
 *   edges        cursors, side entries, sweeps
 * </pre>
 * Where a part would lead out of its memory, or round in a circle, it is refused: the bytes are what was written, but not who wrote them
 * is known.
 */
final class WindowState
{
    private static final long TIME_MAX_MS = -Windows.NULL_TIME_MS;

    private WindowState()
    {
    }

    /**
     * As {@link Windows#save}.
     */
    static void save(final WindowPlan plan, final long steps, final StateWriter writer)
    {
        final WindowLimits limits = plan.limits;
        writer.section("windows");
        writer.putLong(fingerprint(plan));
        writer.putLong(limits.reservoirEvents());
        writer.putLong(limits.keysPerTable());
        writer.putLong(limits.sideEntries());
        writer.putLong(limits.valueNodes());
        writer.putLong(plan.clock.timeMs());
        writer.putLong(steps);
        writer.section(KeptSegments.SECTION);
        plan.reservoir.save(writer);
        writer.section("values");
        plan.trees.save(writer);
        plan.pockets.save(writer);
        for (int i = 0; i < plan.states.length; i++)
        {
            writer.section("keys " + i);
            plan.states[i].table.save(writer);
        }
        writer.section("amendments");
        plan.amendments.save(writer);
        writer.section("edges");
        for (final Edge edge : plan.edges)
        {
            edge.save(writer);
        }
        for (final Sweep sweep : plan.sweeps)
        {
            writer.putLong(sweep.cursor());
        }
    }

    /**
     * As {@link Windows#load}.
     *
     * @return steps.
     */
    static long load(final WindowPlan plan, final StateReader reader)
    {
        if (Windows.NULL_TIME_MS != plan.clock.timeMs() || 0 != plan.reservoir.end())
        {
            throw new IllegalStateException("state is loaded into windows that have seen something: expectedEvents=0 events=" +
                plan.reservoir.end());
        }
        reader.section("windows");
        checkKind(plan, reader);
        final long timeMs = reader.getLong("engine time", Windows.NULL_TIME_MS, TIME_MAX_MS);
        final long steps = reader.getLong("steps", 0, Long.MAX_VALUE);
        reader.section(KeptSegments.SECTION);
        plan.reservoir.load(reader);
        reader.section("values");
        plan.trees.load(reader);
        plan.pockets.load(reader);
        final Claims claims = new Claims(plan.trees.nodesTaken(), plan.pockets.taken());
        plan.trees.check(claims);
        plan.pockets.check(claims);
        for (int i = 0; i < plan.states.length; i++)
        {
            reader.section("keys " + i);
            plan.states[i].table.load(plan.states[i].beside, claims, reader);
        }
        reader.section("amendments");
        plan.amendments.load(plan.reservoir, reader);
        reader.section("edges");
        loadEdges(plan, reader);
        if (plan.clock.advance(timeMs))
        {
            for (final Bucket bucket : plan.buckets)
            {
                bucket.advance(timeMs);
            }
        }
        return steps;
    }

    private static void loadEdges(final WindowPlan plan, final StateReader reader)
    {
        final long from = plan.reservoir.firstRetained();
        long to = plan.reservoir.end();
        for (final Edge edge : plan.edges)
        {
            edge.load(from, to, reader);
            to = edge.cursor();
        }
        for (final Sweep sweep : plan.sweeps)
        {
            sweep.load(from, reader);
        }
    }

    private static void checkKind(final WindowPlan plan, final StateReader reader)
    {
        final WindowLimits limits = plan.limits;
        check("windows", fingerprint(plan), reader);
        check("reservoirEvents", limits.reservoirEvents(), reader);
        check("keysPerTable", limits.keysPerTable(), reader);
        check("sideEntries", limits.sideEntries(), reader);
        check("valueNodes", limits.valueNodes(), reader);
    }

    private static void check(final String what, final long expected, final StateReader reader)
    {
        final long actual = reader.getLong();
        if (expected != actual)
        {
            throw new StateDamagedException("state is of other windows or bounds: what=" + what + " expected=" + expected + " actual=" +
                actual);
        }
    }

    /**
     * Hash of everything that the meaning of the state's bytes hangs on, besides the bounds.
     */
    private static long fingerprint(final WindowPlan plan)
    {
        long hash = 1L << Long.SIZE - 1 | plan.layout.words();
        for (final WindowSpec spec : plan.specs)
        {
            final ZoneTransitions zone = spec.span().zone();
            hash = KeyHash.mix(hash + textHash(spec.toString()));
            hash = KeyHash.mix(hash + (null == zone ? 0 : zone.hashCode()));
        }
        for (final boolean asks : plan.asksLabel)
        {
            hash = KeyHash.mix(hash + (asks ? 1 : 0));
        }
        for (final KeyState state : plan.states)
        {
            hash = KeyHash.mix(hash + state.table.stride());
        }
        return hash;
    }

    private static long textHash(final String text)
    {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++)
        {
            hash = KeyHash.mix(hash + text.charAt(i));
        }
        return hash;
    }
}
