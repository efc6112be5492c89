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
     * @throws FeedException if a needed or mapped column is missing, or one that is used is there twice.
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
        plan.requireNeeded(place);
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

    private void requireNeeded(final String place) throws FeedException
    {
        final List<String> missing = new ArrayList<>();
        final List<String> mending = new ArrayList<>();
        require(missing, mending, Column.TRANSACTION_ID);
        require(missing, mending, Column.EVENT_TIME_MS, Column.EVENT_TIME);
        require(missing, mending, Column.CARD, Column.PAN);
        require(missing, mending, Column.AMOUNT);
        if (!missing.isEmpty())
        {
            throw new FeedException(FeedException.BAD_INPUT, place + "columns missing: missing=" +
                String.join(",", missing) + " found=" + found() + "; name them: --columns " +
                String.join(",", mending));
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
