package io.veto.ingest.rules;

import io.veto.engine.report.Json;
import io.veto.ingest.rules.RuleCosts.ReadWindow;
import io.veto.ingest.rules.RuleCosts.RuleCost;
import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleWords;
import io.veto.rules.window.WindowSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says what each rule asks for, what it reads and shares, and what that costs: as a page for people, or as one JSON object.
 */
public final class ExplainReport
{
    private final RuleCosts costs;
    private final String ruleId;
    private final boolean withSource;

    /**
     * Measures what is to be told.
     *
     * @param ruleSet    to explain.
     * @param ruleId     of the one rule to explain; null for all.
     * @param withSource whether the Java of each rule is told too.
     */
    public ExplainReport(final RuleSet ruleSet, final String ruleId, final boolean withSource)
    {
        this.costs = RuleCosts.of(ruleSet);
        this.ruleId = ruleId;
        this.withSource = withSource;
    }

    /**
     * A page for people.
     *
     * @return lines, each with its end.
     */
    public String text()
    {
        return explained().stream().map(this::text).collect(Collectors.joining("\n")) + "\nmeasured  " + costs.times().conditions() + '\n';
    }

    /**
     * One JSON object in one line.
     *
     * @param file that is explained.
     * @return the object.
     */
    public String json(final String file)
    {
        return Json.object(RuleCosts.ordered(
            "file", Json.string(file),
            "rules", Json.array(explained().stream().map(this::json).toList()),
            "measured", Json.string(costs.times().conditions())));
    }

    private List<RuleCost> explained()
    {
        return costs.rules().stream().filter(cost -> null == ruleId || cost.rule().id().equals(ruleId)).toList();
    }

    private String text(final RuleCost cost)
    {
        final StringBuilder page = new StringBuilder("rule      ").append(cost.rule().id());
        page.append(cost.rule().title().isEmpty() ? "" : " \"" + RuleWords.title(cost.rule()) + '"').append('\n');
        page.append("does      ").append(does(cost.rule())).append('\n');
        page.append("if        ").append(RuleWords.condition(cost.rule())).append('\n');
        for (final ReadWindow window : cost.windows())
        {
            page.append("reads     ").append(window.words()).append(window.sharedWith().isEmpty() ?
                ", alone" :
                ", shared with " + String.join(", ", window.sharedWith())).append('\n');
        }
        for (final int filter : filters(cost))
        {
            page.append("where     ").append(RuleWords.filter(costs.ruleSet(), filter)).append(", ")
                .append(RuleCosts.number(costs.times().filters()[filter])).append(" ns\n");
        }
        page.append("takes     ").append(cost.windows().isEmpty() ?
            "no memory" :
            RuleCosts.keys(cost.footprint(), " B") + " for each live one; " + cost.footprint().cursors() +
                (1 == cost.footprint().cursors() ? " cursor" : " cursors")).append('\n');
        page.append("costs     ").append(RuleCosts.number(cost.timeNs())).append(" ns\n");
        if (withSource)
        {
            page.append("java\n").append(costs.ruleSet().source(cost.rule().index()).stripTrailing()).append('\n');
        }
        return page.toString();
    }

    private String json(final RuleCost cost)
    {
        final Map<String, String> members = RuleCosts.json(cost);
        members.put("title", Json.string(RuleWords.title(cost.rule())));
        members.put("does", Json.string(does(cost.rule())));
        members.put("if", Json.string(RuleWords.condition(cost.rule())));
        members.put("filters", Json.array(filters(cost).stream().map(filter -> Json.object(RuleCosts.ordered(
            "where", Json.string(RuleWords.filter(costs.ruleSet(), filter)),
            "ns", RuleCosts.number(costs.times().filters()[filter])))).toList()));
        if (withSource)
        {
            members.put("source", Json.string(costs.ruleSet().source(cost.rule().index())));
        }
        return Json.object(members);
    }

    private static List<Integer> filters(final RuleCost cost)
    {
        return cost.windows().stream().map(ReadWindow::filter).filter(filter -> WindowSpec.NULL_FILTER != filter).distinct().toList();
    }

    private String does(final Rule rule)
    {
        return RuleCosts.effect(rule) +
            (Rule.NULL_RULE == rule.champion() ? "" : ", challenger of " + costs.ruleSet().rule(rule.champion()).id()) +
            (rule.code().isEmpty() ? "" : ", code " + rule.code()) +
            (rule.reason().isEmpty() ? "" : ", reason \"" + rule.reason() + '"') +
            (Rule.NULL_SHARE == rule.expectedMaxMillionths() ?
                "" :
                ", expected at most " + RuleWords.percent(rule.expectedMaxMillionths()) + " %");
    }
}
