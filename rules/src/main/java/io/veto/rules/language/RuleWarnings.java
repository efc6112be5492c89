package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ConditionContext;
import io.veto.rules.window.WindowSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;

/**
 * Warns of rules that do no harm and surely are a mistake: those that can never fire, those that ask the same as another, and those that
 * change no answer, since another hits wherever they do and acts at least as strongly. What it says is true of every transaction; what it
 * cannot tell it does not say. Its work is bounded, whatever the file.
 */
final class RuleWarnings
{
    private static final int STEPS_MAX = 1_000_000;
    private static final int PAIRED_MAX = 32;

    private final Diagnostics diagnostics;
    private final Rule[] rules;
    private final List<ParsedRule> places;
    private final BitSet asked = new BitSet();
    private final Budget budget;
    private final NormalForm form;
    private final List<List<Cube>> alternatives = new ArrayList<>();

    private RuleWarnings(
        final Diagnostics diagnostics, final Rule[] rules, final List<ParsedRule> places, final WindowSpec[] windows, final int stepsMax)
    {
        this.diagnostics = diagnostics;
        this.rules = rules;
        this.places = places;
        budget = new Budget(stepsMax);
        form = new NormalForm(new AtomTable(windows), budget);
    }

    /**
     * Looks through rules without an error.
     *
     * @param diagnostics to report to.
     * @param rules       of the file.
     * @param places      of the rules, in the same order.
     * @param windows     that they read.
     * @param filters     of the windows.
     */
    static void report(
        final Diagnostics diagnostics,
        final Rule[] rules,
        final List<ParsedRule> places,
        final WindowSpec[] windows,
        final Filter[] filters)
    {
        new RuleWarnings(diagnostics, rules, places, windows, STEPS_MAX).report(filters);
    }

    private void report(final Filter[] filters)
    {
        for (final Filter filter : filters)
        {
            noteAsked(filter.condition());
        }
        for (final Rule rule : rules)
        {
            alternatives.add(form.alternatives(rule.condition()));
            if (Rule.NULL_RULE != rule.champion())
            {
                asked.set(rule.champion());
            }
            if (null != alternatives.get(rule.index()) && alternatives.get(rule.index()).isEmpty())
            {
                warnNever(rule);
            }
        }
        for (final Rule rule : rules)
        {
            warnImplied(rule);
        }
    }

    private void noteAsked(final BooleanNode condition)
    {
        if (condition instanceof HitNode hit)
        {
            asked.set(hit.rule());
        }
        else if (condition instanceof NotNode not)
        {
            noteAsked(not.condition());
        }
        else if (condition instanceof AndNode || condition instanceof OrNode)
        {
            final BooleanNode[] parts = condition instanceof AndNode and ? and.conditions() : ((OrNode)condition).conditions();
            for (final BooleanNode part : parts)
            {
                noteAsked(part);
            }
        }
    }

    private void warnNever(final Rule rule)
    {
        final ParsedRule place = places.get(rule.index());
        final String problem = "rule " + Diagnostics.quote(rule.id()) + " can never fire, ";
        final List<? extends ParserRuleContext> parts = parts(place.condition());
        final boolean isSplit = rule.condition() instanceof AndNode and && and.conditions().length == parts.size();
        final BooleanNode[] conditions = isSplit ? ((AndNode)rule.condition()).conditions() : new BooleanNode[]{ rule.condition() };
        for (int i = 0; i < conditions.length; i++)
        {
            if (isNever(conditions[i]))
            {
                final ParserRuleContext part = isSplit ? parts.get(i) : place.condition();
                diagnostics.warn(
                    part.getStart(),
                    problem + quote(part) + " never holds",
                    null == form.limits() ? "change it or take the rule out" : form.limits());
                return;
            }
        }
        for (int i = 1; i < Math.min(conditions.length, PAIRED_MAX); i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (isNever(new AndNode(new BooleanNode[]{ conditions[j], conditions[i] })))
                {
                    diagnostics.warn(
                        parts.get(i).getStart(),
                        problem + quote(parts.get(i)) + " contradicts " + quote(parts.get(j)),
                        "change one of them, or join them with or");
                    return;
                }
            }
        }
        diagnostics.warn(place.at(), problem + "its conditions contradict each other", "change or drop one of them");
    }

    private boolean isNever(final BooleanNode condition)
    {
        final List<Cube> cubes = form.alternatives(condition);
        return null != cubes && cubes.isEmpty();
    }

    private static List<? extends ParserRuleContext> parts(final ConditionContext condition)
    {
        return 1 == condition.conjunction().size() ? condition.conjunction(0).negation() : List.of(condition);
    }

    private static String quote(final ParserRuleContext context)
    {
        return Diagnostics.quotePhrase(context.getStart().getInputStream()
            .getText(Interval.of(context.getStart().getStartIndex(), context.getStop().getStopIndex())));
    }

    private void warnImplied(final Rule rule)
    {
        if (rule.isShadow() || asked.get(rule.index()) || isKnownNever(rule))
        {
            return;
        }
        for (final Rule other : rules)
        {
            if (rule.index() == other.index() || other.isShadow() || isKnownNever(other) || !isComparable(rule, other))
            {
                continue;
            }
            final boolean isImplied = isImplied(rule, other);
            final boolean isSame = isImplied && rule.effect() == other.effect() && isImplied(other, rule);
            if (isSame && other.index() < rule.index())
            {
                diagnostics.warn(
                    places.get(rule.index()).at(),
                    "rule " + Diagnostics.quote(rule.id()) + " asks the same as " + Diagnostics.quote(other.id()),
                    RuleEffect.SCORE == rule.effect() ? "make one of the two, with the points of both" : "take one of the two out");
                return;
            }
            if (isImplied && !isSame && RuleEffect.SCORE != rule.effect())
            {
                diagnostics.warn(
                    places.get(rule.index()).at(),
                    "rule " + Diagnostics.quote(rule.id()) + " changes no answer, " + Diagnostics.quote(other.id()) +
                        " hits wherever it does",
                    "take it out, or give it a stronger action than " + other.effect().word());
                return;
            }
        }
    }

    private boolean isKnownNever(final Rule rule)
    {
        return null != alternatives.get(rule.index()) && alternatives.get(rule.index()).isEmpty();
    }

    /**
     * Whether one rule is of no use where another hits too: the other acts at least as strongly, and this one has nothing of its own to
     * say with it.
     */
    private static boolean isComparable(final Rule rule, final Rule other)
    {
        if (rule.effect() != other.effect())
        {
            return RuleEffect.SCORE != rule.effect() && rule.effect().compareTo(other.effect()) < 0;
        }
        return (rule.code().isEmpty() || rule.code().equals(other.code())) &&
            (rule.reason().isEmpty() || rule.reason().equals(other.reason()));
    }

    private boolean isImplied(final Rule rule, final Rule other)
    {
        if (rule.words().equals(other.words()))
        {
            return true;
        }
        final List<Cube> cubes = alternatives.get(rule.index());
        final List<Cube> others = alternatives.get(other.index());
        return null != cubes && null != others && cubes.stream().allMatch(cube -> isImplied(cube, others));
    }

    private boolean isImplied(final Cube cube, final List<Cube> others)
    {
        for (final Cube other : others)
        {
            if (budget.spend(1) && cube.implies(other, budget))
            {
                return true;
            }
        }
        return false;
    }
}
