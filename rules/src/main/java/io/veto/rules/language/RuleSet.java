package io.veto.rules.language;

import io.veto.rules.list.ListSpec;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowSpec;
import io.veto.rules.window.ZoneTransitions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A whole rule file, checked and ready to be evaluated: its rules, the windows that they read and the filters of those.
 * <p>
 * <b>Note:</b> conditions work numbers out in place, so a rule set belongs to one thread at a time: compile the text
 * once for each thread.
 *
 * @see RuleSetCompiler
 */
public final class RuleSet
{
    private final String text;
    private final long hash;
    private final Rule[] rules;
    private final WindowSpec[] windows;
    private final Filter[] filters;
    private final ListSpec[] lists;
    private final Thresholds thresholds;
    private final StandIn standIn;
    private final List<RuleTest> tests;
    private final Diagnostic[] warnings;
    private RuleProgram program;
    private ProgramWriter source;

    /**
     * Holds what the compiler made of a text.
     *
     * @param text       of the file.
     * @param hash       of the text.
     * @param rules      in file order.
     * @param windows    that the rules read.
     * @param filters    of the windows.
     * @param lists      that are declared.
     * @param thresholds of the score.
     * @param standIn    where the rules cannot answer; null where the text does not say.
     * @param tests      that stand beside the rules.
     * @param warnings   of what is surely not meant.
     */
    RuleSet(
        final String text,
        final long hash,
        final Rule[] rules,
        final WindowSpec[] windows,
        final Filter[] filters,
        final ListSpec[] lists,
        final Thresholds thresholds,
        final StandIn standIn,
        final List<RuleTest> tests,
        final List<Diagnostic> warnings)
    {
        this.text = text;
        this.hash = hash;
        this.rules = rules;
        this.windows = windows;
        this.filters = filters;
        this.lists = lists;
        this.thresholds = thresholds;
        this.standIn = standIn;
        this.tests = List.copyOf(tests);
        this.warnings = warnings.toArray(new Diagnostic[0]);
    }

    /**
     * The text that was compiled.
     *
     * @return the whole file, comments included.
     */
    public String text()
    {
        return text;
    }

    /**
     * What names this text in every answer.
     *
     * @return the first 8 bytes, little-endian, of the SHA-256 of the text in UTF-8.
     */
    public long hash()
    {
        return hash;
    }

    /**
     * Number of rules.
     *
     * @return 1 to {@link RuleSetCompiler#RULES_MAX}.
     */
    public int ruleCount()
    {
        return rules.length;
    }

    /**
     * A rule.
     *
     * @param index in the file, from 0.
     * @return the rule.
     */
    public Rule rule(final int index)
    {
        return rules[index];
    }

    /**
     * The windows that the rules read, equal ones once. A mean reads two: a sum and a count. A share reads two counts, a
     * standard deviation a sum, a count and a sum of squares.
     *
     * @return a copy; the index of a window is the one in {@link Facts#window(int, long)}.
     */
    public WindowSpec[] windows()
    {
        return windows.clone();
    }

    /**
     * The time zones that windows follow, each once.
     *
     * @return in the order in which the windows first need them; UTC is none.
     */
    public ZoneTransitions[] zones()
    {
        return Arrays.stream(windows).map(w -> w.span().zone()).filter(Objects::nonNull).distinct()
            .toArray(ZoneTransitions[]::new);
    }

    /**
     * Number of filters.
     *
     * @return 0 to {@link RuleSetCompiler#FILTERS_MAX}.
     */
    public int filterCount()
    {
        return filters.length;
    }

    /**
     * A filter.
     *
     * @param index as {@link WindowSpec#filter()} gives it.
     * @return the filter.
     */
    public Filter filter(final int index)
    {
        return filters[index];
    }

    /**
     * The lists that the text declares.
     *
     * @return a copy; the index of a list is the one in {@link Facts#isListed}.
     */
    public ListSpec[] lists()
    {
        return lists.clone();
    }

    /**
     * The fields that may be looked up in the lists.
     *
     * @return each once.
     */
    public Set<KeyKind> listFields()
    {
        return Arrays.stream(lists).flatMap(l -> l.kind().fields().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What added points mean.
     *
     * @return the thresholds.
     */
    public Thresholds thresholds()
    {
        return thresholds;
    }

    /**
     * How to answer where the rules cannot.
     *
     * @return what the text says; null where it says nothing.
     */
    public StandIn standIn()
    {
        return standIn;
    }

    /**
     * What is surely not meant in the text, though it can be evaluated: at most {@link RuleSetCompiler#DIAGNOSTICS_MAX} of it.
     *
     * @return in the order of the file.
     */
    public List<Diagnostic> warnings()
    {
        return List.of(warnings);
    }

    /**
     * The tests that stand beside the rules.
     *
     * @return in file order.
     */
    public List<RuleTest> tests()
    {
        return tests;
    }

    /**
     * What evaluates the conditions of rules and filters: plain Java, compiled at the first call, which takes some milliseconds.
     *
     * @return the program, always the same; it belongs to the rule set's thread.
     */
    public RuleProgram program()
    {
        if (null == program)
        {
            program = ProgramCompiler.compile(new ProgramWriter(rules, filters));
        }
        return program;
    }

    /**
     * What evaluates conditions by walking their trees, to compare with.
     *
     * @return a program; it belongs to the rule set's thread.
     */
    public RuleProgram treeProgram()
    {
        return new TreeProgram(rules, filters);
    }

    /**
     * The Java that a rule is compiled to.
     *
     * @param rule its index.
     * @return source of the methods of the rule, the first named {@code rule_} and the index; no text of the file is in it.
     */
    public String source(final int rule)
    {
        if (null == source)
        {
            source = new ProgramWriter(rules, filters);
        }
        return source.rule(rule);
    }

    /**
     * The windows that a rule may read.
     *
     * @param rule its index.
     * @return their indexes in {@link #windows()}, lowest first.
     */
    public int[] windowsOf(final int rule)
    {
        return Footprint.windows(rules[rule].condition());
    }
}
