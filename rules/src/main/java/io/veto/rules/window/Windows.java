package io.veto.rules.window;

import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The exact windows of a rule set: a reservoir of events, one accumulator row per live key with all its windows side by side, tails
 * that take events out again, and side entries for what does not follow the reservoir's order.
 * <p>
 * For each event: {@link #advance} to the new engine time, {@link #reserve}, {@link #read} the event, {@link #load} what windows tell, then
 * {@link #append}. A {@link #label} or a {@link #reverse} never rewrites the past: it is a correction with the event's own time,
 * applied at once wherever that event counts, and applied or undone later as the edges pass it.
 * <p>
 * Work per event: one lookup per key, one passage for each edge of a sliding window that engine time moves over an event, and at most
 * {@link #SWEEP_STEPS} events for each tumbling window or session; {@link #steps} counts them. A key with a million events costs what a
 * key with one does. Memory grows with live keys, and for min, max and distinct with the values that they keep.
 * <p>
 * Sources: Railgun (PVLDB 14(12), 2021) for one reservoir and shared tails; subtract-on-evict from "In-order sliding-window aggregation
 * in worst-case constant time" (VLDBJ 2021).
 * <p>
 * <b>Note:</b> one thread. Reads no clock. Allocates nothing per event.
 */
public final class Windows implements AutoCloseable
{
    /** Engine time before the first event. */
    public static final long NULL_TIME_MS = Long.MIN_VALUE / 4;
    /** Largest magnitude of an amount, in minor units. */
    public static final long AMOUNT_MAX = 1_000_000_000_000L;
    /** A reversal gives back all that is left. */
    public static final long NULL_AMOUNT = Long.MIN_VALUE;
    /** Most events that a sweep passes behind one transaction. */
    public static final int SWEEP_STEPS = 8;
    /** Most events that an edge or a sweep should pass at one tick. */
    public static final int TICK_STEPS = 8192;

    private final int[] stateOf;
    private final Group[] groups;
    private final Column[] columns;
    private final boolean[] mayBeOwn;
    private final WindowPlan plan;
    private final EngineClock clock;
    private final Reservoir reservoir;
    private final Passage passage;
    private final Passage own;
    private final UnsafeBuffer ownRecord;
    private final long[] ownWords;
    private final Corrections corrections;
    private final KeyState[] states;
    private final Edge[] edges;
    private final Sweep[] sweeps;
    private final Bucket[] buckets;
    private final long[] ownKeys;
    private final long[] ownRows;
    private final Reading reading = new Reading();
    private WindowEvent ownEvent;
    private boolean rowsFound = false;
    private long steps = 0;
    private int aheadCount = 0;

    /**
     * Makes empty windows.
     *
     * @param specs     windows, in the order in which they are loaded.
     * @param asksLabel for each filter whether its value depends on the event's label.
     * @param limits    bounds of the state.
     * @param memory    where it lies; closed with the windows.
     */
    public Windows(final WindowSpec[] specs, final boolean[] asksLabel, final WindowLimits limits, final WindowMemory memory)
    {
        plan = new WindowPlan(specs, asksLabel, limits, memory);
        stateOf = plan.stateOf;
        groups = plan.groupOf;
        columns = plan.columnOf;
        mayBeOwn = new boolean[specs.length];
        for (int i = 0; i < specs.length; i++)
        {
            mayBeOwn[i] = !specs[i].before() && !specs[i].measure().isOfEarlier();
        }
        clock = plan.clock;
        reservoir = plan.reservoir;
        passage = plan.passage;
        corrections = new Corrections(plan);
        states = plan.states;
        edges = plan.edges;
        sweeps = plan.sweeps;
        buckets = plan.buckets;
        own = new Passage(plan.layout);
        ownWords = new long[plan.layout.words()];
        ownRecord = new UnsafeBuffer(ByteBuffer.allocateDirect(Reservoir.stride(ownWords.length)));
        ownKeys = new long[states.length];
        ownRows = new long[states.length];
    }

    /**
     * Highest time seen so far.
     *
     * @return engine time in epoch milliseconds; {@link #NULL_TIME_MS} before the first event.
     */
    public long engineTimeMs()
    {
        return clock.timeMs();
    }

    /**
     * Number of live values of a key.
     *
     * @param key that some window is kept by.
     * @return rows in its table; 0 where no window is kept by it.
     */
    public int liveKeys(final Key key)
    {
        for (final KeyState state : states)
        {
            if (state.key.equals(key))
            {
                return state.table.size();
            }
        }
        return 0;
    }

    /**
     * Number of events that some window may still need.
     *
     * @return events in the reservoir.
     */
    public long retainedEvents()
    {
        return reservoir.end() - reservoir.firstRetained();
    }

    /**
     * Number of side entries that wait for an edge.
     *
     * @return entries of all edges together.
     */
    public int waitingSideEntries()
    {
        int waiting = 0;
        for (final Edge edge : edges)
        {
            waiting += edge.waiting.size();
        }
        return waiting;
    }

    /**
     * Number of places that values take for distinct, min and max.
     *
     * @return nodes of trees and pockets of values.
     */
    public long valueNodes()
    {
        return plan.trees.nodes() + plan.pockets.used();
    }

    /**
     * Memory of the accumulators, without the reservoir.
     *
     * @return bytes in use for rows and values, free places among them included.
     */
    public long accumulatorLength()
    {
        long length = plan.trees.length() + plan.pockets.length();
        for (final KeyState state : states)
        {
            length += state.table.length();
        }
        return length;
    }

    /**
     * What was done so far: events that were appended, and events and side entries that passed an edge or a sweep.
     *
     * @return steps since the windows were made.
     */
    public long steps()
    {
        return steps;
    }

    /**
     * Moves engine time forward, never back, and takes out or lets in what is due. Sweeps go on by {@link #SWEEP_STEPS}.
     *
     * @param timeMs epoch milliseconds.
     */
    public void advance(final long timeMs)
    {
        advance(timeMs, SWEEP_STEPS);
    }

    /**
     * As {@link #advance}, where nobody waits: sweeps go on by {@link #TICK_STEPS}.
     *
     * @param timeMs epoch milliseconds.
     */
    public void tick(final long timeMs)
    {
        advance(timeMs, TICK_STEPS);
    }

    /**
     * When the next event leaves or enters a window, or can be swept, if nothing else comes.
     *
     * @return engine time in epoch milliseconds at which {@link #tick} has something to do; {@link Long#MAX_VALUE} for never.
     */
    public long nextDueMs()
    {
        long dueMs = Long.MAX_VALUE;
        for (final Edge edge : edges)
        {
            dueMs = Math.min(dueMs, edge.nextDueMs());
        }
        for (final Sweep sweep : sweeps)
        {
            dueMs = Math.min(dueMs, sweep.nextDueMs());
        }
        return dueMs;
    }

    /**
     * How far a tick should move engine time so that it costs no more than {@link #TICK_STEPS} at each edge, though always
     * to the next moment at which something is due.
     *
     * @return engine time in epoch milliseconds; {@link Long#MAX_VALUE} for any.
     */
    public long reachableMs()
    {
        long reachableMs = Long.MAX_VALUE;
        for (final Edge edge : edges)
        {
            reachableMs = Math.min(reachableMs, Math.max(edge.nextDueMs(), edge.reachableMs(TICK_STEPS)));
        }
        return reachableMs;
    }

    /**
     * Looks ahead to an event that comes soon, until {@link #touch}, which must come before the next {@link #advance}.
     *
     * @param event with its fields.
     * @return false when there is no room for another after it: time to {@link #touch}.
     */
    public boolean lookAhead(final WindowEvent event)
    {
        for (final KeyState state : states)
        {
            state.lookAhead(state.key.value(event.keys()));
        }
        return ++aheadCount < KeyState.AHEAD_MAX;
    }

    /**
     * Loads the rows of all events that were looked ahead to into the caches, together, so that the waits for memory overlap.
     */
    public void touch()
    {
        for (final KeyState state : states)
        {
            state.touch(state.lines, state.beside);
        }
        aheadCount = 0;
    }

    /**
     * Makes the space that the next {@link #append} needs.
     *
     * @throws StateLimitException when a bound is reached.
     */
    public void reserve()
    {
        plan.reserve();
    }

    /**
     * Looks an event's keys up, once for all windows of a key. What {@link #load} then tells is good until the next {@link #advance},
     * {@link #append} or correction.
     *
     * @param event with its time, amount, place, fields, and the filters that it passes as far as they are known. Kept until
     *              {@link #append}.
     */
    public void read(final WindowEvent event)
    {
        if (event.amount() > AMOUNT_MAX || event.amount() < -AMOUNT_MAX)
        {
            throw new IllegalArgumentException("amount out of bounds: maximumAmount=" + AMOUNT_MAX + " amount=" + event.amount());
        }
        ownEvent = event;
        plan.layout.encode(event, ownWords);
        final long address = ownRecord.addressOffset();
        Reservoir.encode(address, event.timeMs(), 0, event.amount(), false, ownWords);
        own.wrapEvent(address);
        for (int s = 0; s < states.length; s++)
        {
            final KeyState state = states[s];
            final long key = state.key(address);
            ownKeys[s] = key;
            ownRows[s] = KeyHash.NULL_KEY == key ? KeyTable.NULL_ROW : state.table.find(key);
        }
        rowsFound = true;
    }

    /**
     * Loads what a window tells for the event that is being read: all earlier events that it covers, and this one unless it is left out.
     *
     * @param window index of the window.
     * @return false where it tells nothing: the event has no such key, or there is nothing to tell of.
     */
    public boolean load(final int window)
    {
        final int state = stateOf[window];
        if (KeyHash.NULL_KEY == ownKeys[state])
        {
            return false;
        }
        final Group group = groups[window];
        final long found = ownRows[state];
        final boolean isOwnIn = mayBeOwn[window] && group.admits(found, ownEvent.timeMs());
        return columns[window].read(group.current(found), own, isOwnIn, reading);
    }

    /**
     * What was loaded.
     *
     * @return the count, sum, amount, number, value, milliseconds or metres; of a sum of squares the lower 64 bits.
     */
    public long value()
    {
        return reading.value;
    }

    /**
     * What was loaded besides.
     *
     * @return of a sum of squares the upper 64 bits; of a distance the milliseconds between the two events.
     */
    public long high()
    {
        return reading.high;
    }

    /**
     * Adds the event that was read last to every window that covers it, now or later. The filters that it passes are taken from it again.
     *
     * @param sequence of its journal record, higher than any before.
     * @return what became of it.
     */
    public Appended append(final long sequence)
    {
        if (!rowsFound)
        {
            throw new IllegalStateException("read the event first, and do nothing else in between: sequence=" + sequence);
        }
        rowsFound = false;
        if (0 == states.length)
        {
            return Appended.COUNTED;
        }
        final long timeMs = ownEvent.timeMs();
        final boolean outOfOrder = timeMs < clock.timeMs();
        if (outOfOrder && !corrections.hasRoomToWait(timeMs, Passage.EVENT))
        {
            return Appended.UNCOUNTED;
        }
        plan.layout.encodeFilters(ownEvent, ownWords);
        if (RecordLayout.NULL_WORD != plan.layout.joinedWord())
        {
            ownWords[plan.layout.joinedWord()] = joins(timeMs);
        }
        final long position = reservoir.append(timeMs, sequence, ownEvent.amount(), outOfOrder, ownWords);
        passage.wrapEvent(reservoir.address(position));
        boolean isInside = true;
        for (int s = 0; s < states.length; s++)
        {
            isInside &= KeyHash.NULL_KEY == ownKeys[s] || states[s].add(ownKeys[s], ownRows[s], passage, !outOfOrder);
        }
        if (outOfOrder)
        {
            corrections.await(position, timeMs, sequence, Passage.EVENT, 0, ownEvent.amount());
        }
        steps++;
        return isInside ? Appended.COUNTED : Appended.COUNTED_OUTSIDE_RUN;
    }

    /**
     * Labels an earlier event as fraud or as genuine.
     *
     * @param sequence       of the label's own journal record.
     * @param targetSequence of the event's journal record.
     * @param fraud          what the event turned out to be.
     * @return what became of it.
     */
    public Correction label(final long sequence, final long targetSequence, final boolean fraud)
    {
        rowsFound = false;
        return corrections.label(sequence, targetSequence, fraud);
    }

    /**
     * Reverses an earlier event, in full or in part.
     *
     * @param sequence       of the reversal's own journal record.
     * @param targetSequence of the event's journal record.
     * @param amount         given back, in minor units with the sign of the event's amount; {@link #NULL_AMOUNT} for all that is left.
     * @return what became of it.
     */
    public Correction reverse(final long sequence, final long targetSequence, final long amount)
    {
        rowsFound = false;
        return corrections.reverse(sequence, targetSequence, amount);
    }

    /**
     * As {@link StateHash#of}.
     *
     * @return the hash.
     */
    public long stateHash()
    {
        return StateHash.of(plan, corrections);
    }

    /**
     * Writes everything that windows tell from now on down, and the number of {@link #steps}. Nothing changes.
     *
     * @param writer to write to.
     */
    public void save(final StateWriter writer)
    {
        WindowState.save(plan, steps, writer);
    }

    /**
     * Takes over what {@link #save} wrote down.
     * <p>
     * <b>Note:</b> of windows that have seen nothing. After an exception they are of no use and can only be closed.
     *
     * @param reader to read from.
     * @throws io.veto.rules.state.StateDamagedException if the state is that of other windows or other limits, or is damaged.
     * @throws StateLimitException                       if there is no room for it.
     */
    public void load(final StateReader reader)
    {
        steps = WindowState.load(plan, reader);
    }

    @Override
    public void close()
    {
        plan.close();
    }

    private void advance(final long timeMs, final int sweepSteps)
    {
        rowsFound = false;
        if (clock.advance(timeMs))
        {
            for (final Bucket bucket : buckets)
            {
                bucket.advance(timeMs);
            }
            for (final Edge edge : edges)
            {
                steps += edge.dueMs() > timeMs ? 0 : edge.advance(timeMs - edge.offsetMs);
            }
        }
        for (final Sweep sweep : sweeps)
        {
            steps += sweep.advance(sweepSteps);
        }
        plan.retain();
    }

    private long joins(final long timeMs)
    {
        long joined = 0;
        for (int s = 0; s < states.length; s++)
        {
            joined |= KeyHash.NULL_KEY == ownKeys[s] ? 0 : states[s].joins(ownRows[s], timeMs);
        }
        return joined;
    }
}
