package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ArgumentContext;
import io.veto.rules.language.VetoRulesParser.ConditionContext;
import io.veto.rules.language.VetoRulesParser.WindowContext;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowSpec;
import io.veto.rules.window.WindowSpec.Measure;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/**
 * Checks aggregates, {@code count}, {@code sum} and {@code avg}, and enters their windows into the table. Each answer
 * is null where an error was reported.
 */
final class AggregateChecker
{
    /** Number of events. */
    static final String COUNT = "count";
    /** Sum of the amounts. */
    static final String SUM = "sum";
    /** Mean of the amounts. */
    static final String AVG = "avg";
    /** The aggregates. */
    static final List<String> NAMES = List.of(COUNT, SUM, AVG);
    /** What an aggregate may be kept by. */
    static final List<String> KEYS =
        Arrays.stream(KeyKind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).collect(Collectors.toList());

    private static final String AMOUNT = "amount";

    private final Diagnostics diagnostics;
    private final TokenStream words;
    private final Literals literals;
    private final WindowTable table;
    private final ConditionChecker conditions;

    /**
     * Enters windows into a table.
     *
     * @param diagnostics to report to.
     * @param words       of the file.
     * @param literals    reader of durations.
     * @param table       to enter into.
     * @param conditions  checker of what stands behind {@code where}.
     */
    AggregateChecker(
        final Diagnostics diagnostics,
        final TokenStream words,
        final Literals literals,
        final WindowTable table,
        final ConditionChecker conditions)
    {
        this.diagnostics = diagnostics;
        this.words = words;
        this.literals = literals;
        this.table = table;
        this.conditions = conditions;
    }

    /**
     * Checks an aggregate.
     *
     * @param word      its name, one of {@link #NAMES}.
     * @param arguments that follow the name.
     * @return its value.
     */
    Operand aggregate(final Token word, final List<ArgumentContext> arguments)
    {
        final String name = word.getText();
        final boolean isCount = COUNT.equals(name);
        final int argumentCount = isCount ? 2 : 3;
        final boolean isOrdered = argumentCount == arguments.size() && IntStream.range(0, argumentCount)
            .allMatch(i -> (argumentCount - 1 == i) == (null != arguments.get(i).window()));
        if (!isOrdered)
        {
            diagnostics.report(
                word,
                "wrong arguments of " + name,
                "write " + usage(name) + ", where KEY is one of " + String.join(", ", KEYS));
            return null;
        }
        final boolean isOfAmount = isCount || isAmount(name, arguments.get(0));
        final KeyKind key = key(arguments.get(argumentCount - 2));
        final WindowTable.Span span = span(arguments.get(argumentCount - 1).window());
        return isOfAmount && null != key && null != span ? aggregate(word, key, span) : null;
    }

    /**
     * How an aggregate is written.
     *
     * @param name of the aggregate.
     * @return an outline.
     */
    static String usage(final String name)
    {
        return name + (COUNT.equals(name) ? "(KEY, WINDOW)" : "(amount, KEY, WINDOW)") + " such as " + name +
            (COUNT.equals(name) ? "(card, 30d)" : "(amount, card, 30d)");
    }

    private Operand aggregate(final Token word, final KeyKind key, final WindowTable.Span span)
    {
        return switch (word.getText())
        {
            case COUNT ->
            {
                final int count = window(word, span.over(key, Measure.COUNT));
                yield count < 0 ? null : new Operand(Type.INTEGER, new WindowNode(count), word);
            }
            case SUM ->
            {
                final int sum = window(word, span.over(key, Measure.SUM));
                yield sum < 0 ? null : new Operand(Type.MONEY, new WindowNode(sum), word);
            }
            default ->
            {
                final int sum = window(word, span.over(key, Measure.SUM));
                final int count = sum < 0 ? sum : window(word, span.over(key, Measure.COUNT));
                yield count < 0 ? null : new Operand(Type.MONEY, new AverageNode(sum, count), word);
            }
        };
    }

    private int window(final Token word, final WindowSpec window)
    {
        final int index = table.window(window);
        if (WindowTable.FULL == index)
        {
            diagnostics.report(
                word,
                "too many different windows",
                "expectedMaxWindows=" + RuleSetCompiler.WINDOWS_MAX +
                    ", an avg takes two; use equal windows where you can");
        }
        return index;
    }

    private boolean isAmount(final String name, final ArgumentContext argument)
    {
        final boolean isAmount = AMOUNT.equals(argument.getText());
        if (!isAmount)
        {
            diagnostics.report(
                argument.getStart(),
                "cannot take the " + name + " of " + Diagnostics.quote(argument.getText()),
                "write " + usage(name));
        }
        return isAmount;
    }

    private KeyKind key(final ArgumentContext argument)
    {
        final int index = KEYS.indexOf(argument.getText());
        if (index < 0)
        {
            diagnostics.report(
                argument.getStart(),
                "unknown key " + Diagnostics.quote(argument.getText()),
                NearestName.hint(argument.getText(), KEYS));
            return null;
        }
        return KeyKind.values()[index];
    }

    private WindowTable.Span span(final WindowContext window)
    {
        final BigDecimal lengthMs = literals.durationMs(window.length);
        final BigDecimal delayMs = null == window.delay ? BigDecimal.ZERO : literals.durationMs(window.delay);
        final boolean isSpan = null != lengthMs && null != delayMs && isInBounds(window, lengthMs, delayMs);
        final boolean isBefore = null != window.BEFORE();
        final int filter = null == window.condition() ?
            WindowSpec.NULL_FILTER :
            filter(window.condition(), isBefore || null != window.delay);
        return !isSpan || filter < WindowSpec.NULL_FILTER ?
            null :
            new WindowTable.Span(lengthMs.longValueExact(), delayMs.longValueExact(), isBefore, filter);
    }

    private boolean isInBounds(final WindowContext window, final BigDecimal lengthMs, final BigDecimal delayMs)
    {
        if (0 == lengthMs.signum() || null != window.delay && 0 == delayMs.signum())
        {
            final Token zero = 0 == lengthMs.signum() ? window.length : window.delay;
            diagnostics.report(
                zero, "a window's length and delay must be above 0", "write at least 1s, or leave delayed out");
            return false;
        }
        final BigDecimal maxMs = BigDecimal.valueOf(TimeUnit.DAYS.toMillis(RuleSetCompiler.WINDOW_DAYS_MAX));
        final boolean isInBounds = lengthMs.add(delayMs).compareTo(maxMs) <= 0;
        if (!isInBounds)
        {
            diagnostics.report(
                window.length,
                "window too long",
                "length and delay together expectedMax=" + RuleSetCompiler.WINDOW_DAYS_MAX + 'd');
        }
        return isInBounds;
    }

    private int filter(final ConditionContext where, final boolean outcomeKnown)
    {
        final Filter filter = conditions.filter(where, outcomeKnown);
        if (null == filter)
        {
            return WindowTable.FULL;
        }
        final String text = IntStream.rangeClosed(where.getStart().getTokenIndex(), where.getStop().getTokenIndex())
            .mapToObj(i -> words.get(i).getText())
            .collect(Collectors.joining(" "));
        final int index = table.filter(text, filter);
        if (WindowTable.FULL == index)
        {
            diagnostics.report(
                where.getStart(),
                "too many different filters",
                "expectedMaxFilters=" + RuleSetCompiler.FILTERS_MAX + "; use equal filters where you can");
        }
        return index;
    }
}
