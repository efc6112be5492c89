package io.veto.rules.window;

import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;

/**
 * One distinct edge of sliding windows: a tail that walks over the reservoir some time behind engine time, the side entries that wait
 * for it, and what happens to the rows when something passes.
 * <p>
 * The rows of the events that come next are touched together, some events ahead, so that the waits for memory overlap.
 * <p>
 * Sources: Railgun (PVLDB 14(12), 2021) for tails shared by windows; subtract-on-evict from "In-order sliding-window aggregation in
 * worst-case constant time" (VLDBJ 2021).
 * <p>
 * <b>Note:</b> one thread.
 */
final class Edge
{
    private static final long NULL_DUE_MS = Long.MIN_VALUE;

    final long offsetMs;
    final SideHeap waiting;
    private final boolean heedsLabels;
    private final boolean heedsReversals;
    private final Crossing[] crossings;
    private final Reservoir reservoir;
    private final Passage passage;
    private final Tail tail;
    private long cursor = 0;
    private long dueMs = NULL_DUE_MS;
    private long touched = 0;

    /**
     * Makes an edge.
     *
     * @param heedsLabels    whether a label may change what a column at the edge holds.
     * @param heedsReversals whether a reversal may.
     */
    Edge(
        final long offsetMs,
        final Crossing[] crossings,
        final boolean heedsLabels,
        final boolean heedsReversals,
        final Reservoir reservoir,
        final Passage passage,
        final SideHeap waiting,
        final Tail tail)
    {
        this.offsetMs = offsetMs;
        this.crossings = crossings;
        this.heedsLabels = heedsLabels;
        this.heedsReversals = heedsReversals;
        this.reservoir = reservoir;
        this.passage = passage;
        this.waiting = waiting;
        this.tail = tail;
    }

    /**
     * Whether a transition may change what a column at the edge holds.
     */
    boolean heeds(final int transition)
    {
        return Passage.EVENT == transition || (Passage.changesLabel(transition) ? heedsLabels : heedsReversals);
    }

    /**
     * Whether there is no room for a transition to wait.
     */
    boolean isFull(final int transition)
    {
        return Passage.EVENT == transition ? waiting.isFull() : waiting.isFullForCorrections();
    }

    /**
     * Reservoir position of the first event that the edge has not passed.
     */
    long cursor()
    {
        return cursor;
    }

    /**
     * Lets pass what is due.
     *
     * @param edgeMs time that the edge stands at.
     * @return events and side entries that passed.
     */
    long advance(final long edgeMs)
    {
        final Reservoir reservoir = this.reservoir;
        final long end = reservoir.end();
        long position = cursor;
        passage.edgeMs(edgeMs);
        while (position < end)
        {
            tail.arrive(position);
            final long address = reservoir.address(position);
            if (Reservoir.timeMsAt(address) > edgeMs)
            {
                break;
            }
            if (position >= touched)
            {
                touchAhead(position, end);
            }
            if (!Reservoir.outOfOrderAt(address))
            {
                pass(passage.wrapEvent(address), address);
            }
            position++;
        }
        final long passed = position - cursor + advanceWaiting(edgeMs);
        cursor = position;
        dueMs = position < end ? nextDueMs() : NULL_DUE_MS;
        return passed;
    }

    /**
     * Engine time before which nothing passes.
     *
     * @return epoch milliseconds; {@link Long#MIN_VALUE} where that is not known.
     */
    long dueMs()
    {
        return dueMs;
    }

    /**
     * Lets something wait that the edge has yet to pass. There must be room.
     *
     * @param timeMs     of the event.
     * @param sequence   of the record that made it wait.
     * @param position   of the event in the reservoir.
     * @param transition that is to pass.
     * @param before     what was left of the amount.
     * @param after      what is left of it.
     */
    void await(
        final long timeMs, final long sequence, final long position, final int transition, final long before, final long after)
    {
        waiting.push(timeMs, sequence, position, transition, before, after);
        dueMs = Math.min(dueMs, timeMs + offsetMs);
    }

    /**
     * When the next event or side entry passes if nothing else comes.
     *
     * @return engine time in epoch milliseconds; {@link Long#MAX_VALUE} for never.
     */
    long nextDueMs()
    {
        final long eventMs = cursor < reservoir.end() ? reservoir.timeMs(cursor) + offsetMs : Long.MAX_VALUE;
        return waiting.size() > 0 ? Math.min(eventMs, waiting.firstTimeMs() + offsetMs) : eventMs;
    }

    /**
     * How far engine time can move until more than a number of events are due.
     *
     * @param steps number of events.
     * @return engine time in epoch milliseconds; {@link Long#MAX_VALUE} for any.
     */
    long reachableMs(final int steps)
    {
        final long eventMs =
            reservoir.end() - cursor > steps ? reservoir.timeMs(cursor + steps) + offsetMs - 1 : Long.MAX_VALUE;
        return waiting.size() > steps ? Math.min(eventMs, waiting.firstTimeMs() + offsetMs) : eventMs;
    }

    void save(final StateWriter writer)
    {
        writer.putLong(cursor);
        waiting.save(writer);
    }

    /**
     * Reads what {@link #save} wrote down into an edge that nothing has passed. The reservoir is loaded.
     *
     * @param from lowest position of the cursor.
     * @param to   highest.
     */
    void load(final long from, final long to, final StateReader reader)
    {
        cursor = reader.getLong("cursor of the edge at " + offsetMs + " ms", from, to);
        waiting.load(cursor, reservoir.end(), reservoir::timeMs, reader);
        touched = cursor;
    }

    private long advanceWaiting(final long edgeMs)
    {
        final SideHeap waiting = this.waiting;
        long passed = 0;
        while (waiting.size() > 0 && waiting.firstTimeMs() <= edgeMs)
        {
            tail.look(waiting.firstPosition());
            final long address = reservoir.address(waiting.firstPosition());
            passage.wrap(address, (int)waiting.firstTransition(), waiting.firstAmountBefore(), waiting.firstAmountAfter());
            pass(passage, address);
            waiting.pop();
            passed++;
        }
        return passed;
    }

    private void pass(final Passage passing, final long address)
    {
        for (final Crossing crossing : crossings)
        {
            crossing.pass(crossing.state().key(address), passing);
        }
    }

    private void touchAhead(final long from, final long end)
    {
        final long to = Math.min(end, from + KeyState.AHEAD_MAX);
        for (final Crossing crossing : crossings)
        {
            for (long position = from; position < to; position++)
            {
                final long address = reservoir.address(position);
                if (crossing.concerns(passage.wrapEvent(address)))
                {
                    crossing.state().lookAhead(crossing.state().key(address));
                }
            }
            crossing.state().touch(crossing.lines(), crossing.beside());
        }
        touched = to;
    }
}
