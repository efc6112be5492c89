package io.veto.rules.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays out the rows of one key: which cells belong to which window, windows that differ in {@code before} alone sharing theirs.
 */
final class KeyPlan
{
    /**
     * What a column is about, within its span.
     */
    record ColumnPlan(Measure measure, KeyKind value, int filter)
    {
        static ColumnPlan of(final WindowSpec spec)
        {
            return new ColumnPlan(spec.measure(), spec.value(), spec.filter());
        }

        int cells()
        {
            return switch (measure)
            {
                case COUNT, ATTEMPTS, SUM, MIN, MAX, DISTINCT, FIRST_SEEN -> 1;
                case SUM_OF_SQUARES, LAST, SINCE, DISTANCE -> 2;
            };
        }
    }

    private final Key key;
    /** Longest first, so that a row is soon seen to hold something. */
    private final Map<Span, List<ColumnPlan>> columnsBySpan = new TreeMap<>(Comparator
        .comparingLong((Span span) -> -span.delayMs() - span.lengthMs()).thenComparing(Span::delayMs).thenComparing(Span::kind)
        .thenComparing(span -> String.valueOf(span.zone())));
    private final Map<Span, Group> groups = new LinkedHashMap<>();
    private final Map<Span, Map<ColumnPlan, Column>> columns = new LinkedHashMap<>();

    KeyPlan(final Key key)
    {
        this.key = key;
    }

    void add(final WindowSpec spec)
    {
        final List<ColumnPlan> planned = columnsBySpan.computeIfAbsent(spec.span(), span -> new ArrayList<>());
        if (!planned.contains(ColumnPlan.of(spec)))
        {
            planned.add(ColumnPlan.of(spec));
        }
    }

    /**
     * Value nodes that one event may need.
     */
    int nodesPerEvent()
    {
        return columnsBySpan.values().stream().flatMap(List::stream).mapToInt(plan -> switch (plan.measure)
        {
            case DISTINCT -> DistinctColumn.NODES_PER_VALUE;
            case MIN, MAX -> 1;
            default -> 0;
        }).sum();
    }

    /**
     * Value pockets that one event may need.
     */
    int pocketsPerEvent()
    {
        return (int)columnsBySpan.values().stream().flatMap(List::stream).filter(plan -> Measure.DISTINCT == plan.measure).count();
    }

    /**
     * Memory beside the row that a live key takes at least: one pocket for each distinct, one node for each skyline.
     *
     * @return bytes.
     */
    int besideLength()
    {
        int length = 0;
        for (final Map.Entry<Span, List<ColumnPlan>> entry : columnsBySpan.entrySet())
        {
            for (final ColumnPlan column : entry.getValue())
            {
                final boolean isSkyline = Span.Kind.SLIDING == entry.getKey().kind() &&
                    (Measure.MIN == column.measure || Measure.MAX == column.measure);
                length += Measure.DISTINCT == column.measure ? ValuePockets.STRIDE : isSkyline ? TreeNodes.STRIDE : 0;
            }
        }
        return length;
    }

    /**
     * Makes table and columns.
     */
    KeyState build(final WindowPlan plan)
    {
        int cells = 0;
        for (final Map.Entry<Span, List<ColumnPlan>> entry : columnsBySpan.entrySet())
        {
            cells += runCells(entry.getKey()) + entry.getValue().stream().mapToInt(ColumnPlan::cells).sum();
        }
        final KeyTable table = new KeyTable(key.toString(), cells, plan.limits.keysPerTable(), plan.advice);
        int cell = 0;
        final List<SessionGroup> sessions = new ArrayList<>();
        for (final Map.Entry<Span, List<ColumnPlan>> entry : columnsBySpan.entrySet())
        {
            final Span span = entry.getKey();
            final int runCell = cell;
            cell += runCells(span);
            final Map<ColumnPlan, Column> made = new LinkedHashMap<>();
            for (final ColumnPlan column : entry.getValue())
            {
                made.put(column, column(plan, table, cell, column, span));
                cell += column.cells();
            }
            columns.put(span, made);
            final Group group = group(plan, table, made.values().toArray(new Column[0]), span, runCell);
            groups.put(span, group);
            if (group instanceof SessionGroup session)
            {
                sessions.add(session);
            }
        }
        return new KeyState(key, table, groups.values().toArray(new Group[0]), sessions.toArray(new SessionGroup[0]), plan.layout);
    }

    Group group(final Span span)
    {
        return groups.get(span);
    }

    /**
     * Column of a window.
     */
    Column column(final WindowSpec spec)
    {
        return columns.get(spec.span()).get(ColumnPlan.of(spec));
    }

    /**
     * Groups by the times that they cover.
     */
    Map<Span, Group> groups()
    {
        return groups;
    }

    /**
     * Columns of a span by what they are about.
     */
    Map<ColumnPlan, Column> columns(final Span span)
    {
        return columns.get(span);
    }

    private static int runCells(final Span span)
    {
        return switch (span.kind())
        {
            case SLIDING -> 0;
            case TUMBLING -> 1;
            case SESSION -> SessionGroup.CELLS;
        };
    }

    private static Group group(
        final WindowPlan plan, final KeyTable table, final Column[] columns, final Span span, final int runCell)
    {
        return switch (span.kind())
        {
            case SLIDING -> new SlidingGroup(table, columns, plan.clock, span);
            case TUMBLING -> new TumblingGroup(table, columns, plan.bucket(span), runCell);
            case SESSION -> new SessionGroup(table, columns, plan.clock, span, plan.nextSession(), runCell);
        };
    }

    private static Column column(
        final WindowPlan plan, final KeyTable table, final int cell, final ColumnPlan column, final Span span)
    {
        final int filter = column.filter;
        final int word = null == column.value ? RecordLayout.NULL_WORD : plan.layout.word(column.value);
        return switch (column.measure)
        {
            case COUNT -> new CountColumn(table, cell, filter, true);
            case ATTEMPTS -> new CountColumn(table, cell, filter, false);
            case SUM -> new SumColumn(table, cell, filter);
            case SUM_OF_SQUARES -> new SquaresColumn(table, cell, filter);
            case MIN, MAX -> extreme(plan, table, cell, column, span);
            case DISTINCT -> new DistinctColumn(table, cell, filter, plan.trees, plan.pockets, word);
            case LAST, SINCE, DISTANCE -> new LatestColumn(table, cell, filter, column.measure, plan.clock, word);
            case FIRST_SEEN -> new FirstColumn(table, cell, filter, plan.clock);
        };
    }

    private static Column extreme(
        final WindowPlan plan, final KeyTable table, final int cell, final ColumnPlan column, final Span span)
    {
        final int sign = Measure.MAX == column.measure ? 1 : -1;
        if (plan.asksLabel(column.filter))
        {
            return new BoundColumn(table, cell, column.filter, plan.trees, sign);
        }
        return Span.Kind.SLIDING == span.kind() ?
            new PeakColumn(table, cell, column.filter, plan.trees, sign) :
            new RunPeakColumn(table, cell, column.filter, sign);
    }
}
