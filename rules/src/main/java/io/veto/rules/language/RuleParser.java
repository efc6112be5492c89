package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.RuleDeclarationContext;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Splits a rule file into rules and parses each by itself, so that an error in one hides none in the next. Measures how
 * deep a rule is nested before it is parsed: parser and checker descend one frame after another.
 */
final class RuleParser
{
    private final Diagnostics diagnostics;
    private final CommonTokenStream words;
    private final VetoRulesParser parser;
    private final List<RuleDeclarationContext> rules = new ArrayList<>();
    private final List<Token> ids = new ArrayList<>();

    /**
     * Parses a file.
     *
     * @param text        of the file, at most {@link RuleSetCompiler#FILE_LENGTH_MAX} bytes.
     * @param diagnostics to report to.
     */
    RuleParser(final String text, final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        final VetoRulesLexer lexer = new VetoRulesLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        words = new CommonTokenStream(lexer);
        words.fill();
        parser = new VetoRulesParser(words);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        while (Token.EOF != words.LA(1) && ids.size() <= RuleSetCompiler.RULES_MAX)
        {
            parseRule();
        }
    }

    /**
     * The words of the file.
     *
     * @return without blanks and comments.
     */
    TokenStream words()
    {
        return words;
    }

    /**
     * The rules that could be parsed.
     *
     * @return in file order; all of them if no error was reported.
     */
    List<RuleDeclarationContext> rules()
    {
        return rules;
    }

    /**
     * What follows each word {@code rule}: an id, or whatever stands in its place.
     *
     * @return in file order, those of rules that could not be parsed included.
     */
    List<Token> ids()
    {
        return ids;
    }

    private void parseRule()
    {
        final Token first = words.LT(1);
        if (VetoRulesLexer.RULE != first.getType())
        {
            diagnostics.report(first, SyntaxHint.problem(first), SyntaxHint.RULE_USAGE);
            skipToNextRule();
            return;
        }
        ids.add(words.LT(2));
        final Token tooDeep = tooDeep();
        if (null != tooDeep)
        {
            diagnostics.report(
                tooDeep,
                "parentheses nested too deep",
                "expectedMaxDepth=" + RuleSetCompiler.DEPTH_MAX + "; split the rule in two");
            words.consume();
            skipToNextRule();
            return;
        }
        try
        {
            final RuleDeclarationContext rule = parser.ruleDeclaration();
            if (Token.EOF == words.LA(1) || VetoRulesLexer.RULE == words.LA(1))
            {
                rules.add(rule);
                return;
            }
            diagnostics.report(words.LT(1), SyntaxHint.problem(words.LT(1)), SyntaxHint.afterCondition(words.LT(1)));
        }
        catch (final ParseCancellationException e)
        {
            reportSyntax((RecognitionException)e.getCause());
        }
        skipToNextRule();
    }

    private void reportSyntax(final RecognitionException error)
    {
        final Token word = error.getOffendingToken();
        final String hint = SyntaxHint.expecting(word, error.getExpectedTokens(), error.getCtx());
        if (Token.EOF == word.getType() || VetoRulesLexer.RULE == word.getType())
        {
            diagnostics.reportBehind(words.get(word.getTokenIndex() - 1), "the rule ends too early", hint);
        }
        else
        {
            diagnostics.report(word, SyntaxHint.problem(word), hint);
        }
    }

    private Token tooDeep()
    {
        int depth = 0;
        int index = words.index() + 1;
        while (Token.EOF != words.get(index).getType() && !isRuleStart(index))
        {
            final int type = words.get(index).getType();
            if (VetoRulesLexer.LEFT == type && ++depth > RuleSetCompiler.DEPTH_MAX)
            {
                return words.get(index);
            }
            if (VetoRulesLexer.RIGHT == type)
            {
                depth--;
            }
            index++;
        }
        return null;
    }

    private void skipToNextRule()
    {
        while (Token.EOF != words.LA(1) && !isRuleStart(words.index()))
        {
            words.consume();
        }
    }

    /**
     * The word {@code rule} begins a rule unless it stands where a rule's id may: behind another one, or as an
     * argument. The parser takes it nowhere else, so that what is measured here holds all that it parses as one rule.
     */
    private boolean isRuleStart(final int index)
    {
        if (VetoRulesLexer.RULE != words.get(index).getType())
        {
            return false;
        }
        return 0 == index || switch (words.get(index - 1).getType())
        {
            case VetoRulesLexer.RULE, VetoRulesLexer.LEFT, VetoRulesLexer.COMMA -> false;
            default -> true;
        };
    }
}
