package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ArgumentContext;
import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowSpec;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;

/**
 * Checks aggregates, enters their windows into the table and makes the nodes that read them. Each answer is null where an error
 * was reported.
 */
final class AggregateChecker
{
    /** What sums are taken of. */
    static final String AMOUNT = "amount";
    /** What may be asked of the latest earlier event. */
    static final List<String> LAST_FIELDS = List.of(AMOUNT, "mcc", "merchant_country", "card_country");

    private final Diagnostics diagnostics;
    private final WindowTable table;
    private final WindowChecker windows;

    /**
     * Enters windows into a table.
     *
     * @param diagnostics to report to.
     * @param table       to enter into.
     * @param windows     checker of keys and windows.
     */
    AggregateChecker(final Diagnostics diagnostics, final WindowTable table, final WindowChecker windows)
    {
        this.diagnostics = diagnostics;
        this.table = table;
        this.windows = windows;
    }

    /**
     * Checks an aggregate.
     *
     * @param word      its name, one of {@link Aggregate#NAMES}.
     * @param arguments that follow the name.
     * @return its value.
     */
    Operand aggregate(final Token word, final List<ArgumentContext> arguments)
    {
        final Aggregate aggregate = Aggregate.of(word.getText());
        final int keyIndex = aggregate.subjects().isEmpty() ? 0 : 1;
        if (!isOrdered(aggregate, arguments, keyIndex))
        {
            diagnostics.report(word, "wrong arguments of " + aggregate.word(), wrongArgumentsHint(aggregate));
            return null;
        }
        final boolean isSubject = 0 == keyIndex || isSubject(aggregate, arguments.get(0));
        final Key key = windows.key(arguments.get(keyIndex));
        final WindowTable.Range range = arguments.size() - 1 == keyIndex ?
            WindowChecker.defaultRange(aggregate) :
            windows.range(aggregate, arguments.get(keyIndex + 1).window());
        if (!isSubject || null == key || null == range)
        {
            return null;
        }
        if (Aggregate.RATIO == aggregate && WindowSpec.NULL_FILTER == range.filter())
        {
            diagnostics.report(word, "a ratio without a where", "write " + aggregate.usage());
            return null;
        }
        return value(word, key, range, 0 == keyIndex ? AMOUNT : arguments.get(0).getText());
    }

    private static boolean isOrdered(final Aggregate aggregate, final List<ArgumentContext> arguments, final int keyIndex)
    {
        final boolean hasWindow = keyIndex + 2 == arguments.size() && null != arguments.get(keyIndex + 1).window();
        return (hasWindow || aggregate.isOfEarlier() && keyIndex + 1 == arguments.size()) &&
            arguments.stream().limit(keyIndex + 1).allMatch(a -> null != a.name());
    }

    private static String wrongArgumentsHint(final Aggregate aggregate)
    {
        final String hint = "write " + aggregate.usage() + ", where KEY is one of " + String.join(", ", WindowChecker.KEYS) +
            ", or two of them such as card+merchant";
        final List<String> known = aggregate.subjects();
        if (known.size() <= 1)
        {
            return hint;
        }
        return hint + ", and FIELD is one of " + (WindowChecker.KEYS.equals(known) ? "them" : String.join(", ", known));
    }

    private boolean isSubject(final Aggregate aggregate, final ArgumentContext argument)
    {
        final List<String> known = aggregate.subjects();
        final boolean isKnown = known.contains(argument.getText());
        if (!isKnown)
        {
            diagnostics.report(
                argument.getStart(),
                "cannot take the " + aggregate.word() + " of " + Diagnostics.quote(argument.getText()),
                "write " + aggregate.usage() +
                    (1 == known.size() ? "" : ", where FIELD is one of " + String.join(", ", known)));
        }
        return isKnown;
    }

