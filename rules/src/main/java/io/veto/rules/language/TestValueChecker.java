package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.TestValueContext;
import io.veto.rules.layout.Action;
import io.veto.rules.window.Windows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.antlr.v4.runtime.Token;

/**
 * Reads the values that tests write. Where one is wrong it reports that and answers something harmless.
 */
final class TestValueChecker
{
    private static final Map<String, Action> ANSWERS = Map.of("approved", Action.APPROVE, "reviewed", Action.REVIEW,
        "challenged", Action.CHALLENGE, "declined", Action.DECLINE);
    private static final BigDecimal DURATION_MS_MAX = BigDecimal.valueOf(TimeUnit.DAYS.toMillis(RuleSetCompiler.WINDOW_DAYS_MAX));
    private static final int BIN_LENGTH = 6;
    private static final int HOUR_MAX = 23;
    private static final int LATITUDE_MAX = 90;
    private static final int LONGITUDE_MAX = 180;
    private static final int DEGREE_DECIMALS = 6;
    private static final int MONEY_DECIMALS = 2;

    private final Diagnostics diagnostics;
    private final Literals literals;

    /**
     * Reports what is wrong.
     *
     * @param diagnostics to report to.
     */
    TestValueChecker(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        this.literals = new Literals(diagnostics);
    }

    /**
     * A name.
     *
     * @param field that it is written for.
     * @param value as it is written.
     * @return what stands for the card, merchant and so on.
     */
    String name(final TestField field, final TestValueContext value)
    {
        final String name = text(value);
        if (null == name && TestField.CARD == field && null != value.INTEGER() || null != name && !name.equals(Diagnostics.masked(name)))
        {
            diagnostics.report(value.getStart(), "tests hold no card numbers", "write card: A, and bin: for its first six digits");
            return RuleTest.CARD_DEFAULT;
        }
        if (null == name)
        {
            wrong(field, value, null != value.INTEGER() ? "write it in quotes" : "a name begins with a letter");
            return RuleTest.CARD_DEFAULT;
        }
        if (!name.matches("[ -~]{1," + RuleTest.NAME_LENGTH_MAX + "}"))
        {
            diagnostics.report(value.getStart(), "not a name of 1 to " + RuleTest.NAME_LENGTH_MAX + " printable ASCII characters",
                "characters=" + name.length() + "; write a shorter one, such as A");
            return RuleTest.CARD_DEFAULT;
        }
        return name;
    }

    /**
     * A number.
     *
     * @param field that it is written for.
     * @param value as it is written.
     * @return the number in the unit of the field; 0 where it is wrong.
     */
    long number(final TestField field, final TestValueContext value)
    {
        return switch (field.kind())
        {
            case MONEY -> money(field, value);
            case BIN -> bin(field, value);
            case MCC -> whole(field, value, CodeNames.MCC_MIN, CodeNames.MCC_MAX);
            case HOUR -> whole(field, value, 0, HOUR_MAX);
            case DEGREES -> degrees(field, value);
            case DURATION -> durationMs(field, value);
            case YES -> oneOf(field, value, List.of("no", "yes"));
            case ANSWER -> answer(field, value);
            case CODE -> code(field, value);
            case NAME -> throw new IllegalArgumentException("a name is no number: field=" + field);
        };
    }

    private long money(final TestField field, final TestValueContext value)
    {
        if (null == value.DECIMAL())
        {
            return wrong(field, value, null == value.INTEGER() ?
                "write 12.00 for example, without quotes" :
                "write " + value.getText() + ".00");
        }
        return scaled(value, MONEY_DECIMALS, BigDecimal.valueOf(Windows.AMOUNT_MAX, MONEY_DECIMALS));
    }

    private long degrees(final TestField field, final TestValueContext value)
    {
        if (null == value.DECIMAL() && null == value.INTEGER())
        {
            return wrong(field, value, "write 48.856600 for example");
        }
        return scaled(value, DEGREE_DECIMALS, BigDecimal.valueOf(TestField.LAT == field ? LATITUDE_MAX : LONGITUDE_MAX));
    }

