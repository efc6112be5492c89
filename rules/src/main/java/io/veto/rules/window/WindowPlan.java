package io.veto.rules.window;

import io.veto.rules.window.KeyPlan.ColumnPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.CloseHelper;

/**
 * Makes the parts of a set of windows: a reservoir, a table for each key, the edges and the sweeps.
 */
final class WindowPlan implements AutoCloseable
{
    private static final int SESSIONS_MAX = Long.SIZE;

    final WindowLimits limits;
    final MemoryAdvice advice;
    final EngineClock clock = new EngineClock();
    final RecordLayout layout;
    final Reservoir reservoir;
    final Passage passage;
    final OrderedTrees trees;
    final ValuePockets pockets;
    final Amendments amendments;
    final KeyState[] states;
    final Edge[] edges;
    final Sweep[] sweeps;
    final Bucket[] buckets;
    /** By window: index of the key's state, the group and the column. */
    final int[] stateOf;
    final Group[] groupOf;
    final Column[] columnOf;
    private final int nodesPerEvent;
    private final int pocketsPerEvent;

    final WindowSpec[] specs;
    final boolean[] asksLabel;
    /** In the order of {@link #states}. */
    final Map<Key, KeyPlan> keys = new LinkedHashMap<>();
    private final Map<Span, Bucket> bucketOf = new LinkedHashMap<>();
    private final TailListener listener;
    private int sessions = 0;
    private int tails = 0;

    WindowPlan(final WindowSpec[] specs, final boolean[] asksLabel, final WindowLimits limits, final WindowMemory memory)
    {
        this.limits = limits;
        this.advice = memory.advice();
        this.listener = memory.tails();
        this.specs = specs.clone();
        this.asksLabel = asksLabel.clone();
        final boolean[] kindsInUse = new boolean[KeyKind.values().length];
        boolean hasSessions = false;
        boolean hasPlaces = false;
        for (final WindowSpec spec : specs)
        {
            check(spec);
            keys.computeIfAbsent(spec.key(), KeyPlan::new).add(spec);
            use(kindsInUse, spec.key().first());
            use(kindsInUse, spec.key().second());
            use(kindsInUse, spec.value());
            hasSessions |= Span.Kind.SESSION == spec.span().kind();
            hasPlaces |= Measure.DISTANCE == spec.measure();
        }
        layout = new RecordLayout(kindsInUse, asksLabel.length, hasSessions, hasPlaces);
        reservoir = new Reservoir(layout.words(), limits.reservoirEvents(), memory.segments());
        passage = new Passage(layout);
        trees = new OrderedTrees(limits.valueNodes(), advice);
        pockets = new ValuePockets(limits.valueNodes(), advice);
        amendments = new Amendments(limits.sideEntries(), advice);
        nodesPerEvent = keys.values().stream().mapToInt(KeyPlan::nodesPerEvent).sum();
        pocketsPerEvent = keys.values().stream().mapToInt(KeyPlan::pocketsPerEvent).sum();
        states = keys.values().stream().map(key -> key.build(this)).toArray(KeyState[]::new);
        edges = edges();
        sweeps = sweeps();
        buckets = bucketOf.values().toArray(new Bucket[0]);
        stateOf = new int[specs.length];
        groupOf = new Group[specs.length];
        columnOf = new Column[specs.length];
        final List<Key> order = new ArrayList<>(keys.keySet());
        for (int i = 0; i < specs.length; i++)
        {
            final KeyPlan key = keys.get(specs[i].key());
            stateOf[i] = order.indexOf(specs[i].key());
            groupOf[i] = key.group(specs[i].span());
            columnOf[i] = key.column(specs[i]);
        }
    }

    @Override
    public void close()
    {
        for (final KeyState state : states)
        {
            state.table.close();
        }
        for (final Edge edge : edges)
        {
            edge.waiting.close();
        }
        CloseHelper.closeAll(trees, pockets, amendments, reservoir);
    }

    /**
     * Whether a filter's value depends on the event's label.
     */
    boolean asksLabel(final int filter)
    {
        return WindowSpec.NULL_FILTER != filter && asksLabel[filter];
    }

    /**
     * The bucket that all tumbling windows of a span share.
     */
    Bucket bucket(final Span span)
    {
        return bucketOf.computeIfAbsent(span, Bucket::new);
    }

    /**
     * Number for another session.
     */
    int nextSession()
    {
        if (SESSIONS_MAX == sessions)
        {
            throw new IllegalArgumentException("too many different sessions: maximumSessions=" + SESSIONS_MAX + ": use equal gaps");
        }
        return sessions++;
    }

    /**
     * Makes room for the values that one event may add.
     *
     * @throws StateLimitException when a bound is reached.
     */
    void reserveValues()
    {
        trees.reserve(nodesPerEvent);
        pockets.reserve(pocketsPerEvent);
    }

    /**
     * Makes the space that the next event needs.
     *
     * @throws StateLimitException when a bound is reached.
     */
    void reserve()
    {
        if (states.length > 0)
        {
            reservoir.reserve();
            reserveValues();
            for (final KeyState state : states)
            {
                state.table.reserve();
            }
            for (final Edge edge : edges)
            {
                edge.waiting.reserve();
            }
        }
    }

