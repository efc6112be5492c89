package io.veto.rules.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the windows must tell, by brute force over all events so far. Engine time E is the highest effective time journalled so far. A
 * sliding window covers the events journalled up to this record with effective time in {@code (E - delay - length, E - delay]}; a
 * tumbling one those of E's bucket; a session the run that E still extends. {@code before} leaves this record alone out. An event
 * without a label is genuine.
 * <p>
 * It knows nothing of reservoirs, tails, side entries or accumulators.
 */
final class WindowOracle
{
    /** An event and what was learnt about it. */
    static final class Event
    {
        final Step.Transaction transaction;
        final boolean approved;
        boolean fraud = false;
        boolean reversed = false;
        long left;

        Event(final Step.Transaction transaction, final boolean approved)
        {
            this.transaction = transaction;
            this.approved = approved;
            this.left = transaction.amount();
        }

        long timeMs()
        {
            return transaction.timeMs();
        }
    }

    private record Moment(Span span, long timeMs)
    {
        @Override
        public int hashCode()
        {
            return Long.hashCode(timeMs + span.lengthMs());
        }
    }

    private record SessionOfKey(Key key, long gapMs, List<Long> values)
    {
    }

    private final WindowSpec[] specs;
    private final EventFilter[] filters;
    private final Map<Long, Event> events = new HashMap<>();
    private final Map<Key, Map<List<Long>, List<Event>>> byKey = new HashMap<>();
    private final Map<SessionOfKey, List<Event>> sessions = new HashMap<>();
    private final Set<SessionOfKey> sessionKinds = new HashSet<>();
    private final Map<Moment, Long> bucketsInZones = new HashMap<>();
    private long engineTimeMs = Windows.NULL_TIME_MS;

    WindowOracle(final WindowSpec[] specs, final EventFilter[] filters)
    {
        this.specs = specs;
        this.filters = filters;
        for (final WindowSpec spec : specs)
        {
            byKey.put(spec.key(), new HashMap<>());
            if (Span.Kind.SESSION == spec.span().kind())
            {
                sessionKinds.add(new SessionOfKey(spec.key(), spec.span().lengthMs(), List.of()));
            }
        }
    }

    long engineTimeMs()
    {
        return engineTimeMs;
    }

    void advance(final long timeMs)
    {
        engineTimeMs = Math.max(engineTimeMs, timeMs);
    }

    /**
     * Adds an event.
     *
     * @return whether every tumbling window and every session of its keys has a place for it.
     */
    boolean add(final Step.Transaction transaction)
    {
        final Event event = new Event(transaction, transaction.approved());
        events.put(transaction.sequence(), event);
        byKey.forEach((key, lists) ->
        {
            if (transaction.hasKey(key))
            {
                lists.computeIfAbsent(values(key, transaction), values -> new ArrayList<>()).add(event);
            }
        });
        boolean isInside = true;
        for (final SessionOfKey kind : sessionKinds)
        {
            isInside &= !transaction.hasKey(kind.key) || joinSession(kind, event);
        }
        for (final WindowSpec spec : specs)
        {
            isInside &= Span.Kind.TUMBLING != spec.span().kind() || !transaction.hasKey(spec.key()) ||
                bucket(spec.span(), transaction.timeMs()) == bucket(spec.span(), engineTimeMs);
        }
        return isInside;
    }

    /**
     * Finds the event of a sequence.
     *
     * @return the event or null.
     */
    Event find(final long sequence)
    {
        return events.get(sequence);
    }

    /**
     * What a window tells for a transaction that is being scored, whose label and answer nobody knows yet.
     */
    Told tell(final WindowSpec spec, final Step.Transaction own)
    {
        if (!own.hasKey(spec.key()))
        {
            return Told.NOTHING;
        }
        final List<Event> covered = new ArrayList<>();
        for (final Event event : candidates(spec, own))
        {
            if (covers(spec.span(), event.timeMs()) && passes(spec, event))
            {
                covered.add(event);
            }
        }
        if (Measure.FIRST_SEEN == spec.measure())
        {
            return covered.isEmpty() ? Told.NOTHING : Told.of(
                engineTimeMs - covered.stream().mapToLong(Event::timeMs).min().getAsLong());
        }
        final Event ownEvent = new Event(own, false);
        if (!spec.before() && !spec.measure().isOfEarlier() && isOwnIn(spec, own) && passes(spec, ownEvent))
        {
            covered.add(ownEvent);
        }
        return BruteMeasure.of(spec, covered, own, engineTimeMs);
    }

