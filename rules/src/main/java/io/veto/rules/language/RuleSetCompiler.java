package io.veto.rules.language;

import io.veto.rules.list.ListSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/**
 * Makes a rule set of the text of a rule file, or reports everything that is wrong with it. The language is described
 * in {@code docs/rules.md}.
 * <p>
 * <b>Note:</b> safe from any thread; the rule set that comes out belongs to one.
 */
public final class RuleSetCompiler
{
    /** Most rules in a file: the bits of an answer's hits. */
    public static final int RULES_MAX = 256;
    /** Longest file, in bytes of UTF-8. */
    public static final int FILE_LENGTH_MAX = 1024 * 1024;
    /** Longest rule id, in characters. */
    public static final int ID_LENGTH_MAX = 64;
    /** Most parentheses open at once, those of aggregates included. */
    public static final int DEPTH_MAX = 100;
    /** The retention, in days: longest window, its delay included, longest period and gap. */
    public static final int WINDOW_DAYS_MAX = 400;
    /** Most different windows in a file. */
    public static final int WINDOWS_MAX = 256;
    /** Most different sessions in a file, a gap for a key being one. */
    public static final int SESSIONS_MAX = 64;
    /** Most different filters in a file. */
    public static final int FILTERS_MAX = 64;
    /** Most errors reported in one run. */
    public static final int DIAGNOSTICS_MAX = 20;

    /** Most lists in a file. */
    public static final int LISTS_MAX = 64;
    /** Most constants in a list. */
    public static final int LIST_CONSTANTS_MAX = 10_000;
    /** Most constants between brackets in a condition. */
    public static final int MEMBERS_MAX = 256;
    /** Most points of a rule. */
    public static final int POINTS_MAX = 1000;
    /** Most included files open at once. */
    public static final int INCLUDES_DEPTH_MAX = 16;

    private final RuleFile file;
    private final Zones zones;
    private final Includes includes;
    private final Diagnostics diagnostics;
    private final WindowTable table = new WindowTable();

    private RuleSetCompiler(final RuleFile file, final Zones zones, final Includes includes)
    {
        this.file = file;
        this.zones = zones;
        this.includes = includes;
        diagnostics = new Diagnostics(file);
    }

    /**
     * Compiles a rule file that names no time zone and includes no other.
     *
     * @param fileName that errors name.
     * @param text     of the file.
     * @return the rule set.
     * @throws RuleSetException if anything is wrong with the text.
     */
    public static RuleSet compile(final String fileName, final String text)
    {
        return compile(fileName, text, Zones.NONE);
    }

    /**
     * Compiles a rule file that includes no other.
     *
     * @param fileName that errors name.
     * @param text     of the file.
     * @param zones    that the text may name.
     * @return the rule set.
     * @throws RuleSetException if anything is wrong with the text.
     */
    public static RuleSet compile(final String fileName, final String text, final Zones zones)
    {
        return compile(fileName, text, zones, Includes.NONE);
    }

    /**
     * Compiles a rule file and those that it includes. The rule set's text is all of them in one, which includes none: compiled again, it
     * gives the same rule set.
     *
     * @param fileName that errors name, and {@link Includes} are told.
     * @param text     of the file.
     * @param zones    that the text may name.
     * @param includes that find other files.
     * @return the rule set.
     * @throws RuleSetException if anything is wrong with the text.
     */
    public static RuleSet compile(final String fileName, final String text, final Zones zones, final Includes includes)
    {
        final RuleSetCompiler compiler = new RuleSetCompiler(new RuleFile(fileName, text), zones, includes);
        final int lengthBytes = text.getBytes(StandardCharsets.UTF_8).length;
        RuleSet ruleSet = null;
        if (lengthBytes > FILE_LENGTH_MAX)
        {
            compiler.diagnostics.report(
                "rule file too long",
                "expectedMaxLength=" + FILE_LENGTH_MAX + " length=" + lengthBytes + "; take rules or comments out");
        }
        else
        {
            ruleSet = compiler.compile();
        }
        final List<Diagnostic> errors = compiler.diagnostics.inFileOrder();
        if (!errors.isEmpty())
        {
            throw new RuleSetException(errors);
        }
        return ruleSet;
    }

    private RuleSet compile()
    {
        final RuleParser parser = new RuleParser(file, includes, diagnostics);
        final ListTable lists = new ListChecker(diagnostics).table(parser.lists(), parser.listNames());
        checkIds(parser.rules());
        final ConditionChecker conditions =
            new ConditionChecker(diagnostics, RuleChecker.ids(parser.rules()), lists, table, zones);
        final Rule[] rules = new RuleChecker(diagnostics, conditions, parser.rules()).rules().toArray(new Rule[0]);
        final AnswerChecker answers = new AnswerChecker(diagnostics);
        final StandIn standIn = answers.standIn(parser.standIns(), conditions);
        final Thresholds thresholds = answers.thresholds(parser.thresholds(), isScored(parser.rules()));
        final Filter[] filters = table.filters();
        return new RuleSet(
            parser.text(),
            hash(parser.text()),
            rules,
            table.windows(),
            filters,
            lists.specs().toArray(new ListSpec[0]),
            thresholds,
            standIn,
            new TreeProgram(rules, filters));
    }

    private static boolean isScored(final List<ParsedRule> rules)
    {
        return rules.stream().anyMatch(r -> null == r.statement() && (null == r.rule() || null != r.rule().effect().points));
    }

    private void checkIds(final List<ParsedRule> rules)
    {
        if (rules.isEmpty() && diagnostics.isEmpty())
        {
            diagnostics.report("no rule in the file", SyntaxHint.RULE_USAGE);
        }
        if (rules.size() > RULES_MAX)
        {
            diagnostics.report(
                rules.get(RULES_MAX).at(), "too many rules", "expectedMaxRules=" + RULES_MAX + "; take rules out");
        }
        final Map<String, Token> firsts = new HashMap<>();
        for (final ParsedRule rule : rules)
        {
            checkId(rule, firsts);
        }
    }

    private void checkId(final ParsedRule rule, final Map<String, Token> firsts)
    {
        final Token id = rule.id();
        if (null == id || !Character.isLetter(id.getText().charAt(0)) && '_' != id.getText().charAt(0))
        {
            return;
        }
        final String text = id.getText();
        final Token first = firsts.putIfAbsent(text, id);
        if (null != first && null != rule.statement())
        {
            diagnostics.report(
                rule.at(),
                "the id " + Diagnostics.quote(text) + " of this statement, its first list, is taken",
                Diagnostics.line(first, id) + " has it, write rule ID " + rule.at().getText() + " if CONDITION");
        }
        else if (null != first)
        {
            diagnostics.report(
                id,
                "rule id " + Diagnostics.quote(text) + " is taken",
                Diagnostics.line(first, id) + " has it, choose another");
        }
        if (null == rule.statement() && text.length() > ID_LENGTH_MAX)
        {
            diagnostics.report(
                id, "rule id too long", "expectedMaxLength=" + ID_LENGTH_MAX + " length=" + text.length());
        }
    }

    private static long hash(final String text)
    {
        try
        {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("no SHA-256 in this Java runtime: every one must have it", e);
        }
    }
}
