package io.veto.rules.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The exact sliding windows of a rule set: reservoir, accumulators, tails and side entries.
 * <p>
 * At engine time E a window covers the events appended so far with time in {@code (E - delay - length, E - delay]}. For each event:
 * {@link #advance} to the new engine time, {@link #read} what the windows hold, then {@link #reserve} and {@link #append}. A
 * {@link #label} never rewrites the past: it is a correction with the event's own time.
 * <p>
 * Sums are exact while the true sum of a window lies within 63 bits and sign, whatever passed through it before.
 * <p>
 * Sources: Railgun (PVLDB 14(12), 2021) for one reservoir and shared tails; subtract-on-evict from "In-order sliding-window aggregation
 * in worst-case constant time" (VLDBJ 2021).
 * <p>
 * <b>Note:</b> one thread. Reads no clock.
 */
public final class SlidingWindows
{
    /** Engine time before the first event. */
    public static final long NULL_TIME_MS = Long.MIN_VALUE / 4;

    private static final KeyKind[] KEY_KINDS = KeyKind.values();
    private static final int KIND_EVENT = 0;
    private static final int KIND_TO_FRAUD = 1;
    private static final int KIND_TO_GENUINE = 2;

    private final WindowSpec[] specs;
    private final int[] columnInTable;
    private final Column[][] columnsByTable;
    private final int[] firstColumnOfTable;
    private final KeyTable[] tables;
    private final Edge[] edges;
    private final Reservoir reservoir;
    private final boolean[] asksLabel;

    private long engineTimeMs = NULL_TIME_MS;
    private final long[] readKeys = new long[KEY_KINDS.length];
    private final int[] readRows = new int[KEY_KINDS.length];
    private long readTimeMs;
    private long readAmount;
    private long[] readFilterBits;

    /**
     * Makes the empty windows of a rule set.
     *
     * @param specs     windows, in the order in which they are read.
     * @param asksLabel for each filter whether its value depends on the event's label.
     * @param limits    bounds of the state.
     */
    public SlidingWindows(final WindowSpec[] specs, final boolean[] asksLabel, final WindowLimits limits)
    {
        this.specs = specs.clone();
        this.asksLabel = asksLabel.clone();
        final List<List<Column>> byTable = new ArrayList<>();
        for (final KeyKind ignored : KEY_KINDS)
        {
            byTable.add(new ArrayList<>());
        }
        for (final WindowSpec spec : specs)
        {
            final List<Column> columns = byTable.get(spec.key().ordinal());
            if (!columns.contains(Column.of(spec)))
            {
                columns.add(Column.of(spec));
            }
        }
        columnsByTable = byTable.stream().map(columns -> columns.toArray(new Column[0])).toArray(Column[][]::new);
        firstColumnOfTable = new int[KEY_KINDS.length];
        tables = new KeyTable[KEY_KINDS.length];
        int columnCount = 0;
        for (int t = 0; t < tables.length; t++)
        {
            firstColumnOfTable[t] = columnCount;
            columnCount += columnsByTable[t].length;
            tables[t] = new KeyTable(KEY_KINDS[t], columnsByTable[t].length, limits.keysPerTable());
        }
        columnInTable = new int[specs.length];
        for (int i = 0; i < specs.length; i++)
        {
            final int table = specs[i].key().ordinal();
            columnInTable[i] = byTable.get(table).indexOf(Column.of(specs[i]));
        }
        edges = edges(byTable.stream().flatMap(List::stream).toList(), limits.sideEntries());
        reservoir = new Reservoir(KEY_KINDS.length, asksLabel.length, limits.reservoirEvents());
    }

    /**
     * Highest time seen so far.
     *
     * @return engine time in epoch milliseconds; {@link #NULL_TIME_MS} before the first event.
     */
    public long engineTimeMs()
    {
        return engineTimeMs;
    }

    /**
     * Number of live keys.
     *
     * @param key of which kind.
     * @return rows in its accumulator table.
     */
    public int liveKeys(final KeyKind key)
    {
        return tables[key.ordinal()].size();
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
     * Moves engine time forward, never back, and expires or admits what is due.
     *
     * @param timeMs epoch milliseconds.
     */
    public void advance(final long timeMs)
    {
        if (timeMs > engineTimeMs)
        {
            engineTimeMs = timeMs;
            for (final Edge edge : edges)
            {
                if (edge.offsetMs > 0)
                {
                    pass(edge, timeMs - edge.offsetMs);
                }
            }
            if (edges.length > 0)
            {
                reservoir.retainFrom(edges[edges.length - 1].cursor);
            }
        }
    }

    /**
     * When the next event leaves or enters a window if nothing else comes.
     *
     * @return engine time in epoch milliseconds at which {@link #advance} has something to do; {@link Long#MAX_VALUE} for never.
     */
    public long nextDueMs()
    {
        long dueMs = Long.MAX_VALUE;
        for (final Edge edge : edges)
        {
            if (edge.offsetMs > 0 && edge.cursor < reservoir.end())
            {
                dueMs = Math.min(dueMs, reservoir.timeMs(edge.cursor) + edge.offsetMs);
            }
            if (edge.waiting.size() > 0)
            {
                dueMs = Math.min(dueMs, edge.waiting.firstTimeMs() + edge.offsetMs);
            }
        }
        return dueMs;
    }

    /**
     * Looks the event's keys up, once for all windows of a key. What {@link #value} then answers is good until the next
     * {@link #advance}, {@link #append} or {@link #label}.
     *
     * @param keys       of the event, by ordinal of {@link KeyKind}; {@link KeyHash#NULL_KEY} where it has none.
     * @param timeMs     effective time of the event.
     * @param amount     of the event, in minor units.
     * @param filterBits which filters the event passes, bit 2f of the whole for filter f.
     */
    public void read(final long[] keys, final long timeMs, final long amount, final long[] filterBits)
    {
        for (int t = 0; t < tables.length; t++)
        {
            readKeys[t] = keys[t];
            readRows[t] = 0 == columnsByTable[t].length || KeyHash.NULL_KEY == keys[t] ? KeyTable.NULL_ROW : tables[t].find(keys[t]);
        }
        readTimeMs = timeMs;
        readAmount = amount;
        readFilterBits = filterBits;
    }

    /**
     * Whether the event that is being read has no value for the window's key.
     *
     * @param window index of the window.
     * @return true if the window's value is missing.
     */
    public boolean isMissing(final int window)
    {
        return KeyHash.NULL_KEY == readKeys[specs[window].key().ordinal()];
    }

    /**
     * What a window holds for the event that is being read: all earlier events that it covers, and this one unless the window is a
     * {@code before} window.
     *
     * @param window index of the window.
     * @return the count, or the sum in minor units.
     */
    public long value(final int window)
    {
        final WindowSpec spec = specs[window];
        final int table = spec.key().ordinal();
        final int row = readRows[table];
        final long earlier = KeyTable.NULL_ROW == row ? 0 : tables[table].get(row, columnInTable[window]);
        final Column column = columnsByTable[table][columnInTable[window]];
        final boolean own = !spec.before() && column.covers(engineTimeMs, readTimeMs) &&
            (WindowSpec.NULL_FILTER == spec.filter() ||
            0 != (readFilterBits[spec.filter() >>> 5] >>> ((spec.filter() & 31) << 1) & 1));
        return own ? earlier + column.gain(readAmount) : earlier;
    }

    /**
     * Makes the space that the next {@link #append} needs.
     *
     * @throws StateLimitException when a bound is reached.
     */
    public void reserve()
    {
        if (edges.length > 0)
        {
            reservoir.reserve();
            for (int t = 0; t < tables.length; t++)
            {
                if (columnsByTable[t].length > 0)
                {
                    tables[t].reserve();
                }
            }
        }
    }

    /**
     * Adds an event to every window that covers it, now or later.
     *
     * @param sequence   of its journal record, higher than any before.
     * @param timeMs     effective time, at most engine time.
     * @param amount     in minor units.
     * @param keys       by ordinal of {@link KeyKind}.
     * @param filterBits bit 2f where it passes filter f as genuine, bit 2f + 1 where it passes it as fraud.
     * @return false when the event is behind engine time and a heap of side entries is full: it is then counted in no window.
     */
    public boolean append(
        final long sequence, final long timeMs, final long amount, final long[] keys, final long[] filterBits)
    {
        if (0 == edges.length)
        {
            return true;
        }
        final boolean outOfOrder = timeMs < engineTimeMs;
        if (outOfOrder && !hasRoomToWait(timeMs, false))
        {
            return false;
        }
        final long position = reservoir.append(timeMs, sequence, amount, outOfOrder, keys, filterBits);
        applyNow(position, timeMs, KIND_EVENT);
        if (outOfOrder)
        {
            await(position, timeMs, sequence, KIND_EVENT);
        }
        return true;
    }

    /**
     * What became of a label.
     */
    public enum LabelOutcome
    {
        /** Every window that covers the event's time counts it with the new label. */
        APPLIED,
        /** The event has that label already. */
        UNCHANGED,
        /** No window needs an event of that sequence, or never did. */
        UNKNOWN_TARGET,
        /** A heap of side entries is full: nothing changed. */
        UNCOUNTED
    }

    /**
     * Labels an earlier event as fraud or as genuine.
     *
     * @param sequence       of the label's own journal record.
     * @param targetSequence of the event's journal record.
     * @param fraud          what the event turned out to be.
     * @return what became of it.
     */
    public LabelOutcome label(final long sequence, final long targetSequence, final boolean fraud)
    {
        final long position = reservoir.find(targetSequence);
        if (position < 0)
        {
            return LabelOutcome.UNKNOWN_TARGET;
        }
        if (reservoir.fraud(position) == fraud)
        {
            return LabelOutcome.UNCHANGED;
        }
        final long timeMs = reservoir.timeMs(position);
        if (!hasRoomToWait(timeMs, true))
        {
            return LabelOutcome.UNCOUNTED;
        }
        final int kind = fraud ? KIND_TO_FRAUD : KIND_TO_GENUINE;
        reservoir.fraud(position, fraud);
        applyNow(position, timeMs, kind);
        await(position, timeMs, sequence, kind);
        return LabelOutcome.APPLIED;
    }

    private void pass(final Edge edge, final long edgeMs)
    {
        long cursor = edge.cursor;
        final long end = reservoir.end();
        while (cursor < end && reservoir.timeMs(cursor) <= edgeMs)
        {
            if (!reservoir.outOfOrder(cursor))
            {
                apply(edge, cursor, KIND_EVENT);
            }
            cursor++;
        }
        edge.cursor = cursor;
        final SideHeap waiting = edge.waiting;
        while (waiting.size() > 0 && waiting.firstTimeMs() <= edgeMs)
        {
            apply(edge, waiting.firstPosition(), waiting.firstKind());
            waiting.pop();
        }
    }

    private void apply(final Edge edge, final long position, final int kind)
    {
        final long amount = reservoir.amount(position);
        for (int t = 0; t < tables.length; t++)
        {
            final long key = reservoir.key(position, t);
            final Column[] columns = columnsByTable[t];
            int row = KeyTable.NULL_ROW;
            for (int c = 0; c < columns.length && KeyHash.NULL_KEY != key; c++)
            {
                final int weight = edge.signs[firstColumnOfTable[t] + c];
                if (0 != weight)
                {
                    row = add(t, row, key, c, weight * weight(columns[c], position, kind), amount);
                }
            }
            if (KeyTable.NULL_ROW != row)
            {
                tables[t].settle(row);
            }
        }
    }

    private void applyNow(final long position, final long timeMs, final int kind)
    {
        final long amount = reservoir.amount(position);
        for (int t = 0; t < tables.length; t++)
        {
            final long key = reservoir.key(position, t);
            final Column[] columns = columnsByTable[t];
            int row = KeyTable.NULL_ROW;
            for (int c = 0; c < columns.length && KeyHash.NULL_KEY != key; c++)
            {
                if (columns[c].covers(engineTimeMs, timeMs))
                {
                    row = add(t, row, key, c, weight(columns[c], position, kind), amount);
                }
            }
            if (KeyTable.NULL_ROW != row)
            {
                tables[t].settle(row);
            }
        }
    }

    private int add(final int table, final int row, final long key, final int column, final int weight, final long amount)
    {
        if (0 == weight)
        {
            return row;
        }
        final int acquired = KeyTable.NULL_ROW == row ? tables[table].acquire(key) : row;
        tables[table].add(acquired, column, weight * columnsByTable[table][column].gain(amount));
        return acquired;
    }

    private int weight(final Column column, final long position, final int kind)
    {
        if (WindowSpec.NULL_FILTER == column.filter())
        {
            return KIND_EVENT == kind ? 1 : 0;
        }
        final int passes = reservoir.passes(position, column.filter());
        final int genuine = passes & 1;
        return switch (kind)
        {
            case KIND_EVENT -> genuine;
            case KIND_TO_FRAUD -> (passes >>> 1) - genuine;
            default -> genuine - (passes >>> 1);
        };
    }

    private boolean hasRoomToWait(final long timeMs, final boolean labelsOnly)
    {
        for (final Edge edge : edges)
        {
            if (engineTimeMs - edge.offsetMs < timeMs && (edge.asksLabel || !labelsOnly) && edge.waiting.isFull())
            {
                return false;
            }
        }
        return true;
    }

    private void await(final long position, final long timeMs, final long sequence, final int kind)
    {
        for (final Edge edge : edges)
        {
            if (engineTimeMs - edge.offsetMs < timeMs && (edge.asksLabel || KIND_EVENT == kind))
            {
                edge.waiting.push(timeMs, sequence, position, kind);
            }
        }
    }

    private Edge[] edges(final List<Column> columns, final int sideEntriesMax)
    {
        final long[] offsets = columns.stream()
            .flatMapToLong(column -> Arrays.stream(new long[]{column.enterOffsetMs(), column.exitOffsetMs()}))
            .sorted().distinct().toArray();
        final Edge[] edges = new Edge[offsets.length];
        for (int e = 0; e < offsets.length; e++)
        {
            final int[] signs = new int[columns.size()];
            boolean edgeAsksLabel = false;
            for (int c = 0; c < signs.length; c++)
            {
                final Column column = columns.get(c);
                signs[c] = column.enterOffsetMs() == offsets[e] ? 1 : column.exitOffsetMs() == offsets[e] ? -1 : 0;
                edgeAsksLabel |= 0 != signs[c] && WindowSpec.NULL_FILTER != column.filter() && asksLabel[column.filter()];
            }
            edges[e] = new Edge(offsets[e], signs, edgeAsksLabel, sideEntriesMax);
        }
        return edges;
    }
}