    /**
     * Whether some window covers the time or will cover it.
     */
    boolean isNeeded(final long timeMs)
    {
        for (final WindowSpec spec : specs)
        {
            final Span span = spec.span();
            final boolean isNeeded = switch (span.kind())
            {
                case SLIDING -> timeMs > engineTimeMs - span.delayMs() - span.lengthMs();
                case TUMBLING -> bucket(span, timeMs) == bucket(span, engineTimeMs);
                case SESSION -> timeMs >= engineTimeMs - span.lengthMs();
            };
            if (isNeeded)
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Events from the first in journal order that some window needs to the last.
     */
    long neededEvents()
    {
        final List<Event> inOrder = events.values().stream()
            .sorted((one, other) -> Long.compare(one.transaction.sequence(), other.transaction.sequence())).toList();
        for (int i = 0; i < inOrder.size(); i++)
        {
            if (isNeeded(inOrder.get(i).timeMs()))
            {
                return inOrder.size() - i;
            }
        }
        return 0;
    }

    /**
     * The first engine time at which an event enters or leaves a sliding window if nothing else comes; {@link Long#MAX_VALUE}
     * for never.
     */
    long nextChangeMs()
    {
        final SortedSet<Long> changesMs = changesMs();
        return changesMs.isEmpty() ? Long.MAX_VALUE : changesMs.first();
    }

    /**
     * All engine times to come at which an event enters or leaves a sliding window if nothing else comes.
     */
    SortedSet<Long> changesMs()
    {
        final SortedSet<Long> changesMs = new TreeSet<>();
        for (final Event event : events.values())
        {
            for (final WindowSpec spec : specs)
            {
                final long entersMs = event.timeMs() + spec.span().delayMs();
                changesMs.add(entersMs);
                changesMs.add(entersMs + spec.span().lengthMs());
            }
        }
        return changesMs.tailSet(engineTimeMs + 1);
    }

    /**
     * Number of a moment's bucket: the highest period of the wall clock that was reached up to it.
     */
    private long bucket(final Span span, final long timeMs)
    {
        return null == span.zone() ? Math.floorDiv(timeMs, span.lengthMs()) :
            bucketsInZones.computeIfAbsent(new Moment(span, timeMs), moment -> bucketInZone(span, timeMs));
    }

    private static long bucketInZone(final Span span, final long timeMs)
    {
        final long[] atMs = span.zone().atMs();
        final long[] offsetMs = span.zone().offsetMs();
        long wallMs = Long.MIN_VALUE;
        for (int i = 0; i < atMs.length && atMs[i] <= timeMs; i++)
        {
            final long lastMs = i + 1 < atMs.length ? Math.min(timeMs, atMs[i + 1] - 1) : timeMs;
            wallMs = Math.max(wallMs, lastMs + offsetMs[i]);
        }
        return Math.floorDiv(wallMs, span.lengthMs());
    }

    private List<Event> candidates(final WindowSpec spec, final Step.Transaction own)
    {
        final List<Long> values = values(spec.key(), own);
        if (Span.Kind.SESSION != spec.span().kind())
        {
            return byKey.get(spec.key()).getOrDefault(values, List.of());
        }
        final List<Event> run =
            sessions.getOrDefault(new SessionOfKey(spec.key(), spec.span().lengthMs(), values), List.of());
        return isOpen(run, spec.span().lengthMs()) ? run : List.of();
    }

    private boolean covers(final Span span, final long timeMs)
    {
        final long lastMs = engineTimeMs - span.delayMs();
        return switch (span.kind())
        {
            case SLIDING -> timeMs <= lastMs && timeMs > lastMs - span.lengthMs();
            case TUMBLING -> bucket(span, timeMs) == bucket(span, engineTimeMs);
            case SESSION -> true;
        };
    }

    private boolean isOwnIn(final WindowSpec spec, final Step.Transaction own)
    {
        return Span.Kind.SESSION == spec.span().kind() ?
            joins(candidates(spec, own), own.timeMs(), spec.span().lengthMs()) : covers(spec.span(), own.timeMs());
    }

    private boolean joinSession(final SessionOfKey kind, final Event event)
    {
        final SessionOfKey session = new SessionOfKey(kind.key, kind.gapMs, values(kind.key, event.transaction));
        final List<Event> run = sessions.computeIfAbsent(session, key -> new ArrayList<>());
        if (!isOpen(run, kind.gapMs))
        {
            run.clear();
        }
        final boolean joins = joins(run, event.timeMs(), kind.gapMs);
        if (joins)
        {
            run.add(event);
        }
        return joins;
    }

    private boolean isOpen(final List<Event> run, final long gapMs)
    {
        return run.stream().anyMatch(event -> engineTimeMs - event.timeMs() <= gapMs);
    }

    private boolean joins(final List<Event> run, final long timeMs, final long gapMs)
    {
        return run.isEmpty() ? engineTimeMs - timeMs <= gapMs :
            timeMs >= run.stream().mapToLong(Event::timeMs).min().getAsLong() - gapMs;
    }

    private boolean passes(final WindowSpec spec, final Event event)
    {
        return WindowSpec.NULL_FILTER == spec.filter() ||
            filters[spec.filter()].passes(event.transaction, event.approved, event.fraud);
    }

    private static List<Long> values(final Key key, final Step.Transaction transaction)
    {
        return null == key.second() ? List.of(transaction.value(key.first())) :
            List.of(transaction.value(key.first()), transaction.value(key.second()));
    }
}
