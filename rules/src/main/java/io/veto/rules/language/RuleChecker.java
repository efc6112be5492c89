package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ClauseContext;
import io.veto.rules.language.VetoRulesParser.RuleDeclarationContext;
import io.veto.rules.language.VetoRulesParser.RuleModeContext;
import io.veto.rules.language.VetoRulesParser.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * Checks rules, and statements: rules without an id that are the deny list and the allow list.
 */
final class RuleChecker
{
    private final Diagnostics diagnostics;
    private final EffectChecker effects;
    private final ClauseChecker clauses;
    private final ConditionChecker conditions;
    private final List<ParsedRule> parsed;
    private final List<String> ids;

    /**
     * Checks the rules of one file.
     *
     * @param diagnostics to report to.
     * @param conditions  checker of what stands behind {@code if}.
     * @param parsed      rules and statements in file order.
     */
    RuleChecker(final Diagnostics diagnostics, final ConditionChecker conditions, final List<ParsedRule> parsed)
    {
        this.diagnostics = diagnostics;
        this.conditions = conditions;
        this.parsed = parsed;
        effects = new EffectChecker(diagnostics);
        clauses = new ClauseChecker(diagnostics);
        ids = ids(parsed);
    }

    /**
     * The ids of rules and statements.
     *
     * @param parsed rules and statements.
     * @return in file order; empty for a statement without a list.
     */
    static List<String> ids(final List<ParsedRule> parsed)
    {
        return parsed.stream().map(p -> null == p.id() ? "" : p.id().getText()).collect(Collectors.toList());
    }

    /**
     * Checks all rules and statements.
     *
     * @return in file order; not all of them where an error was reported.
     */
    List<Rule> rules()
    {
        final List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++)
        {
            if (null != parsed.get(i).rule())
            {
                rules.add(rule(i, parsed.get(i).rule()));
            }
            else if (null != parsed.get(i).statement())
            {
                rules.add(statement(i, parsed.get(i).statement()));
            }
        }
        rules.removeIf(Objects::isNull);
        return rules;
    }

    private Rule rule(final int index, final RuleDeclarationContext rule)
    {
        final int champion = champion(index, rule.ruleMode());
        final RuleEffect effect = effects.effect(rule.effect(), EffectChecker.WORDS);
        final int points = null == rule.effect().points ? 0 : effects.points(rule.effect().points, RuleSetCompiler.POINTS_MAX);
        final BooleanNode condition = conditions.condition(rule.condition());
        return rule(index, Literals.text(rule.title), effect, points, null != rule.ruleMode(), champion, rule.clause(),
            Words.text(rule.condition()), condition);
    }

    private Rule statement(final int index, final StatementContext statement)
    {
        final RuleEffect effect = effects.effect(statement.effect(), EffectChecker.WORDS);
        final boolean isList = RuleEffect.DECLINE == effect || RuleEffect.ALLOW == effect;
        final BooleanNode condition = conditions.condition(statement.condition());
        if (null != effect && !isList)
        {
            diagnostics.report(
                statement.getStart(),
                effect.word() + " without an id",
                "give it one: rule ID " + Words.text(statement.effect()) + " if CONDITION");
        }
        else if (isList && null == parsed.get(index).id())
        {
            diagnostics.report(
                statement.getStart(),
                effect.word() + " without an id asks no list",
                "ask a list, such as " + effect.word() + " if card in LIST, or give it an id: rule ID " + effect.word() + " if CONDITION");
        }
        return rule(index, "", RuleEffect.DECLINE == effect ? RuleEffect.DENY : effect, 0, false, Rule.NULL_RULE, statement.clause(),
            Words.text(statement.condition()), condition);
    }

    private Rule rule(
        final int index,
        final String title,
        final RuleEffect effect,
        final int points,
        final boolean isShadow,
        final int champion,
        final List<ClauseContext> written,
        final String words,
        final BooleanNode condition)
    {
        final String code = clauses.code(written, effect);
        final String reason = clauses.reason(written);
        final int share = clauses.expectedMaxMillionths(written);
        return null == effect || null == condition ?
            null :
            new Rule(index, ids.get(index), title, effect, points, isShadow, champion, code, reason, share, words, condition);
    }

    private int champion(final int index, final RuleModeContext mode)
    {
        if (null == mode || null == mode.champion)
        {
            return Rule.NULL_RULE;
        }
        final Token word = mode.champion.getStart();
        final int champion = ids.indexOf(word.getText());
        if (champion < 0)
        {
            diagnostics.report(
                word, "unknown rule " + Diagnostics.quote(word.getText()), NearestName.hint(word.getText(), ids));
        }
        else if (champion == index)
        {
            diagnostics.report(
                word, "a rule challenges itself", "name the live rule that it is measured against, or write shadow");
        }
        else if (null != parsed.get(champion).rule() && null != parsed.get(champion).rule().ruleMode())
        {
            diagnostics.report(
                word,
                "rule " + Diagnostics.quote(word.getText()) + " is no live rule",
                "name one that is neither shadow nor challenger, or write shadow");
        }
        return champion;
    }
}
