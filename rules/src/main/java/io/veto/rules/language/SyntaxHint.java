package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ArgumentContext;
import io.veto.rules.language.VetoRulesParser.ArgumentsContext;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Says how to mend a word that stands where it cannot.
 */
final class SyntaxHint
{
    /** How a rule is written. */
    static final String RULE_USAGE = "write rule ID \"TITLE\" review if CONDITION";

    private static final String WINDOW_USAGE =
        "a window is written 7d delayed 7d before, tumbling 1d before or session 30m before";
    private static final Map<String, String> FOREIGN = Map.ofEntries(
        Map.entry("==", "equality is written ="),
        Map.entry("&&", "write and"),
        Map.entry("&", "write and"),
        Map.entry("||", "write or"),
        Map.entry("|", "write or"),
        Map.entry("!", "write not"),
        Map.entry("<>", "write !="),
        Map.entry("=>", "write >="),
        Map.entry("=<", "write <="),
        Map.entry("%", "write a share as a decimal, such as 0.05"),
        Map.entry("'", "a text stands in double quotes"),
        Map.entry("“", "a text stands in straight double quotes"),
        Map.entry("”", "a text stands in straight double quotes"),
        Map.entry("\u00A0", "write a plain blank"));

    private static final List<String> BEGINNINGS = List.of(
        "rule", "list", "test", "default", "include", "allow", "decline", "review", "challenge", "approve", "score");
    private static final List<String> JOINING_WORDS = List.of("and", "or", "is", "rule");
    private static final List<String> WINDOW_WORDS = List.of("before", "delayed", "where", "and", "or", "is");

    private SyntaxHint()
    {
    }

    /**
     * What is wrong with a word that stands where it cannot.
     *
     * @param word that was found.
     * @return the problem.
     */
    static String problem(final Token word)
    {
        return VetoRulesLexer.OPEN_TEXT == word.getType() ?
            "text without end" :
            "unexpected " + Diagnostics.quote(word.getText());
    }

    /**
     * How to mend a word that stands where another belongs.
     *
     * @param word     that was found.
     * @param expected token types that may stand there.
     * @param within   what is being parsed.
     * @return the hint.
     */
    static String expecting(final Token word, final IntervalSet expected, final RuleContext within)
    {
        if (within instanceof ArgumentContext argument && null != argument.PLUS())
        {
            return "expected the second key of a pair, as in card+merchant";
        }
        final String general = general(word);
        if (null != general)
        {
            return general;
        }
        return within instanceof ArgumentsContext ? afterArgument(word) : described(word, expected);
    }

    /**
     * How to mend a word that begins no declaration where one is expected.
     *
     * @param word that was found.
     * @return the hint.
     */
    static String beginning(final Token word)
    {
        final String general = general(word);
        return null == general ? nearest(word, BEGINNINGS, RULE_USAGE) : general;
    }

    /**
     * How to mend a word that follows a whole declaration.
     *
     * @param word        that was found.
     * @param declaration that it follows.
     * @return the hint.
     */
    static String after(final Token word, final ParserRuleContext declaration)
    {
        final String general = general(word);
        if (null != general)
        {
            return general;
        }
        if (VetoRulesLexer.RIGHT == word.getType())
        {
            return "no parenthesis is open here, take it out";
        }
        return nearest(word, JOINING_WORDS, "join conditions with and or or, begin the next rule with rule");
    }

    private static String nearest(final Token word, final List<String> known, final String otherwise)
    {
        final String nearest = VetoRulesLexer.ID == word.getType() ? NearestName.nearest(word.getText(), known) : null;
        return null == nearest ? otherwise : "did you mean " + nearest + '?';
    }

    private static String general(final Token word)
    {
        return switch (word.getType())
        {
            case VetoRulesLexer.OPEN_TEXT -> "close it with \" on its own line; it holds no control characters";
            case VetoRulesLexer.COMMA -> "decimals are written with a point, such as 220.00";
            case VetoRulesLexer.DELAYED, VetoRulesLexer.BEFORE, VetoRulesLexer.TUMBLING, VetoRulesLexer.SESSION -> WINDOW_USAGE;
            default -> FOREIGN.get(word.getText());
        };
    }

    private static String described(final Token word, final IntervalSet expected)
    {
        if (expected.contains(VetoRulesLexer.INTEGER))
        {
            return "expected a value: a field, an aggregate, a number, a text or ( … )";
        }
        if (expected.contains(VetoRulesLexer.RULE))
        {
            return expected.contains(VetoRulesLexer.DURATION) ?
                "expected amount, a key, a rule id or a window such as 30d" :
                "expected the id of the rule: letters, digits and _, no digit first";
        }
        if (expected.contains(VetoRulesLexer.ID))
        {
            return "expected an action: " + String.join(", ", EffectChecker.WORDS);
        }
        if (expected.contains(VetoRulesLexer.IF))
        {
            return "expected if and the condition of the rule";
        }
        if (expected.contains(VetoRulesLexer.MISSING))
        {
            return "expected missing, as in mcc is missing";
        }
        if (expected.contains(VetoRulesLexer.DURATION))
        {
            return "expected a duration such as 7d";
        }
        return afterValue(word);
    }

    private static String afterArgument(final Token word)
    {
        return switch (word.getType())
        {
            case VetoRulesLexer.TEXT -> "a zone stands behind a period, as in tumbling 1d \"Europe/Paris\"";
            case VetoRulesLexer.PLUS -> "a key is one field or two, such as card+merchant";
            case VetoRulesLexer.DURATION -> WINDOW_USAGE;
            default -> afterValue(word);
        };
    }

    private static String afterValue(final Token word)
    {
        return nearest(word, WINDOW_WORDS, "close the parenthesis with )");
    }
}
