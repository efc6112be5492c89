package io.veto.ingest.feed;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where in a file's rows each column of a feed is: the header, resolved through the mapping that the user gave.
 */
final class ColumnPlan
{
    private static final int COLUMNS_SHOWN = 40;

    private final Map<Column, Integer> indexes = new EnumMap<>(Column.class);
    private final List<String> header = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final Map<RowKind, String> faults = new EnumMap<>(RowKind.class);
    private boolean holdsLabelsOnly;

    private ColumnPlan()
    {
    }

    /**
     * Resolves a header.
     *
     * @param row      the header.
     * @param fileName for messages.
     * @param mapping  column of the file for each column that is mapped.
     * @return the plan.
     * @throws FeedException if a mapped column is missing, or what every kind of row needs, or one that is used is there twice.
     */
    static ColumnPlan of(final CsvRow row, final String fileName, final Map<Column, String> mapping)
        throws FeedException
    {
        final ColumnPlan plan = new ColumnPlan();
        final FieldText text = new FieldText();
        for (int i = 0; i < row.fields(); i++)
        {
            plan.header.add(row.field(i, text).toString().strip());
        }
        final String place = fileName + ":" + row.lineNumber() + ": ";
        for (final Column column : Column.values())
        {
            plan.resolve(column, mapping, place);
        }
        plan.preferOne(Column.EVENT_TIME_MS, Column.EVENT_TIME, mapping);
        plan.preferOne(Column.PAN, Column.CARD, mapping);
        plan.preferOne(Column.ORIGINAL, Column.ORIGINAL_TRANSACTION_ID, mapping);
        plan.findFaults();
        plan.requireSomeKind(place);
        for (int i = 0; i < plan.header.size(); i++)
        {
            if (!plan.indexes.containsValue(i))
            {
                plan.skipped.add(CardNumberMask.shown(plan.header.get(i)));
            }
        }
        return plan;
    }

    /**
     * The columns that are used.
     *
     * @return in the order of {@link Column}.
     */
    List<Column> columns()
    {
        return List.copyOf(indexes.keySet());
    }

    int index(final Column column)
    {
        return indexes.get(column);
    }

    boolean has(final Column column)
    {
        return indexes.containsKey(column);
    }

    /**
     * Whether every row is a label, without a column that says so: what a transaction needs is not there.
     *
     * @return true if so.
     */
    boolean holdsLabelsOnly()
    {
        return holdsLabelsOnly;
    }

    /**
     * Why the file can have no row of a kind.
     *
     * @param kind of the row.
     * @return what to say; null where it can.
     */
    String fault(final RowKind kind)
    {
        return faults.get(kind);
    }

    String fileColumn(final Column column)
    {
        return header.get(index(column));
    }

    int fields()
    {
        return header.size();
    }

    List<String> skipped()
    {
        return skipped;
    }

    boolean holdsCardNumber(final int index)
    {
        return indexes.entrySet().stream()
            .anyMatch((entry) -> entry.getValue() == index && entry.getKey().holdsCardNumber());
    }

    private void resolve(final Column column, final Map<Column, String> mapping, final String place)
        throws FeedException
    {
        final String name = mapping.getOrDefault(column, column.canonicalName());
        if (name.isEmpty())
        {
            return;
        }
        final int index = header.indexOf(name);
        if (index < 0)
        {
            if (mapping.containsKey(column))
            {
                throw new FeedException(FeedException.BAD_INPUT, place + "column not found: expectedColumn=" +
                    CardNumberMask.shown(name) + " for=" + column.canonicalName() + " found=" + found());
            }
            return;
        }
        if (index != header.lastIndexOf(name))
        {
            throw new FeedException(FeedException.BAD_INPUT, place + "column is there twice: column=" +
                CardNumberMask.shown(name));
        }
        indexes.put(column, index);
    }

    private void preferOne(final Column preferred, final Column other, final Map<Column, String> mapping)
    {
        if (has(preferred) && has(other))
        {
            indexes.remove(mapping.containsKey(other) && !mapping.containsKey(preferred) ? preferred : other);
        }
    }

    private void findFaults()
    {
        findFault(RowKind.TRANSACTION, "", new Column[][] {
            {Column.TRANSACTION_ID}, {Column.EVENT_TIME_MS, Column.EVENT_TIME}, {Column.CARD, Column.PAN}, {Column.AMOUNT}});
        findFault(RowKind.REVERSAL, " for a reversal",
            new Column[][] {{Column.TRANSACTION_ID}, {Column.ORIGINAL, Column.ORIGINAL_TRANSACTION_ID}});
        findFault(RowKind.LABEL, " for a label",
            new Column[][] {{Column.ORIGINAL, Column.ORIGINAL_TRANSACTION_ID}, {Column.FRAUD}});
    }

    private void findFault(final RowKind kind, final String purpose, final Column[][] needed)
    {
        final List<String> missing = new ArrayList<>();
        final List<String> mending = new ArrayList<>();
        for (final Column[] alternatives : needed)
        {
            require(missing, mending, alternatives);
        }
        if (!missing.isEmpty())
        {
            faults.put(kind, "columns missing" + purpose + ": missing=" + String.join(",", missing) + " found=" + found() +
                "; name them: --columns " + String.join(",", mending));
        }
    }

    private void requireSomeKind(final String place) throws FeedException
    {
        holdsLabelsOnly = !has(Column.TYPE) && !faults.containsKey(RowKind.LABEL) && !has(Column.EVENT_TIME_MS) &&
            !has(Column.EVENT_TIME) && !has(Column.CARD) && !has(Column.PAN) && !has(Column.AMOUNT);
        final boolean mayHoldCorrections =
            has(Column.TYPE) && !(faults.containsKey(RowKind.REVERSAL) && faults.containsKey(RowKind.LABEL));
        if (faults.containsKey(RowKind.TRANSACTION) && !holdsLabelsOnly && !mayHoldCorrections)
        {
            throw new FeedException(FeedException.BAD_INPUT, place + faults.get(RowKind.TRANSACTION));
        }
    }

    private void require(final List<String> missing, final List<String> mending, final Column... alternatives)
    {
        final List<String> names = new ArrayList<>();
        for (final Column alternative : alternatives)
        {
            if (has(alternative))
            {
                return;
            }
            names.add(alternative.canonicalName());
        }
        missing.add(String.join("|", names));
        mending.add(names.get(0) + "=COLUMN");
    }

    private String found()
    {
        final int unshown = header.size() - COLUMNS_SHOWN;
        return header.stream().limit(COLUMNS_SHOWN).map(CardNumberMask::shown).collect(Collectors.joining(",")) +
            (unshown > 0 ? " and " + unshown + " more" : "");
    }
}
