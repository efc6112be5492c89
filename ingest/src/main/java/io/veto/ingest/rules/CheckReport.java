package io.veto.ingest.rules;

import io.veto.engine.report.Json;
import io.veto.ingest.rules.RuleCosts.RuleCost;
import io.veto.rules.language.Diagnostic;
import io.veto.rules.language.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Says what is wrong with a rule file, or else what it costs: as a page for people, or as one JSON object.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class CheckReport
{
    private static final List<String> HEADINGS =
        List.of("rule", "does", "windows", "shared", "with rules", "cursors", "ns", "bytes for each live key");
    private static final int NUMBERS_FROM = 2;
    private static final int NUMBERS_TO = 6;

    private CheckReport()
    {
    }

    /**
     * A page for people.
     *
     * @param file    that was checked.
     * @param ruleSet that came out.
     * @return lines, each with its end.
     */
    public static String text(final String file, final RuleSet ruleSet)
    {
        final RuleCosts costs = RuleCosts.of(ruleSet);
        final List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (final RuleCost cost : costs.rules())
        {
            rows.add(List.of(
                cost.rule().id(),
                RuleCosts.effect(cost.rule()),
                String.valueOf(cost.windows().size()),
                String.valueOf(cost.sharedWindows()),
                String.valueOf(cost.sharingRules()),
                String.valueOf(cost.footprint().cursors()),
                RuleCosts.number(cost.timeNs()),
                RuleCosts.keys(cost.footprint(), "")));
        }
        final StringBuilder page = new StringBuilder();
        final int warnings = ruleSet.warnings().size();
        page.append(file).append(": no errors, ").append(warnings).append(1 == warnings ? " warning\n" : " warnings\n");
        ruleSet.warnings().forEach(warning -> page.append(warning).append('\n'));
        page.append('\n').append(table(rows)).append('\n');
        page.append(String.format(Locale.ROOT, "together  %d rules, %d windows, %d filters, %d lists, %d tests%n", ruleSet.ruleCount(),
            ruleSet.windows().length, ruleSet.filterCount(), ruleSet.lists().length, ruleSet.tests().size()));
        page.append("memory    ").append(costs.footprint().keys().isEmpty() ?
            "none" :
            RuleCosts.keys(costs.footprint(), " B") + " for each live one; " + costs.footprint().eventLength() +
                " B on the disk for each event that a window needs").append('\n');
        page.append("cursors   ").append(costs.footprint().cursors()).append('\n');
        page.append("time      ").append(RuleCosts.number(costs.times().all())).append(" ns for the conditions of all rules\n");
        page.append("measured  ").append(costs.times().conditions()).append('\n');
        return page.toString();
    }

    /**
     * One JSON object in one line.
     *
     * @param file    that was checked.
     * @param ruleSet that came out.
     * @return the object.
     */
    public static String json(final String file, final RuleSet ruleSet)
    {
        final RuleCosts costs = RuleCosts.of(ruleSet);
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("file", Json.string(file));
        members.put("errors", Json.array(List.of()));
        members.put("warnings", diagnostics(ruleSet.warnings()));
        members.put("rules", Json.array(costs.rules().stream().map(cost -> Json.object(RuleCosts.json(cost))).toList()));
        members.put("windows", String.valueOf(ruleSet.windows().length));
        members.put("filters", String.valueOf(ruleSet.filterCount()));
        members.put("lists", String.valueOf(ruleSet.lists().length));
        members.put("tests", String.valueOf(ruleSet.tests().size()));
        members.put("bytesPerKey", RuleCosts.keysJson(costs.footprint()));
        members.put("bytesPerEvent", String.valueOf(costs.footprint().eventLength()));
        members.put("cursors", String.valueOf(costs.footprint().cursors()));
        members.put("ns", RuleCosts.number(costs.times().all()));
        members.put("measured", Json.string(costs.times().conditions()));
        return Json.object(members);
    }

    /**
     * What is wrong with a file, as one JSON object in one line.
     *
     * @param file   that was checked.
     * @param errors at least one.
     * @return the object.
     */
    public static String json(final String file, final List<Diagnostic> errors)
    {
        return Json.object(RuleCosts.ordered("file", Json.string(file), "errors", diagnostics(errors)));
    }

    private static String diagnostics(final List<Diagnostic> diagnostics)
    {
        return Json.array(diagnostics.stream().map(diagnostic -> Json.object(RuleCosts.ordered(
            "file", Json.string(diagnostic.fileName()),
            "line", String.valueOf(diagnostic.line()),
            "column", String.valueOf(diagnostic.column()),
            "problem", Json.string(diagnostic.problem()),
            "hint", Json.string(diagnostic.hint())))).toList());
    }

    private static String table(final List<List<String>> rows)
    {
        final int[] widths = IntStream.range(0, HEADINGS.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        return rows.stream().map(row -> IntStream.range(0, widths.length)
            .mapToObj(column -> cell(row.get(column), column, widths[column]))
            .collect(Collectors.joining("  ")).stripTrailing() + '\n').collect(Collectors.joining());
    }

    private static String cell(final String text, final int column, final int width)
    {
        final String blanks = " ".repeat(width - text.length());
        return NUMBERS_FROM <= column && column <= NUMBERS_TO ? blanks + text : text + blanks;
    }
}
