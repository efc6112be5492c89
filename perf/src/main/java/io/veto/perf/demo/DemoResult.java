package io.veto.perf.demo;

import io.veto.engine.report.Json;
import io.veto.ingest.feed.FeedResult;
import io.veto.ingest.feed.FeedResult.FraudKindCount;
import io.veto.ingest.feed.FeedResult.RuleCount;
import io.veto.ingest.feed.FeedSummary;
import io.veto.perf.generate.TrafficSummary;
import io.veto.perf.load.LatencyRun;
import io.veto.perf.load.Percentile;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the demo has to show.
 *
 * @param plan           what was to be shown.
 * @param summary        of the sample.
 * @param feed           how the feed of the sample went.
 * @param latency        of the latency phase.
 * @param journalRecords records of the journal, both phases together.
 * @param journalLength  their length in bytes.
 */
public record DemoResult(
    DemoPlan plan,
    TrafficSummary summary,
    FeedResult feed,
    LatencyRun latency,
    long journalRecords,
    long journalLength)
{
    private static final int RULES_SHOWN = 10;
    private static final double MEGABYTE_LENGTH = 1e6;
    private static final double SECOND_NS = 1e9;

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        append(text, "%nVeto decided %,d synthetic transactions of %,d cards in %d days, %,d of them fraud.%n",
            feed.rows(), plan.traffic().cards(), plan.traffic().days(), summary.frauds());
        append(text, "%n%-28s %12s %10s%n", "decision", "rows", "share");
        appendDecision(text, "approve", feed.approved());
        appendDecision(text, "review", feed.reviewed());
        appendDecision(text, "challenge", feed.challenged());
        appendDecision(text, "decline", feed.declined());
        append(text, "%n%-28s %12s %10s   of the rows it hit, this share is fraud%n", "rule", "hits", "precision");
        topRules().forEach((rule) -> append(text, "%-28s %,12d %10s%n", rule.ruleId(), rule.hits(),
            percent(rule.fraudHits(), rule.labelledHits())));
        append(text, "%n%-28s %12s %10s   of the planted rows, this share was not approved%n", "fraud", "rows", "recall");
        feed.fraudKinds().forEach((kind) -> append(text, "%-28s %,12d %10s%n", kind.name(), kind.rows(),
            percent(kind.caught(), kind.rows())));
        append(text, "%-28s %,12d %10s%n", "all kinds", feed.fraud(), percent(feed.fraudCaught(), feed.fraud()));
        appendSpeed(text);
        appendNext(text);
        return text.toString();
    }

    /**
     * One JSON object in one line.
     *
     * @return the object, without a line end.
     */
    public String json()
    {
        final Map<String, String> percentiles = new LinkedHashMap<>();
        for (final Percentile percentile : Percentile.values())
        {
            percentiles.put(percentile.label(),
                String.format(Locale.ROOT, "%.3f", percentile.us(latency.load().latencies())));
        }
        final Map<String, String> phase = new LinkedHashMap<>();
        phase.put("plannedPerSecond", String.valueOf(plan.latency().ratePerSecond()));
        phase.put("transactions", String.valueOf(latency.load().answered()));
        phase.put("fault", latency.fault() == null ? "null" : Json.string(latency.fault()));
        phase.put("latencyUs", Json.object(percentiles));
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("data", Json.string(plan.data().toString()));
        members.put("feed", FeedSummary.json(feed));
        members.put("latency", Json.object(phase));
        members.put("journalRecords", String.valueOf(journalRecords));
        members.put("journalBytes", String.valueOf(journalLength));
        return Json.object(members);
    }

    private void appendDecision(final StringBuilder text, final String decision, final long rows)
    {
        append(text, "%-28s %,12d %10s%n", decision, rows, percent(rows, feed.rows()));
    }

    private void appendSpeed(final StringBuilder text)
    {
        append(text, "%nthroughput  %,.0f messages/s: each transaction and its label, one connection over TCP, as fast " +
            "as answers come, %.1f s%n", feed.messages() * SECOND_NS / feed.elapsedNs(), feed.elapsedNs() / SECOND_NS);
        append(text, "latency     %,d transactions/s on a fixed plan, from the intended send time to the answer, the " +
            "journal written before it%n           ", plan.latency().ratePerSecond());
        for (final Percentile percentile : Percentile.values())
        {
            append(text, " %s %,.0f us ", percentile.label(), percentile.us(latency.load().latencies()));
        }
        append(text, "%n");
        if (latency.fault() != null)
        {
            append(text, "            FAIL, these figures do not count: %s; is the machine busy?%n", latency.fault());
        }
        append(text, "journal     %,d records, %.1f MB: both phases, every transaction with its decision%n", journalRecords,
            journalLength / MEGABYTE_LENGTH);
    }

    private void appendNext(final StringBuilder text)
    {
        append(text, "%nEvery decision: %s%n%nTry next:%n", plan.decisionsFile());
        append(text, "  ./veto replay verify %s%n      scores the journal again and compares every decision%n", plan.data());
        append(text, "  ./veto serve --data %s --clock event%n      goes on where the demo stopped; feed it with ./veto " +
            "feed FILE%n", plan.data());
        append(text, "  ./veto perf latency --rate %d --seconds 10 --echo%n      measures latency beside a bare echo " +
            "server%n", plan.latency().ratePerSecond());
    }

    private List<RuleCount> topRules()
    {
        return feed.rules().stream()
            .sorted(Comparator.comparingLong(RuleCount::hits).reversed())
            .limit(RULES_SHOWN)
            .toList();
    }

    private static String percent(final long part, final long whole)
    {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
