package io.veto.rules.language;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.antlr.v4.runtime.Token;

/**
 * Reads the literals of a rule. Each answer is null where an error was reported.
 */
final class Literals
{
    private static final int DIGITS_MAX = 18;

    private final Diagnostics diagnostics;

    /**
     * Reports what cannot be read.
     *
     * @param diagnostics to report to.
     */
    Literals(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
    }

    /**
     * A whole or decimal number.
     *
     * @param word of the rule.
     * @return its exact value, with as many decimals as were written.
     */
    BigDecimal number(final Token word)
    {
        return number(word, word.getText());
    }

    /**
     * A length of time.
     *
     * @param word digits and a unit.
     * @return milliseconds.
     */
    BigDecimal durationMs(final Token word)
    {
        final String text = word.getText();
        int digits = 0;
        while (Character.isDigit(text.charAt(digits)))
        {
            digits++;
        }
        final String unit = text.substring(digits);
        final long unitMs = unitMs(unit);
        if (0 == unitMs)
        {
            diagnostics.report(
                word,
                "unknown unit " + Diagnostics.quote(unit),
                unit.startsWith("w") ?
                    "write weeks in days, such as 7d" :
                    "a number takes no letters, a duration one unit: 30s, 15m, 24h or 7d");
            return null;
        }
        final BigDecimal count = number(word, text.substring(0, digits));
        return null == count ? null : count.multiply(BigDecimal.valueOf(unitMs));
    }

    /**
     * Writes a length of time as a rule does, in the largest unit that holds it whole.
     *
     * @param durationMs whole seconds, in milliseconds.
     * @return digits and a unit.
     */
    static String duration(final BigDecimal durationMs)
    {
        for (final String unit : List.of("d", "h", "m"))
        {
            final BigDecimal[] parts = durationMs.divideAndRemainder(BigDecimal.valueOf(unitMs(unit)));
            if (0 == parts[1].signum())
            {
                return parts[0].toPlainString() + unit;
            }
        }
        return durationMs.movePointLeft(3).toBigInteger() + "s";
    }

    /**
     * A text.
     *
     * @param word in quotes; null for none.
     * @return what stands between the quotes; empty for none.
     */
    static String text(final Token word)
    {
        return null == word ? "" : word.getText().substring(1, word.getText().length() - 1);
    }

    private BigDecimal number(final Token word, final String digits)
    {
        final int digitCount = digits.length() - (digits.indexOf('.') < 0 ? 0 : 1);
        if (digitCount > DIGITS_MAX)
        {
            diagnostics.report(
                word, "number too long", "expectedMaxDigits=" + DIGITS_MAX + " digits=" + digitCount);
            return null;
        }
        return new BigDecimal(digits);
    }

    private static long unitMs(final String unit)
    {
        return switch (unit)
        {
            case "s" -> TimeUnit.SECONDS.toMillis(1);
            case "m" -> TimeUnit.MINUTES.toMillis(1);
            case "h" -> TimeUnit.HOURS.toMillis(1);
            case "d" -> TimeUnit.DAYS.toMillis(1);
            default -> 0;
        };
    }
}
