package io.veto.ingest.stat;

import io.veto.engine.report.Json;
import io.veto.engine.statistics.PairFigures;
import io.veto.engine.statistics.RuleFigures;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleEffect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Counters of a line and statistics of its rules: as a page for people, or as one JSON object.
 *
 * @param counters of the line, by name.
 * @param rules    in force.
 */
record StatReport(Map<String, Long> counters, RuleStatistics rules)
{
    private static final String ROW = "%-32s %-10s %-11s %,13d %8s %,11d %9s %,11d %7s%n";
    private static final String HEADER = "%-32s %-10s %-11s %13s %8s %11s %9s %11s %7s%n";
    private static final String PART = "  %-53s %,13d %20s %9s %,11d%n";
    private static final String NONE = "-";

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    String text()
    {
        final StringBuilder text = new StringBuilder();
        append(text, "%s%n", counters.entrySet().stream().filter(counter -> 0 != counter.getValue())
            .map(counter -> counter.getKey() + " " + counter.getValue()).collect(Collectors.joining(", ")));
        append(text, "rule set %s: %,d transactions since it was activated; hits mature in %s%n", Long.toHexString(rules.ruleSetHash()),
            rules.transactions(), days(rules.maturityMs()));
        if (0 != rules.forgotten())
        {
            append(text, "%,d alerts were forgotten before they matured, they are missing in every precision%n", rules.forgotten());
        }
        append(text, "%n" + HEADER, "rule", "does", "mode", "hits", "share", "alone", "precision", "matured", "ns");
        for (int i = 0; i < rules.ruleCount(); i++)
        {
            final Rule rule = rules.rule(i);
            final RuleFigures figures = rules.figures(i);
            append(text, ROW, rule.id(), does(rule), mode(rule, figures), figures.hits(), percent(figures.hits(), rules.transactions(), 2),
                figures.alone(), percent(figures.maturedFraud(), figures.matured(), 1), figures.matured(),
                0 == figures.costNs() ? NONE : String.valueOf(figures.costNs()));
        }
        for (int i = 0; i < rules.pairCount(); i++)
        {
            appendPair(text, rules.pair(i));
        }
        return text.toString();
    }

    /**
     * One JSON object in one line.
     *
     * @return the object, without a line end.
     */
    String json()
    {
        final Map<String, String> counted = new LinkedHashMap<>();
        counters.forEach((name, value) -> counted.put(name, String.valueOf(value)));
        final List<String> rows = new ArrayList<>();
        for (int i = 0; i < rules.ruleCount(); i++)
        {
            rows.add(json(rules.rule(i), rules.figures(i)));
        }
        final List<String> pairs = new ArrayList<>();
        for (int i = 0; i < rules.pairCount(); i++)
        {
            pairs.add(json(rules.pair(i)));
        }
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("counters", Json.object(counted));
        members.put("ruleSetHash", Json.string(Long.toHexString(rules.ruleSetHash())));
        members.put("transactions", String.valueOf(rules.transactions()));
        members.put("labelMaturityMs", String.valueOf(rules.maturityMs()));
        members.put("forgotten", String.valueOf(rules.forgotten()));
        members.put("rules", Json.array(rows));
        members.put("pairs", Json.array(pairs));
        return Json.object(members);
    }

    private void appendPair(final StringBuilder text, final PairFigures pair)
    {
        append(text, "%n%s challenges %s%n", rules.rule(pair.challenger()).id(), rules.rule(pair.champion()).id());
        appendPart(text, "both hit", pair.both());
        appendPart(text, "only " + rules.rule(pair.champion()).id() + " hit", pair.onlyChampion());
        appendPart(text, "only " + rules.rule(pair.challenger()).id() + " hit", pair.onlyChallenger());
    }

    private static void appendPart(final StringBuilder text, final String name, final PairFigures.Part part)
    {
        append(text, PART, name, part.hits(), "", percent(part.maturedFraud(), part.matured(), 1), part.matured());
    }

    private static String json(final Rule rule, final RuleFigures figures)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("id", Json.string(rule.id()));
        members.put("does", Json.string(rule.effect().word()));
        members.put("points", String.valueOf(rule.points()));
        members.put("mode", Json.string(mode(rule, figures)));
        members.put("hits", String.valueOf(figures.hits()));
        members.put("alone", String.valueOf(figures.alone()));
        members.put("matured", String.valueOf(figures.matured()));
        members.put("maturedFraud", String.valueOf(figures.maturedFraud()));
        members.put("ns", String.valueOf(figures.costNs()));
        return Json.object(members);
    }

    private String json(final PairFigures pair)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("champion", Json.string(rules.rule(pair.champion()).id()));
        members.put("challenger", Json.string(rules.rule(pair.challenger()).id()));
        members.put("both", json(pair.both()));
        members.put("onlyChampion", json(pair.onlyChampion()));
        members.put("onlyChallenger", json(pair.onlyChallenger()));
        return Json.object(members);
    }

    private static String json(final PairFigures.Part part)
    {
        return "{\"hits\":" + part.hits() + ",\"matured\":" + part.matured() + ",\"maturedFraud\":" + part.maturedFraud() + "}";
    }

    private static String does(final Rule rule)
    {
        return RuleEffect.SCORE == rule.effect() ? rule.effect().word() + " " + rule.points() : rule.effect().word();
    }

    private static String mode(final Rule rule, final RuleFigures figures)
    {
        if (Rule.NULL_RULE != rule.champion())
        {
            return "challenger";
        }
        return rule.isShadow() ? "shadow" : figures.isShadow() ? "fallen back" : "live";
    }

    private static String days(final long ms)
    {
        final long days = TimeUnit.MILLISECONDS.toDays(ms);
        return days + (1 == days ? " day" : " days");
    }

    private static String percent(final long part, final long whole, final int decimals)
    {
        return 0 == whole ? NONE : String.format(Locale.ROOT, "%." + decimals + "f %%", 100.0 * part / whole);
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
