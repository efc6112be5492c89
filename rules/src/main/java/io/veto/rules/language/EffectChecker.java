package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.EffectContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/**
 * Reads what a rule does, and the points that come with it.
 */
final class EffectChecker
{
    /** The words for what a rule does. */
    static final List<String> WORDS = Stream.of(
            RuleEffect.APPROVE, RuleEffect.REVIEW, RuleEffect.CHALLENGE, RuleEffect.DECLINE, RuleEffect.ALLOW, RuleEffect.SCORE)
        .map(RuleEffect::word).collect(Collectors.toList());

    private static final Map<String, String> SYNONYMS = Map.ofEntries(
        Map.entry("allow", "approve"),
        Map.entry("accept", "approve"),
        Map.entry("permit", "approve"),
        Map.entry("deny", "decline"),
        Map.entry("block", "decline"),
        Map.entry("reject", "decline"),
        Map.entry("refuse", "decline"),
        Map.entry("flag", "review"),
        Map.entry("alert", "review"),
        Map.entry("hold", "review"),
        Map.entry("authenticate", "challenge"),
        Map.entry("add", "score"));

    private final Diagnostics diagnostics;
    private final Literals literals;

    /**
     * Reports what does not fit.
     *
     * @param diagnostics to report to.
     */
    EffectChecker(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        literals = new Literals(diagnostics);
    }

    /**
     * Reads an effect.
     *
     * @param effect as it is written.
     * @param known  words that are allowed.
     * @return the effect; null where an error was reported.
     */
    RuleEffect effect(final EffectContext effect, final List<String> known)
    {
        final Token word = effect.getStart();
        if (!known.contains(word.getText()))
        {
            diagnostics.report(
                word, "unknown action " + Diagnostics.quote(word.getText()), hint(word.getText(), known));
            return null;
        }
        return RuleEffect.valueOf(word.getText().toUpperCase(Locale.ROOT));
    }

    /**
     * The effect that other products call by a word.
     *
     * @param word of theirs.
     * @return word of ours; null where none is known.
     */
    static String meant(final String word)
    {
        return SYNONYMS.get(word.toLowerCase(Locale.ROOT));
    }

    private static String hint(final String wrong, final List<String> known)
    {
        final String meant = meant(wrong);
        return null != meant && known.contains(meant) ? "did you mean " + meant + '?' : NearestName.hint(wrong, known);
    }

    /**
     * Reads points.
     *
     * @param word   digits.
     * @param points most that are allowed.
     * @return from 1; 0 where an error was reported.
     */
    int points(final Token word, final int points)
    {
        final BigDecimal number = literals.number(word);
        if (null == number)
        {
            return 0;
        }
        if (number.signum() > 0 && number.compareTo(BigDecimal.valueOf(points)) <= 0)
        {
            return number.intValueExact();
        }
        diagnostics.report(word, "points out of bounds", "expectedMin=1 expectedMax=" + points + " points=" + number);
        return 0;
    }
}
