package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.IncludeDeclarationContext;
import io.veto.rules.language.VetoRulesParser.ListDeclarationContext;
import io.veto.rules.language.VetoRulesParser.MembershipContext;
import io.veto.rules.language.VetoRulesParser.RuleDeclarationContext;
import io.veto.rules.language.VetoRulesParser.StandInContext;
import io.veto.rules.language.VetoRulesParser.StatementContext;
import io.veto.rules.language.VetoRulesParser.TestDeclarationContext;
import io.veto.rules.language.VetoRulesParser.ThresholdsContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Splits a rule file into declarations and parses each by itself, so that an error in one hides none in the next. The declarations of
 * included files stand where they are included. Measures how deep a declaration is nested before it is parsed: parser and checker
 * descend one frame after another.
 */
final class RuleParser
{
    private final Diagnostics diagnostics;
    private final IncludedFiles files;
    private final List<ParsedRule> rules = new ArrayList<>();
    private final List<ListDeclarationContext> lists = new ArrayList<>();
    private final List<String> listNames = new ArrayList<>();
    private final List<ThresholdsContext> thresholds = new ArrayList<>();
    private final List<StandInContext> standIns = new ArrayList<>();
    private final List<TestDeclarationContext> tests = new ArrayList<>();

    /**
     * Parses a file and what it includes.
     *
     * @param file        at most {@link RuleSetCompiler#FILE_LENGTH_MAX} bytes.
     * @param includes    that find other files.
     * @param diagnostics to report to.
     */
    RuleParser(final RuleFile file, final Includes includes, final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        files = new IncludedFiles(file, includes, diagnostics);
        parseFile(file);
    }

    /**
     * The rules and statements.
     *
     * @return in file order; rules that could not be parsed by their ids alone.
     */
    List<ParsedRule> rules()
    {
        return rules;
    }

    /**
     * The declarations of lists that could be parsed.
     *
     * @return in file order.
     */
    List<ListDeclarationContext> lists()
    {
        return lists;
    }

    /**
     * What follows each word {@code list}: a name, or whatever stands in its place.
     *
     * @return in file order, those of lists that could not be parsed included.
     */
    List<String> listNames()
    {
        return listNames;
    }

    /**
     * The thresholds that could be parsed.
     *
     * @return in file order.
     */
    List<ThresholdsContext> thresholds()
    {
        return thresholds;
    }

    /**
     * What could be parsed of how to answer where the rules cannot.
     *
     * @return in file order.
     */
    List<StandInContext> standIns()
    {
        return standIns;
    }

    /**
     * The tests that could be parsed.
     *
     * @return in file order.
     */
    List<TestDeclarationContext> tests()
    {
        return tests;
    }

    /**
     * The text with every included file in its place.
     *
     * @return the text of the file itself where it includes none.
     */
    String text()
    {
        return files.text();
    }

    private void parseFile(final RuleFile file)
    {
        final VetoRulesLexer lexer = new VetoRulesLexer(CharStreams.fromString(file.text(), file.name()));
        lexer.removeErrorListeners();
        final CommonTokenStream stream = new CommonTokenStream(lexer);
        stream.fill();
        final List<Token> words = stream.getTokens();
        int begin = 0;
        while (Token.EOF != words.get(begin).getType() && !isFull())
        {
            final int end = DeclarationEnd.after(words, begin);
            parseDeclaration(words.subList(begin, end));
            begin = end;
        }
    }

    private boolean isFull()
    {
        return rules.size() > RuleSetCompiler.RULES_MAX || lists.size() > RuleSetCompiler.LISTS_MAX || diagnostics.isFull();
    }

