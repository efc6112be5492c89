package io.veto.rules.window;

/**
 * A hash over everything that decides what windows will tell: engine time, the rows with what they keep beside them, the events that some
 * window still needs, what was learnt about them, and what waits for an edge. It is a sum over parts, so it does not depend on where in
 * memory they lie, and what is over and only waits to be swept is left out: equal states hash equal on whatever way they came about.
 * <p>
 * It guards against mistakes, not against an adversary. It walks over all of the state.
 */
final class StateHash
{
    private static final long TIME_SALT = 1;
    private static final long ROWS_SALT = 2;
    private static final long EVENT_SALT = 3;
    private static final long SIDE_SALT = 4;
    private static final long LEARNT_SALT = 5;

    private StateHash()
    {
    }

    /**
     * Hashes the state of windows.
     *
     * @param plan        their parts.
     * @param corrections that know which events are needed.
     * @return the hash.
     */
    static long of(final WindowPlan plan, final Corrections corrections)
    {
        long hash = part(TIME_SALT, 0, plan.clock.timeMs());
        for (int i = 0; i < plan.states.length; i++)
        {
            hash += part(ROWS_SALT, i, plan.states[i].stateHash());
        }
        final Reservoir reservoir = plan.reservoir;
        for (long position = reservoir.firstRetained(); position < reservoir.end(); position++)
        {
            if (corrections.isNeeded(position))
            {
                hash += part(EVENT_SALT, 0, reservoir.recordHash(position));
            }
        }
        for (final Edge edge : plan.edges)
        {
            for (int i = 0; i < edge.waiting.size(); i++)
            {
                hash += part(SIDE_SALT, edge.offsetMs,
                    edge.waiting.entryHash(i) ^ reservoir.sequence(edge.waiting.position(i)));
            }
        }
        return hash + part(LEARNT_SALT, 0, plan.amendments.stateHash(corrections::isNeeded));
    }

    private static long part(final long salt, final long place, final long hash)
    {
        return KeyHash.mix(KeyHash.mix(KeyHash.mix(salt) + place) + hash);
    }
}