    private Operand value(final Token word, final Key key, final WindowTable.Range range, final String subject)
    {
        return switch (Aggregate.of(word.getText()))
        {
            case COUNT -> number(word, Type.INTEGER, range.over(key, Measure.COUNT, null));
            case ATTEMPTS -> number(word, Type.INTEGER, range.over(key, Measure.ATTEMPTS, null));
            case SUM -> number(word, Type.MONEY, range.over(key, Measure.SUM, null));
            case AVG -> quotient(
                word, Type.MONEY, range.over(key, Measure.SUM, null), range.over(key, Measure.COUNT, null));
            case MIN -> number(word, Type.MONEY, range.over(key, Measure.MIN, null));
            case MAX -> number(word, Type.MONEY, range.over(key, Measure.MAX, null));
            case STDDEV -> deviation(word, key, range);
            case DISTINCT -> number(word, Type.INTEGER, range.over(key, Measure.DISTINCT, kind(subject)));
            case RATIO -> quotient(
                word,
                Type.RATIO,
                range.over(key, Measure.COUNT, null),
                range.unfiltered().over(key, Measure.COUNT, null));
            case LAST -> last(word, key, range, subject);
            case SINCE -> number(word, Type.DURATION, range.over(key, Measure.SINCE, null));
            case FIRST_SEEN -> number(word, Type.DURATION, range.over(key, Measure.FIRST_SEEN, null));
            case DISTANCE_KM, SPEED_KMH -> distance(word, range.over(key, Measure.DISTANCE, null));
        };
    }

    private Operand number(final Token word, final Type type, final WindowSpec window)
    {
        final int[] indexes = indexes(word, window);
        return null == indexes ? null : new Operand(type, new WindowNode(indexes[0]), word);
    }

    private Operand quotient(final Token word, final Type type, final WindowSpec window, final WindowSpec count)
    {
        final int[] indexes = indexes(word, window, count);
        return null == indexes ? null : new Operand(type, new QuotientNode(indexes[0], indexes[1]), word);
    }

    private Operand deviation(final Token word, final Key key, final WindowTable.Range range)
    {
        final int[] indexes = indexes(
            word,
            range.over(key, Measure.SUM, null),
            range.over(key, Measure.COUNT, null),
            range.over(key, Measure.SUM_OF_SQUARES, null));
        return null == indexes ? null : new Operand(
            Type.DEVIATION,
            new Deviation(
                new ReciprocalNode(indexes[0], indexes[1], indexes[2]),
                new VarianceRadicand(indexes[0], indexes[1], indexes[2])),
            word);
    }

    private Operand last(final Token word, final Key key, final WindowTable.Range range, final String subject)
    {
        if (AMOUNT.equals(subject))
        {
            return number(word, Type.MONEY, range.over(key, Measure.LAST, null));
        }
        final KeyKind field = kind(subject);
        final int[] indexes = indexes(word, range.over(key, Measure.LAST, field));
        final Type type = CodeField.valueOf(field.name()).type();
        return null == indexes ? null : new Operand(type, new CodeWindowNode(indexes[0]), word);
    }

    private Operand distance(final Token word, final WindowSpec window)
    {
        final int[] indexes = indexes(word, window);
        if (null == indexes)
        {
            return null;
        }
        final boolean isSpeed = Aggregate.SPEED_KMH == Aggregate.of(word.getText());
        return new Operand(Type.RATIO, isSpeed ? new SpeedNode(indexes[0]) : new DistanceNode(indexes[0]), word);
    }

    private int[] indexes(final Token word, final WindowSpec... specs)
    {
        final int[] indexes = new int[specs.length];
        for (int i = 0; i < specs.length; i++)
        {
            indexes[i] = table.window(specs[i]);
            if (WindowTable.FULL == indexes[i])
            {
                diagnostics.report(
                    word,
                    "too many different windows",
                    "expectedMaxWindows=" + RuleSetCompiler.WINDOWS_MAX +
                        ", an avg or a ratio takes two, a stddev three; use equal windows where you can");
                return null;
            }
            if (WindowTable.FULL_OF_SESSIONS == indexes[i])
            {
                diagnostics.report(
                    word,
                    "too many different sessions",
                    "expectedMaxSessions=" + RuleSetCompiler.SESSIONS_MAX +
                        ", each gap of each key is one, of a first_seen too; use equal gaps where you can");
                return null;
            }
        }
        return indexes;
    }

    private static KeyKind kind(final String word)
    {
        return KeyKind.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
