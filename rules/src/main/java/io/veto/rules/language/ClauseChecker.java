package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ClauseContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import org.antlr.v4.runtime.Token;

/**
 * Checks what stands behind the condition of a rule, each at most once: {@code code}, {@code reason} and {@code expect}.
 */
final class ClauseChecker
{
    private static final int REASON_LENGTH_MAX = 200;
    private static final int PERCENT_MAX = 100;
    private static final int PERCENT_DECIMALS = 4;

    private final Diagnostics diagnostics;
    private final Literals literals;

    /**
     * Reports what does not fit.
     *
     * @param diagnostics to report to.
     */
    ClauseChecker(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        literals = new Literals(diagnostics);
    }

    /**
     * The response code.
     *
     * @param clauses of the rule.
     * @param effect  of the rule; null where it is wrong.
     * @return two characters; empty where none is written.
     */
    String code(final List<ClauseContext> clauses, final RuleEffect effect)
    {
        final ClauseContext clause = single(clauses, c -> null != c.code);
        if (null == clause)
        {
            return "";
        }
        final String code = VetoRulesLexer.TEXT == clause.code.getType() ? Literals.text(clause.code) : clause.code.getText();
        if (!code.matches("[0-9A-Za-z]{2}"))
        {
            diagnostics.report(
                clause.code,
                "no response code " + Diagnostics.quote(code),
                "write the two digits or letters of ISO 8583 field 39, such as code 59 or code \"N7\"");
        }
        if (null != effect && RuleEffect.APPROVE.action() == effect.action())
        {
            diagnostics.report(
                clause.getStart(),
                effect.word() + " takes no response code",
                "take it out, it goes with review, challenge and decline");
        }
        return code;
    }

    /**
     * The reason.
     *
     * @param clauses of the rule.
     * @return text; empty where none is written.
     */
    String reason(final List<ClauseContext> clauses)
    {
        final ClauseContext clause = single(clauses, c -> null != c.reason);
        final String reason = null == clause ? "" : Literals.text(clause.reason);
        final int length = reason.codePointCount(0, reason.length());
        if (length > REASON_LENGTH_MAX)
        {
            diagnostics.report(clause.reason, "reason too long", "expectedMaxLength=" + REASON_LENGTH_MAX + " length=" + length);
        }
        return reason;
    }

    /**
     * The highest share of transactions that the rule should hit.
     *
     * @param clauses of the rule.
     * @return millionths; {@link Rule#NULL_SHARE} where none is written.
     */
    int expectedMaxMillionths(final List<ClauseContext> clauses)
    {
        final ClauseContext clause = single(clauses, c -> null != c.share);
        if (null == clause)
        {
            return Rule.NULL_SHARE;
        }
        final BigDecimal percent = literals.number(clause.share);
        if (null == percent)
        {
            return Rule.NULL_SHARE;
        }
        if (percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(PERCENT_MAX)) <= 0 && percent.scale() <= PERCENT_DECIMALS)
        {
            return percent.movePointRight(PERCENT_DECIMALS).intValueExact();
        }
        diagnostics.report(
            clause.share,
            "expected share out of bounds",
            "write one above 0% and at most " + PERCENT_MAX + "%, with at most " + PERCENT_DECIMALS + " decimals, such as 0.25%");
        return Rule.NULL_SHARE;
    }

    private ClauseContext single(final List<ClauseContext> clauses, final Predicate<ClauseContext> isKind)
    {
        ClauseContext first = null;
        for (final ClauseContext clause : clauses)
        {
            final Token word = clause.getStart();
            if (isKind.test(clause) && null != first)
            {
                diagnostics.report(
                    word, word.getText() + " is written twice", Diagnostics.line(first.getStart(), word) + " has it, take one out");
            }
            first = null == first && isKind.test(clause) ? clause : first;
        }
        return first;
    }
}