    private long scaled(final TestValueContext value, final int decimals, final BigDecimal max)
    {
        final BigDecimal number = literals.number(digits(value));
        if (null == number)
        {
            return 0;
        }
        if (number.scale() > decimals)
        {
            diagnostics.report(digits(value), "too many decimals", "expectedMaxDecimals=" + decimals + " decimals=" + number.scale());
            return 0;
        }
        if (number.compareTo(max) > 0)
        {
            diagnostics.report(digits(value), "number out of bounds", "expectedMax=" + max.toPlainString() + "; write a smaller one");
            return 0;
        }
        final long scaled = number.movePointRight(decimals).longValueExact();
        return null == value.MINUS() ? scaled : -scaled;
    }

    private long bin(final TestField field, final TestValueContext value)
    {
        final String digits = value.getText();
        return null != value.INTEGER() && BIN_LENGTH == digits.length() && '0' != digits.charAt(0) ?
            Long.parseLong(digits) :
            wrong(field, value, "write all six without quotes");
    }

    private long whole(final TestField field, final TestValueContext value, final int min, final int max)
    {
        if (null == value.INTEGER() || null != value.MINUS())
        {
            return wrong(field, value, "write it without quotes, point and sign");
        }
        final BigDecimal number = literals.number(digits(value));
        if (null != number && (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0))
        {
            return wrong(field, value, "expectedMin=" + min + " expectedMax=" + max + ' ' + field.word() + '=' + number);
        }
        return null == number ? 0 : number.longValueExact();
    }

    private long durationMs(final TestField field, final TestValueContext value)
    {
        if (null == value.DURATION())
        {
            return wrong(field, value, null != value.INTEGER() ? "write " + value.getText() + "s" : "write 1m for example");
        }
        final BigDecimal durationMs = literals.durationMs(value.getStart());
        if (null != durationMs && durationMs.compareTo(DURATION_MS_MAX) > 0)
        {
            diagnostics.report(value.getStart(), "duration out of bounds",
                "expectedMax=" + RuleSetCompiler.WINDOW_DAYS_MAX + "d, which no window outlasts");
            return 0;
        }
        return null == durationMs ? 0 : durationMs.longValueExact();
    }

    private long oneOf(final TestField field, final TestValueContext value, final List<String> words)
    {
        final String word = text(value);
        final int index = words.indexOf(word);
        return index < 0 ? wrong(field, value, "expected one of " + String.join(", ", words)) : index;
    }

    private long answer(final TestField field, final TestValueContext value)
    {
        final String word = String.valueOf(text(value));
        return ANSWERS.containsKey(word) ?
            ANSWERS.get(word).value() :
            wrong(field, value, NearestName.hint(word, ANSWERS.keySet().stream().sorted().toList()));
    }

    private long code(final TestField field, final TestValueContext value)
    {
        final String text = text(value);
        final Type type = CodeField.valueOf(field.name()).type();
        if (null == text)
        {
            return wrong(field, value, CodeNames.hint(type, value.getText()));
        }
        final int code = CodeNames.code(type, text);
        if (CodeNode.MISSING == code)
        {
            diagnostics.report(value.getStart(), Diagnostics.quote(text) + " is no " + type.label(), CodeNames.hint(type, text));
        }
        return code;
    }

    private long wrong(final TestField field, final TestValueContext value, final String hint)
    {
        diagnostics.report(value.getStart(), field.word() + " is " + field.kind().label(), hint);
        return 0;
    }

    private static Token digits(final TestValueContext value)
    {
        return value.getStop();
    }

    private static String text(final TestValueContext value)
    {
        return null != value.TEXT() ? Literals.text(value.TEXT().getSymbol()) : null != value.name() ? value.name().getText() : null;
    }
}