    /**
     * Position of the first event that an edge or a sweep has not passed.
     */
    long needed()
    {
        long needed = reservoir.end();
        if (edges.length > 0)
        {
            needed = edges[edges.length - 1].cursor();
        }
        for (final Sweep sweep : sweeps)
        {
            needed = Math.min(needed, sweep.cursor());
        }
        return needed;
    }

    /**
     * Gives up the events that every edge and every sweep has passed.
     */
    void retain()
    {
        final long needed = needed();
        if (needed > reservoir.firstRetained())
        {
            amendments.retainFrom(needed);
            reservoir.retainFrom(needed);
        }
    }

    private Tail nextTail()
    {
        return new Tail(tails++, reservoir, listener);
    }

    private void check(final WindowSpec spec)
    {
        final Span.Kind kind = spec.span().kind();
        final Span.Kind kindOfOne = Measure.FIRST_SEEN == spec.measure() ? Span.Kind.SESSION : Span.Kind.SLIDING;
        if (spec.measure().isOfEarlier() && (kindOfOne != kind || asksLabel(spec.filter())) ||
            Span.Kind.SLIDING != kind && 0 != spec.span().delayMs() || spec.span().lengthMs() <= 0)
        {
            throw new IllegalArgumentException("no such window: " + spec);
        }
    }

    private static void use(final boolean[] kindsInUse, final KeyKind kind)
    {
        if (null != kind)
        {
            kindsInUse[kind.ordinal()] = true;
        }
    }

    private Edge[] edges()
    {
        final Map<Long, boolean[]> heeds = new TreeMap<>();
        final Map<Long, Crossing[]> crossings = new TreeMap<>();
        for (final KeyPlan key : keys.values())
        {
            for (final Span span : key.groups().keySet())
            {
                if (Span.Kind.SLIDING == span.kind())
                {
                    heeds.computeIfAbsent(span.delayMs(), offset -> new boolean[2]);
                    heeds.computeIfAbsent(span.delayMs() + span.lengthMs(), offset -> new boolean[2]);
                    heed(key, span, heeds);
                }
            }
        }
        heeds.remove(0L);
        for (final long offsetMs : heeds.keySet())
        {
            crossings.put(offsetMs, crossings(offsetMs));
        }
        return heeds.entrySet().stream()
            .map(entry -> new Edge(entry.getKey(), crossings.get(entry.getKey()), entry.getValue()[0], entry.getValue()[1], reservoir,
                passage, new SideHeap(limits.sideEntries(), advice), nextTail()))
            .toArray(Edge[]::new);
    }

    private void heed(final KeyPlan key, final Span span, final Map<Long, boolean[]> heeds)
    {
        for (final ColumnPlan column : key.columns(span).keySet())
        {
            final boolean isReversible = switch (column.measure())
            {
                case COUNT, SUM, SUM_OF_SQUARES, DISTINCT -> true;
                default -> false;
            };
            for (final long offsetMs : new long[]{span.delayMs(), span.delayMs() + span.lengthMs()})
            {
                heeds.get(offsetMs)[0] |= asksLabel(column.filter());
                heeds.get(offsetMs)[1] |= isReversible;
            }
        }
    }

    private Crossing[] crossings(final long offsetMs)
    {
        final List<Crossing> crossings = new ArrayList<>();
        int index = 0;
        for (final KeyPlan key : keys.values())
        {
            final List<Column> gains = new ArrayList<>();
            final List<Column> losses = new ArrayList<>();
            key.groups().forEach((span, group) ->
            {
                if (Span.Kind.SLIDING == span.kind() && span.delayMs() == offsetMs)
                {
                    gains.addAll(List.of(group.columns));
                }
                if (Span.Kind.SLIDING == span.kind() && span.delayMs() + span.lengthMs() == offsetMs)
                {
                    losses.addAll(List.of(group.columns));
                }
            });
            if (!gains.isEmpty() || !losses.isEmpty())
            {
                crossings.add(Crossing.of(states[index], gains.toArray(new Column[0]), losses.toArray(new Column[0])));
            }
            index++;
        }
        return crossings.toArray(new Crossing[0]);
    }

    private Sweep[] sweeps()
    {
        final Map<Span, List<KeyState>> statesBySpan = new LinkedHashMap<>();
        final Map<Span, List<RunGroup>> groupsBySpan = new LinkedHashMap<>();
        int index = 0;
        for (final KeyPlan key : keys.values())
        {
            final KeyState state = states[index++];
            key.groups().forEach((span, group) ->
            {
                if (group instanceof RunGroup run)
                {
                    statesBySpan.computeIfAbsent(span, s -> new ArrayList<>()).add(state);
                    groupsBySpan.computeIfAbsent(span, s -> new ArrayList<>()).add(run);
                }
            });
        }
        return groupsBySpan.entrySet().stream()
            .map(entry -> new Sweep(clock, bucketOf.get(entry.getKey()), entry.getKey().lengthMs(),
                statesBySpan.get(entry.getKey()).toArray(new KeyState[0]), entry.getValue().toArray(new RunGroup[0]), reservoir,
                nextTail()))
            .toArray(Sweep[]::new);
    }
}
