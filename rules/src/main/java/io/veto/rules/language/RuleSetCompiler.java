package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.RuleDeclarationContext;
import io.veto.rules.list.ListSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** The words for what a rule does, strongest last. */
    static final List<String> ACTIONS = List.of(RuleEffect.APPROVE.word(), RuleEffect.REVIEW.word(), RuleEffect.DECLINE.word());

    private final Diagnostics diagnostics;
    private final Zones zones;
    private final WindowTable table = new WindowTable();
    private final List<Rule> rules = new ArrayList<>();

    private RuleSetCompiler(final Diagnostics diagnostics, final Zones zones)
    {
        this.diagnostics = diagnostics;
        this.zones = zones;
    }

    /**
     * Compiles a rule file that names no time zone.
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
     * Compiles a rule file.
     *
     * @param fileName that errors name.
     * @param text     of the file.
     * @param zones    that the text may name.
     * @return the rule set.
     * @throws RuleSetException if anything is wrong with the text.
     */
    public static RuleSet compile(final String fileName, final String text, final Zones zones)
    {
        final RuleSetCompiler compiler = new RuleSetCompiler(new Diagnostics(fileName, text), zones);
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FILE_LENGTH_MAX)
        {
            compiler.diagnostics.report(
                1,
                1,
                "rule file too long",
                "expectedMaxLength=" + FILE_LENGTH_MAX + " length=" + bytes.length + "; take rules or comments out");
        }
        else
        {
            compiler.compile(text);
        }
        final List<Diagnostic> errors = compiler.diagnostics.inFileOrder();
        if (!errors.isEmpty())
        {
            throw new RuleSetException(errors);
        }
        return new RuleSet(
            text,
            hash(bytes),
            compiler.rules.toArray(new Rule[0]),
            compiler.table.windows(),
            compiler.table.filters(),
            new ListSpec[0],
            Thresholds.NONE,
            null);
    }

    private void compile(final String text)
    {
        final RuleParser parser = new RuleParser(text, diagnostics);
        final List<Token> ids = parser.ids();
        checkIds(ids);
        final ConditionChecker conditions = new ConditionChecker(
            diagnostics, parser.words(), ids.stream().map(Token::getText).collect(Collectors.toList()), table, zones);
        for (final RuleDeclarationContext rule : parser.rules())
        {
            final RuleEffect effect = effect(rule.effect().getStart());
            final BooleanNode condition = conditions.condition(rule.condition());
            rules.add(new Rule(rules.size(), rule.id.getText(), Literals.text(rule.title), effect, 0, false, Rule.NULL_RULE, "", "",
                Rule.NULL_SHARE, rule.condition().getText(), condition));
        }
    }

    private void checkIds(final List<Token> ids)
    {
        if (ids.isEmpty())
        {
            diagnostics.report(1, 1, "no rule in the file", SyntaxHint.RULE_USAGE);
        }
        if (ids.size() > RULES_MAX)
        {
            diagnostics.report(
                ids.get(RULES_MAX), "too many rules", "expectedMaxRules=" + RULES_MAX + "; take rules out");
        }
        final Map<String, Token> firsts = new HashMap<>();
        for (final Token id : ids)
        {
            checkId(id, firsts);
        }
    }

    private void checkId(final Token id, final Map<String, Token> firsts)
    {
        final String text = id.getText();
        final boolean isName = Character.isLetter(text.charAt(0)) || '_' == text.charAt(0);
        final Token first = isName ? firsts.putIfAbsent(text, id) : null;
        if (null != first)
        {
            diagnostics.report(
                id,
                "rule id " + Diagnostics.quote(text) + " is taken",
                "line " + first.getLine() + " has it, choose another");
        }
        if (isName && text.length() > ID_LENGTH_MAX)
        {
            diagnostics.report(
                id, "rule id too long", "expectedMaxLength=" + ID_LENGTH_MAX + " length=" + text.length());
        }
    }

    private RuleEffect effect(final Token word)
    {
        final int index = ACTIONS.indexOf(word.getText());
        if (index < 0)
        {
            diagnostics.report(
                word, "unknown action " + Diagnostics.quote(word.getText()), NearestName.hint(word.getText(), ACTIONS));
            return null;
        }
        return RuleEffect.valueOf(word.getText().toUpperCase(Locale.ROOT));
    }

    private static long hash(final byte[] bytes)
    {
        try
        {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
        catch (final NoSuchAlgorithmException e)
        {
            throw new IllegalStateException("no SHA-256 in this Java runtime: every one must have it", e);
        }
    }
}