    private void parseDeclaration(final List<Token> words)
    {
        final Token first = words.get(0);
        switch (first.getType())
        {
            case VetoRulesLexer.RULE -> parseRule(words);
            case VetoRulesLexer.LIST -> parseList(words);
            case VetoRulesLexer.TEST -> add(tests, parse(words, "the test ends", VetoRulesParser::testDeclaration));
            case VetoRulesLexer.DEFAULT -> add(standIns, parse(words, "default on late ends", VetoRulesParser::standIn));
            case VetoRulesLexer.INCLUDE -> include(parse(words, "the include ends", VetoRulesParser::includeDeclaration));
            default ->
            {
                if (!DeclarationEnd.isEffect(first))
                {
                    diagnostics.report(first, SyntaxHint.problem(first), SyntaxHint.beginning(first));
                }
                else if (words.size() > 1 && VetoRulesLexer.AT == words.get(1).getType())
                {
                    add(thresholds, parse(words, "the thresholds end", VetoRulesParser::thresholds));
                }
                else
                {
                    parseStatement(words);
                }
            }
        }
    }

    private static <C> void add(final List<C> declarations, final C declaration)
    {
        if (null != declaration)
        {
            declarations.add(declaration);
        }
    }

    private void parseList(final List<Token> words)
    {
        if (words.size() > 1)
        {
            listNames.add(words.get(1).getText());
        }
        add(lists, parse(words, "the list ends", VetoRulesParser::listDeclaration));
    }

    private void parseRule(final List<Token> words)
    {
        final RuleDeclarationContext rule = parse(words, "the rule ends", VetoRulesParser::ruleDeclaration);
        if (words.size() > 1)
        {
            rules.add(new ParsedRule(words.get(1), rule, null));
        }
    }

    private void parseStatement(final List<Token> words)
    {
        final StatementContext statement = parse(words, "the statement ends", VetoRulesParser::statement);
        if (null != statement)
        {
            rules.add(new ParsedRule(firstList(statement), null, statement));
        }
    }

    private static Token firstList(final ParseTree part)
    {
        if (part instanceof MembershipContext membership)
        {
            return null == membership.list ? null : membership.list.getStart();
        }
        Token first = null;
        for (int i = 0; i < part.getChildCount() && null == first; i++)
        {
            first = firstList(part.getChild(i));
        }
        return first;
    }

    private void include(final IncludeDeclarationContext declaration)
    {
        final RuleFile file = null == declaration ? null : files.open(declaration);
        if (null != file)
        {
            parseFile(file);
            files.close();
        }
    }

    private <C extends ParserRuleContext> C parse(final List<Token> words, final String ending, final Function<VetoRulesParser, C> grammar)
    {
        if (isTooDeep(words))
        {
            return null;
        }
        final CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(words));
        final VetoRulesParser parser = new VetoRulesParser(stream);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        try
        {
            final C declaration = grammar.apply(parser);
            final Token next = stream.LT(1);
            if (Token.EOF == next.getType())
            {
                return declaration;
            }
            diagnostics.report(next, SyntaxHint.problem(next), SyntaxHint.after(next, declaration));
        }
        catch (final ParseCancellationException e)
        {
            reportSyntax(words, ending, (RecognitionException)e.getCause());
        }
        return null;
    }

    private void reportSyntax(final List<Token> words, final String ending, final RecognitionException error)
    {
        final Token word = error.getOffendingToken();
        final String hint = SyntaxHint.expecting(word, error.getExpectedTokens(), error.getCtx());
        if (Token.EOF == word.getType())
        {
            diagnostics.reportBehind(words.get(words.size() - 1), ending + " too early", hint);
        }
        else
        {
            diagnostics.report(word, SyntaxHint.problem(word), hint);
        }
    }

    private boolean isTooDeep(final List<Token> words)
    {
        int depth = 0;
        for (final Token word : words)
        {
            if (VetoRulesLexer.LEFT == word.getType() && ++depth > RuleSetCompiler.DEPTH_MAX)
            {
                diagnostics.report(
                    word,
                    "parentheses nested too deep",
                    "expectedMaxDepth=" + RuleSetCompiler.DEPTH_MAX + "; split the rule in two");
                return true;
            }
            if (VetoRulesLexer.RIGHT == word.getType())
            {
                depth--;
            }
        }
        return false;
    }
}
