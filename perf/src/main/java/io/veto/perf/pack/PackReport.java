package io.veto.perf.pack;

import io.veto.engine.report.Json;
import io.veto.perf.report.Conditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a rule pack found and what it took, with the conditions: for people, for a page of the documentation, and as JSON.
 *
 * @param plan       what was done.
 * @param conditions under what.
 * @param result     what came of it.
 */
public record PackReport(PackPlan plan, Conditions conditions, PackResult result)
{
    private static final double MIB = 1024 * 1024;
    private static final String JVM_OPTIONS = "java options";
    private static final List<String> KIND_HEADS = List.of(
        "fraud, and its rule", "frauds", "found", "stopped", "transactions", "hit", "recall", "knowable", "hit", "recall",
        "not approved");
    private static final List<String> RULE_HEADS =
        List.of("rule", "hits", "fraud", "of its kind", "false positives", "precision");
    private static final List<String> ANSWER_HEADS = List.of("answer", "transactions", "share", "fraud", "precision");

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        text.append(headline()).append("\n\n");
        appendText(text, KIND_HEADS, kindRows());
        appendText(text, RULE_HEADS, ruleRows());
        appendText(text, ANSWER_HEADS, answerRows());
        text.append(overall()).append("\n\n");
        speeds().forEach(line -> text.append(line).append('\n'));
        text.append("\nconditions\n");
        return text.append(conditions.text()).toString();
    }

    /**
     * The same as tables of Markdown, without the options of the JVM, which are those of {@code jvm.options}.
     *
     * @return lines, each ended by a line feed.
     */
    public String markdown()
    {
        final StringBuilder text = new StringBuilder();
        text.append(headline()).append("\n\n");
        appendMarkdown(text, KIND_HEADS, kindRows());
        appendMarkdown(text, RULE_HEADS, ruleRows());
        appendMarkdown(text, ANSWER_HEADS, answerRows());
        text.append(overall()).append("\n\n");
        speeds().forEach(line -> text.append("* ").append(line).append('\n'));
        text.append("\nConditions: ").append(conditions.values().entrySet().stream()
            .filter(entry -> !JVM_OPTIONS.equals(entry.getKey()))
            .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining("; "))).append(".\n");
        return text.toString();
    }

    /**
     * One JSON object in one line.
     *
     * @return the object, without a line end.
     */
    public String json()
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("rules", Json.string(plan.rulesName()));
        members.put("transactions", String.valueOf(result.transactions()));
        members.put("transactionsBefore", String.valueOf(result.transactionsBefore()));
        members.put("fraud", String.valueOf(result.fraud()));
        members.put("fraudStopped", String.valueOf(result.fraudStopped()));
        members.put("stopped", String.valueOf(result.stopped()));
        members.put("byKind", Json.object(result.kinds().stream().collect(Collectors.toMap(
            kind -> kind.kind().label(), PackReport::json, (a, b) -> a, LinkedHashMap::new))));
        members.put("byRule", Json.object(result.rules().stream().collect(Collectors.toMap(
            RuleCount::ruleId, PackReport::json, (a, b) -> a, LinkedHashMap::new))));
        members.put("perCpuSecond", String.format(Locale.ROOT, "%.0f", result.speed().perCpuSecond()));
        members.put("peersPerCpuSecond",
            null == result.peersSpeed() ? "null" : String.format(Locale.ROOT, "%.0f", result.peersSpeed().perCpuSecond()));
        members.put("conditions", conditions.json());
        return Json.object(members);
    }

    private String headline()
    {
        return String.format(Locale.ROOT,
            "%s over the last %s of %d: %,d transactions of %,d cards, %,d of them fraud (%.2f %%), after %,d that filled the windows.",
            plan.rulesName(), 1 == plan.measuredDays() ? "day" : plan.measuredDays() + " days", plan.traffic().days(),
            result.transactions(), plan.traffic().cards(), result.fraud(), 100.0 * result.fraud() / result.transactions(),
            result.transactionsBefore());
    }

    private List<List<String>> kindRows()
    {
        final List<List<String>> rows = new ArrayList<>();
        for (final KindTally kind : result.kinds())
        {
            rows.add(List.of(
                kind.kind().label(), count(kind.episodes()), share(kind.episodesFound(), kind.episodes()),
                share(kind.episodesStopped(), kind.episodes()), count(kind.transactions()), count(kind.found()),
                share(kind.found(), kind.transactions()), count(kind.knowable()), count(kind.knowableFound()),
                share(kind.knowableFound(), kind.knowable()), share(kind.stopped(), kind.transactions())));
        }
        return rows;
    }

    private List<List<String>> ruleRows()
    {
        return result.rules().stream().map(rule -> List.of(
            rule.ruleId(), count(rule.hits()), count(rule.fraudHits()), count(rule.ownHits()), count(rule.genuineHits()),
            share(rule.fraudHits(), rule.hits()))).collect(Collectors.toList());
    }

    private List<List<String>> answerRows()
    {
        return result.answers().stream().map(answer -> List.of(
            answer.action().name().toLowerCase(Locale.ROOT), count(answer.transactions()),
            String.format(Locale.ROOT, "%.3f %%", 100.0 * answer.transactions() / result.transactions()), count(answer.fraud()),
            share(answer.fraud(), answer.transactions()))).collect(Collectors.toList());
    }

    private String overall()
    {
        return String.format(Locale.ROOT,
            "Of %,d fraudulent transactions %,d were not approved: recall %s. Of %,d that were not approved %,d were fraud: precision %s.",
            result.fraud(), result.fraudStopped(), share(result.fraudStopped(), result.fraud()), result.stopped(),
            result.fraudStopped(), share(result.fraudStopped(), result.stopped()));
    }

    private List<String> speeds()
    {
        final List<String> lines = new ArrayList<>();
        lines.add(speed(plan.rulesName(), result.speed()));
        if (null != result.peersSpeed())
        {
            lines.add(speed("the peers' four rules", result.peersSpeed()));
        }
        lines.add(String.format(Locale.ROOT, "live keys of %s: %,.0f MiB", plan.rulesName(), result.accumulatorLength() / MIB));
        return lines;
    }

    private static String speed(final String rules, final ScoringSpeed speed)
    {
        return String.format(Locale.ROOT,
            "%s: %,.0f transactions/s by the clock, %,.0f for each second of the processor, one thread, labels included, no journal",
            rules, speed.perSecond(), speed.perCpuSecond());
    }

    private static String json(final KindTally kind)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("frauds", String.valueOf(kind.episodes()));
        members.put("fraudsFound", String.valueOf(kind.episodesFound()));
        members.put("fraudsStopped", String.valueOf(kind.episodesStopped()));
        members.put("transactions", String.valueOf(kind.transactions()));
        members.put("found", String.valueOf(kind.found()));
        members.put("knowable", String.valueOf(kind.knowable()));
        members.put("knowableFound", String.valueOf(kind.knowableFound()));
        members.put("stopped", String.valueOf(kind.stopped()));
        return Json.object(members);
    }

    private static String json(final RuleCount rule)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("hits", String.valueOf(rule.hits()));
        members.put("fraudHits", String.valueOf(rule.fraudHits()));
        members.put("ownHits", String.valueOf(rule.ownHits()));
        return Json.object(members);
    }

    private static void appendText(final StringBuilder text, final List<String> heads, final List<List<String>> rows)
    {
        appendLine(text, heads, heads);
        rows.forEach(row -> appendLine(text, heads, row));
        text.append('\n');
    }

    private static void appendLine(final StringBuilder text, final List<String> heads, final List<String> cells)
    {
        text.append(String.format(Locale.ROOT, "%-22s", cells.get(0)));
        for (int i = 1; i < cells.size(); i++)
        {
            text.append(String.format(Locale.ROOT, " %" + Math.max(8, heads.get(i).length()) + "s", cells.get(i)));
        }
        text.append('\n');
    }

    private static void appendMarkdown(final StringBuilder text, final List<String> heads, final List<List<String>> rows)
    {
        text.append("| ").append(String.join(" | ", heads)).append(" |\n|---|").append("---:|".repeat(heads.size() - 1)).append('\n');
        rows.forEach(row -> text.append("| `").append(row.get(0)).append("` | ")
            .append(String.join(" | ", row.subList(1, row.size()))).append(" |\n"));
        text.append('\n');
    }

    private static String count(final long value)
    {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String share(final long part, final long whole)
    {
        return 0 == whole ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
