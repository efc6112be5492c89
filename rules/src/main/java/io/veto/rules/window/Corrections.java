package io.veto.rules.window;

/**
 * What comes after an event, or out of its order: labels, reversals, and what has to wait for an edge because of them. Nothing rewrites
 * the past: a correction is the difference that it makes, with the time of the event that it is about.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Corrections
{
    private final WindowPlan plan;
    private final EngineClock clock;
    private final Reservoir reservoir;
    private final Passage passage;
    private final Amendments amendments;
    private final KeyState[] states;
    private final Edge[] edges;
    private final Sweep[] sweeps;

    Corrections(final WindowPlan plan)
    {
        this.plan = plan;
        clock = plan.clock;
        reservoir = plan.reservoir;
        passage = plan.passage;
        amendments = plan.amendments;
        states = plan.states;
        edges = plan.edges;
        sweeps = plan.sweeps;
    }

    /**
     * As {@link Windows#label}.
     */
    Correction label(final long sequence, final long targetSequence, final boolean fraud)
    {
        final long position = find(targetSequence);
        if (position < 0)
        {
            return Correction.UNKNOWN_TARGET;
        }
        final long entry = amendments.find(targetSequence);
        final boolean wasFraud = amendments.isFraud(entry);
        if (wasFraud == fraud)
        {
            return Correction.UNCHANGED;
        }
        final boolean isLive = !amendments.isReversed(entry);
        final long left = amendments.left(entry, reservoir.amount(position));
        return hasRoomToKeep(entry) && correct(sequence, position, Passage.transition(wasFraud, isLive, fraud, isLive), left, left) ?
            keep(targetSequence, position, fraud, !isLive, left) : Correction.UNCOUNTED;
    }

    /**
     * As {@link Windows#reverse}.
     */
    Correction reverse(final long sequence, final long targetSequence, final long amount)
    {
        final long position = find(targetSequence);
        if (position < 0)
        {
            return Correction.UNKNOWN_TARGET;
        }
        final long entry = amendments.find(targetSequence);
        final boolean isFraud = amendments.isFraud(entry);
        final long left = amendments.left(entry, reservoir.amount(position));
        final boolean isFull = Windows.NULL_AMOUNT == amount || amount == left;
        if (amendments.isReversed(entry) || !isFull && (left < 0 ? amount < left || amount >= 0 : amount > left || amount <= 0))
        {
            return Correction.EXCEEDED;
        }
        final long after = isFull ? 0 : left - amount;
        return hasRoomToKeep(entry) && correct(sequence, position, Passage.transition(isFraud, true, isFraud, !isFull), left, after) ?
            keep(targetSequence, position, isFraud, isFull, after) : Correction.UNCOUNTED;
    }

    /**
     * Position of an event that some window still needs, whether or not a sweep that may take its time has passed it; -1 for none. Its
     * block is checked, for what its record says is about to be believed.
     */
    private long find(final long sequence)
    {
        final long position = reservoir.find(sequence);
        if (position >= 0)
        {
            reservoir.verify(position);
        }
        return position >= 0 && isNeeded(position) ? position : -1;
    }

    /**
     * Whether some window needs an event, so that what is learnt about it may count.
     */
    boolean isNeeded(final long position)
    {
        boolean isNeeded = edges.length > 0 && edges[edges.length - 1].cursor() <= position;
        for (final Sweep sweep : sweeps)
        {
            isNeeded |= !sweep.isOver(reservoir.timeMs(position));
        }
        return isNeeded;
    }

    /**
     * Makes room to keep what is learnt about an event.
     *
     * @param entry of the event, if something was learnt about it before.
     * @return false where there is none.
     */
    private boolean hasRoomToKeep(final long entry)
    {
        if (KeyTable.NULL_ROW == entry && !amendments.isFull())
        {
            amendments.reserve();
            return true;
        }
        return KeyTable.NULL_ROW != entry;
    }

    /**
     * Applies a correction wherever the event counts now, and lets it wait where an edge has yet to pass the event.
     */
    private boolean correct(final long sequence, final long position, final int transition, final long before, final long after)
    {
        final long timeMs = reservoir.timeMs(position);
        if (!hasRoomToWait(timeMs, transition))
        {
            return false;
        }
        final long address = reservoir.address(position);
        plan.reserveValues();
        passage.wrap(address, transition, before, after);
        for (final KeyState state : states)
        {
            final long key = state.key(address);
            if (KeyHash.NULL_KEY != key)
            {
                state.table.reserve();
                state.correct(key, passage);
            }
        }
        for (final Edge edge : edges)
        {
            edge.waiting.reserve();
        }
        await(position, timeMs, sequence, transition, before, after);
        return true;
    }

    private Correction keep(final long target, final long position, final boolean fraud, final boolean reversed, final long left)
    {
        amendments.put(target, position, fraud, reversed, left);
        return Correction.APPLIED;
    }

    /**
     * Whether every edge that must pass an event later has room for another side entry.
     */
    boolean hasRoomToWait(final long timeMs, final int transition)
    {
        for (final Edge edge : edges)
        {
            if (clock.timeMs() - edge.offsetMs < timeMs && edge.heeds(transition) && edge.isFull(transition))
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Lets a transition wait wherever an edge must pass it later. There must be room.
     */
    void await(
        final long position, final long timeMs, final long sequence, final int transition, final long before, final long after)
    {
        for (final Edge edge : edges)
        {
            if (clock.timeMs() - edge.offsetMs < timeMs && edge.heeds(transition))
            {
                edge.await(timeMs, sequence, position, transition, before, after);
            }
        }
    }
}
