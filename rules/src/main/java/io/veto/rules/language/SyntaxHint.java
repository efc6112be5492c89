package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.AnswerContext;
import io.veto.rules.language.VetoRulesParser.ArgumentContext;
import io.veto.rules.language.VetoRulesParser.ArgumentsContext;
import io.veto.rules.language.VetoRulesParser.ClauseContext;
import io.veto.rules.language.VetoRulesParser.ComparisonContext;
import io.veto.rules.language.VetoRulesParser.EffectContext;
import io.veto.rules.language.VetoRulesParser.EventContext;
import io.veto.rules.language.VetoRulesParser.ExpectationContext;
import io.veto.rules.language.VetoRulesParser.GivenContext;
import io.veto.rules.language.VetoRulesParser.IncludeDeclarationContext;
import io.veto.rules.language.VetoRulesParser.ListDeclarationContext;
import io.veto.rules.language.VetoRulesParser.MemberContext;
import io.veto.rules.language.VetoRulesParser.MembersContext;
import io.veto.rules.language.VetoRulesParser.MembershipContext;
import io.veto.rules.language.VetoRulesParser.NameContext;
import io.veto.rules.language.VetoRulesParser.RuleDeclarationContext;
import io.veto.rules.language.VetoRulesParser.RuleModeContext;
import io.veto.rules.language.VetoRulesParser.StandInContext;
import io.veto.rules.language.VetoRulesParser.StatementContext;
import io.veto.rules.language.VetoRulesParser.TestDeclarationContext;
import io.veto.rules.language.VetoRulesParser.TestFieldContext;
import io.veto.rules.language.VetoRulesParser.ThresholdContext;
import io.veto.rules.language.VetoRulesParser.ThresholdsContext;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
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
    private static final String TEST_USAGE = "write test \"TITLE\" given { … } when { … } then decline by ID";
    private static final String STAND_IN_USAGE = "write default on late: approve if CONDITION else decline";
    private static final String THRESHOLDS_USAGE = "write whole points, such as review at 50, decline at 90";

    private static final List<String> BEGINNINGS = List.of(
        "rule", "list", "test", "default", "include", "allow", "decline", "review", "challenge", "approve", "score");
    private static final List<String> JOINING_WORDS = List.of(
        "and", "or", "is", "in", "not", "rule", "code", "reason", "expect", "list", "test", "default", "include", "review", "decline");
    private static final List<String> WINDOW_WORDS = List.of("before", "delayed", "where", "and", "or", "is", "in");

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
        final String anywhere = anywhere(word);
        if (null != anywhere)
        {
            return anywhere;
        }
        final String usage = usage(place(within), expected);
        if (null != usage)
        {
            return usage;
        }
        final String inRule = inRule(word);
        if (null != inRule)
        {
            return inRule;
        }
        if (VetoRulesLexer.INTEGER == word.getType() && expected.contains(VetoRulesLexer.DURATION))
        {
            return "a window is a number with its unit, without a blank between, such as 30s, 15m, 24h or 7d";
        }
        return within instanceof ArgumentsContext arguments ? afterArgument(word, arguments) : described(word, expected, within);
    }

    /**
     * How to mend a word that begins no declaration where one is expected.
     *
     * @param word that was found.
     * @return the hint.
     */
    static String beginning(final Token word)
    {
        if (VetoRulesLexer.OVER == word.getType() || VetoRulesLexer.MINUS == word.getType())
        {
            return "a comment begins with #";
        }
        final String general = anywhere(word);
        final String meant = EffectChecker.meant(word.getText());
        return null == general ? nearest(word, BEGINNINGS, null == meant ? RULE_USAGE : "did you mean " + meant + '?') : general;
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
        final String anywhere = anywhere(word);
        if (null != anywhere)
        {
            return anywhere;
        }
        if (!(declaration instanceof RuleDeclarationContext || declaration instanceof StatementContext))
        {
            final String usage = usage(declaration, new IntervalSet());
            return null == usage ? nearest(word, BEGINNINGS, RULE_USAGE) : nearest(word, BEGINNINGS, usage);
        }
        final String inRule = inRule(word);
        if (null != inRule)
        {
            return inRule;
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

    private static String anywhere(final Token word)
    {
        return VetoRulesLexer.OPEN_TEXT == word.getType() ?
            "close it with \" on its own line; it holds no control characters" :
            ForeignWord.anywhere(word.getText());
    }

    private static String inRule(final Token word)
    {
        final String inNumber = isBetweenDigits(word) ? ForeignWord.inNumber(word.getText()) : null;
        return null != inNumber ? inNumber : switch (word.getType())
        {
            case VetoRulesLexer.DELAYED, VetoRulesLexer.BEFORE, VetoRulesLexer.TUMBLING, VetoRulesLexer.SESSION -> WINDOW_USAGE;
            case VetoRulesLexer.CODE, VetoRulesLexer.REASON, VetoRulesLexer.EXPECT ->
                word.getText() + " stands behind the condition of the rule";
            case VetoRulesLexer.ID -> CodeNode.MISSING == CodeNames.code(Type.CURRENCY, word.getText()) ?
                ForeignWord.inRule(word.getText()) :
                ForeignWord.CURRENCY;
            default -> ForeignWord.inRule(word.getText());
        };
    }

    private static boolean isBetweenDigits(final Token word)
    {
        final int begin = word.getStartIndex();
        final int end = word.getStopIndex() + 1;
        return begin > 0 && end < word.getInputStream().size() &&
            Character.isDigit(word.getInputStream().getText(Interval.of(begin - 1, begin - 1)).charAt(0)) &&
            Character.isDigit(word.getInputStream().getText(Interval.of(end, end)).charAt(0));
    }

    private static RuleContext place(final RuleContext within)
    {
        return within instanceof NameContext || within instanceof EffectContext ? within.parent : within;
    }

    private static String usage(final RuleContext within, final IntervalSet expected)
    {
        if (within instanceof ListDeclarationContext)
        {
            return "write list NAME : KIND, where KIND is one of " + String.join(", ", ListChecker.KINDS) +
                ", perhaps with constants such as = [4829, 6051]";
        }
        if (within instanceof MembersContext || within instanceof MemberContext)
        {
            return "constants are whole numbers or texts between brackets, such as [4829, 6051] or [\"FR\", \"DE\"]";
        }
        if (within instanceof MembershipContext)
        {
            return "expected a list or constants in brackets, such as mcc in [4829, 6051]";
        }
        if (within instanceof ThresholdContext || within instanceof ThresholdsContext)
        {
            return THRESHOLDS_USAGE;
        }
        if (within instanceof StandInContext || within instanceof AnswerContext && !expected.contains(VetoRulesLexer.INTEGER))
        {
            return STAND_IN_USAGE;
        }
        if (within instanceof IncludeDeclarationContext)
        {
            return "write include \"FILE.rules\"";
        }
        if (within instanceof RuleModeContext)
        {
            return "write challenger of ID";
        }
        return within instanceof ClauseContext clause ? clauseUsage(clause) : testUsage(within);
    }

    private static String clauseUsage(final ClauseContext clause)
    {
        return switch (clause.getStart().getType())
        {
            case VetoRulesLexer.CODE -> "write two digits such as code 59, or a text such as code \"N7\"";
            case VetoRulesLexer.REASON -> "write reason \"TEXT\"";
            default -> "write the highest share that is expected, such as expect <= 2%";
        };
    }

    private static String testUsage(final RuleContext within)
    {
        if (within instanceof EventContext || within instanceof TestFieldContext)
        {
            return "write fields and values between braces, such as { card: A, amount: 12.00 }";
        }
        if (within instanceof GivenContext)
        {
            return "write given { … }, given 5 x { … } or given A in LIST";
        }
        if (within instanceof ExpectationContext)
        {
            return "write then and an action, perhaps with rules: then decline by ID without OTHER";
        }
        return within instanceof TestDeclarationContext ? TEST_USAGE : null;
    }

    private static String described(final Token word, final IntervalSet expected, final RuleContext within)
    {
        if (within instanceof ComparisonContext && !expected.contains(VetoRulesLexer.INTEGER))
        {
            return comparison(word, expected);
        }
        if (expected.contains(VetoRulesLexer.TEXT) && expected.contains(VetoRulesLexer.INTEGER))
        {
            return "expected a value: a field, an aggregate, a number, a text or ( … )";
        }
        if (expected.contains(VetoRulesLexer.INTEGER))
        {
            return "write whole points from 1 to " + RuleSetCompiler.POINTS_MAX + ", such as score 40";
        }
        if (expected.contains(VetoRulesLexer.RULE))
        {
            return expected.contains(VetoRulesLexer.DURATION) ?
                "expected amount, a key, a rule id or a window such as 30d" :
                "expected the id of the rule: letters, digits and _, no digit first";
        }
        if (expected.contains(VetoRulesLexer.ID))
        {
            return effect(word, within);
        }
        if (expected.contains(VetoRulesLexer.IF))
        {
            return "expected if and the condition of the rule";
        }
        if (expected.contains(VetoRulesLexer.DURATION))
        {
            return "expected a duration such as 7d";
        }
        return afterValue(word);
    }

    private static String effect(final Token word, final RuleContext within)
    {
        final RuleContext rule = within instanceof RuleDeclarationContext ? within : within.parent;
        if (VetoRulesLexer.IF == word.getType() && rule instanceof RuleDeclarationContext declaration && null != declaration.id &&
            DeclarationEnd.isEffect(declaration.id.getStart()))
        {
            return declaration.id.getText() + " is taken for the id, write rule ID " + declaration.id.getText() + " if CONDITION";
        }
        if (VetoRulesLexer.MINUS == word.getType() || Character.isLetter(word.getText().codePointAt(0)) && word.getText().charAt(0) > 'z')
        {
            return "an id takes letters from a to z, digits and _, such as card_velocity";
        }
        return "expected an action: " + String.join(", ", EffectChecker.WORDS);
    }

    private static String comparison(final Token word, final IntervalSet expected)
    {
        if (expected.contains(VetoRulesLexer.MISSING))
        {
            return VetoRulesLexer.IN == word.getType() ?
                "write in without is, as in card in LIST" :
                "expected missing or multiple of, as in mcc is missing";
        }
        if (expected.contains(VetoRulesLexer.OF))
        {
            return "write multiple of, as in amount is multiple of 100.00";
        }
        return 1 == expected.size() && expected.contains(VetoRulesLexer.IN) ? "expected in, as in card not in LIST" : afterValue(word);
    }

    private static String afterArgument(final Token word, final ArgumentsContext arguments)
    {
        return switch (word.getType())
        {
            case VetoRulesLexer.ID, VetoRulesLexer.INTEGER, VetoRulesLexer.LEFT, VetoRulesLexer.TIMES, VetoRulesLexer.WHERE ->
                nearest(word, WINDOW_WORDS, usage(arguments));
            case VetoRulesLexer.TEXT -> "a zone stands behind a period, as in tumbling 1d \"Europe/Paris\"";
            case VetoRulesLexer.PLUS -> "a key is one field or two, such as card+merchant";
            case VetoRulesLexer.DURATION -> WINDOW_USAGE;
            default -> afterValue(word);
        };
    }

    private static String usage(final ArgumentsContext arguments)
    {
        final String name = arguments.parent.getChild(0).getText();
        return Aggregate.NAMES.contains(name) ? "write " + Aggregate.of(name).usage() : NearestName.hint(name, Aggregate.NAMES);
    }

    private static String afterValue(final Token word)
    {
        return nearest(word, WINDOW_WORDS, "close the parenthesis with )");
    }
}
