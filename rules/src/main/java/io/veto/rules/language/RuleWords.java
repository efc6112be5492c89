package io.veto.rules.language;

import io.veto.rules.window.Measure;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes conditions and windows as a person would, for reports about a rule set.
 */
public final class RuleWords
{
    private static final int PERCENT_DECIMALS = 4;
    private static final Pattern OPENING = Pattern.compile("\\( ");
    private static final Pattern CLOSING = Pattern.compile(" ([),])");
    private static final Pattern CALL = Pattern.compile("\\b(?!(?:and|or|not|if|in|is|of|where)\\b)([a-z_]\\w*) \\(");

    private RuleWords()
    {
    }

    /**
     * A condition.
     *
     * @param rule whose condition is meant.
     * @return its words in one line.
     */
    public static String condition(final Rule rule)
    {
        return spaced(rule.words());
    }

    /**
     * A title.
     *
     * @param rule whose title is meant.
     * @return the title without digits that could be a card number.
     */
    public static String title(final Rule rule)
    {
        return Diagnostics.masked(rule.title());
    }

    /**
     * The condition behind a {@code where}.
     *
     * @param ruleSet that has it.
     * @param index   of the filter.
     * @return its words in one line.
     */
    public static String filter(final RuleSet ruleSet, final int index)
    {
        return spaced(ruleSet.filter(index).words());
    }

    /**
     * A window as the aggregate that would read it alone.
     *
     * @param ruleSet that has it.
     * @param index   of the window.
     * @return such as {@code count(card, 15m before where declined)}; a sum of squares, which no rule writes, is {@code squares}.
     */
    public static String window(final RuleSet ruleSet, final int index)
    {
        final WindowSpec spec = ruleSet.windows()[index];
        final String value = null == spec.value() ? "amount" : word(spec.value());
        final String begin = switch (spec.measure())
        {
            case SUM, MIN, MAX, DISTINCT, LAST -> word(spec.measure()) + '(' + value + ", ";
            case SUM_OF_SQUARES -> "squares(" + value + ", ";
            case DISTANCE -> "distance_km(";
            case COUNT, ATTEMPTS, SINCE, FIRST_SEEN -> word(spec.measure()) + '(';
        };
        return begin + spec.key().toString().toLowerCase(Locale.ROOT) + ", " + span(spec.measure(), spec.span()) +
            (spec.before() && !spec.measure().isOfEarlier() ? " before" : "") +
            (WindowSpec.NULL_FILTER == spec.filter() ? "" : " where " + filter(ruleSet, spec.filter())) + ')';
    }

    /**
     * A length of time.
     *
     * @param durationMs milliseconds, whole seconds.
     * @return digits and the largest unit that holds it whole.
     */
    public static String duration(final long durationMs)
    {
        return Literals.duration(BigDecimal.valueOf(durationMs));
    }

    /**
     * A share of the whole.
     *
     * @param millionths of it.
     * @return percent, with the decimals that it needs.
     */
    public static String percent(final int millionths)
    {
        return BigDecimal.valueOf(millionths, PERCENT_DECIMALS).stripTrailingZeros().toPlainString();
    }

    private static String span(final Measure measure, final Span span)
    {
        final String length = duration(span.lengthMs());
        return switch (span.kind())
        {
            case SLIDING -> length + (0 == span.delayMs() ? "" : " delayed " + duration(span.delayMs()));
            case TUMBLING -> "tumbling " + length + (null == span.zone() ? "" : " \"" + span.zone().name() + '"');
            case SESSION -> (Measure.FIRST_SEEN == measure ? "" : "session ") + length;
        };
    }

    private static String word(final Enum<?> constant)
    {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String spaced(final String words)
    {
        final String joined = CLOSING.matcher(OPENING.matcher(Diagnostics.masked(words)).replaceAll("(")).replaceAll("$1");
        return CALL.matcher(joined).replaceAll("$1(");
    }
}
