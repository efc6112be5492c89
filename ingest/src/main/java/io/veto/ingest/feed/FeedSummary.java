package io.veto.ingest.feed;

import io.veto.engine.report.Json;
import io.veto.ingest.feed.FeedResult.FraudKindCount;
import io.veto.ingest.feed.FeedResult.RuleCount;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Says how a feed went: as a page for people, or as one JSON object.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class FeedSummary
{
    private static final int RULES_SHOWN = 10;

    private FeedSummary()
    {
    }

    /**
     * A page of plain text.
     *
     * @param result to tell of.
     * @return lines, each ended by a line feed.
     */
    public static String text(final FeedResult result)
    {
        final StringBuilder text = new StringBuilder();
        append(text, "source     %s%n", result.sourceName());
        append(text, "rows       %,15d answered, %,d of them read back from the journal%n", result.rows(),
            result.replayed());
        final boolean hasTransactions = result.rows() == 0 || result.rows() > result.reversals() + result.labels();
        if (hasTransactions)
        {
            appendDecisions(text, result);
        }
        if (result.reversals() > 0)
        {
            append(text, "reversals  %,15d answered, %,d of them without effect%n", result.reversals(),
                result.reversalsWithoutEffect());
        }
        if (result.labels() > 0)
        {
            append(text, "labels     %,15d answered, %,d of them without effect%n", result.labels(), result.labelsWithoutEffect());
        }
        append(text, "elapsed    %,15.1f s, %,d rows/s, %,d connections%n", result.elapsedNs() / 1e9,
            result.rowsPerSecond(), result.connections());
        if (result.fraud() > 0)
        {
            append(text, "fraud      %,15d rows, %.1f %% of them not approved%n", result.fraud(),
                100.0 * result.fraudCaught() / result.fraud());
        }
        if (hasTransactions)
        {
            appendRules(text, result);
        }
        for (final FraudKindCount kind : result.fraudKinds())
        {
            append(text, "kind       %,15d %s, %.1f %% of them not approved%n", kind.rows(), kind.name(),
                100.0 * kind.caught() / kind.rows());
        }
        return text.toString();
    }

    /**
     * One JSON object in one line.
     *
     * @param result to tell of.
     * @return the object, without a line end.
     */
    public static String json(final FeedResult result)
    {
        final String rules = result.rules().stream()
            .map((rule) -> "{\"id\":" + Json.string(rule.ruleId()) + ",\"hits\":" + rule.hits() + ",\"labelledHits\":" +
                rule.labelledHits() + ",\"fraudHits\":" + rule.fraudHits() + "}")
            .collect(Collectors.joining(","));
        final String kinds = result.fraudKinds().stream()
            .map((kind) -> "{\"name\":" + Json.string(kind.name()) + ",\"rows\":" + kind.rows() + ",\"caught\":" +
                kind.caught() + "}")
            .collect(Collectors.joining(","));
        return "{\"source\":" + Json.string(result.sourceName()) +
            ",\"rows\":" + result.rows() +
            ",\"messages\":" + result.messages() +
            ",\"replayed\":" + result.replayed() +
            ",\"decisions\":{\"approve\":" + result.approved() + ",\"review\":" + result.reviewed() +
            ",\"challenge\":" + result.challenged() + ",\"decline\":" + result.declined() + "}" +
            ",\"labelled\":" + result.labelled() +
            ",\"fraud\":" + result.fraud() +
            ",\"fraudCaught\":" + result.fraudCaught() +
            ",\"flagged\":" + result.flagged() +
            ",\"reversals\":" + result.reversals() +
            ",\"reversalsWithoutEffect\":" + result.reversalsWithoutEffect() +
            ",\"labels\":" + result.labels() +
            ",\"labelsWithoutEffect\":" + result.labelsWithoutEffect() +
            ",\"connections\":" + result.connections() +
            ",\"elapsedMs\":" + TimeUnit.NANOSECONDS.toMillis(result.elapsedNs()) +
            ",\"rowsPerSecond\":" + result.rowsPerSecond() +
            ",\"rules\":[" + rules + "],\"fraudKinds\":[" + kinds + "]}";
    }

    private static void appendDecisions(final StringBuilder text, final FeedResult result)
    {
        append(text, "approved   %,15d%nreviewed   %,15d%n", result.approved(), result.reviewed());
        if (result.challenged() > 0)
        {
            append(text, "challenged %,15d%n", result.challenged());
        }
        append(text, "declined   %,15d%n", result.declined());
    }

    private static void appendRules(final StringBuilder text, final FeedResult result)
    {
        final List<RuleCount> top = result.rules().stream()
            .sorted(Comparator.comparingLong(RuleCount::hits).reversed())
            .limit(RULES_SHOWN)
            .toList();
        for (final RuleCount rule : top)
        {
            append(text, "rule       %,15d hits of %s", rule.hits(), rule.ruleId());
            if (rule.labelledHits() > 0)
            {
                append(text, ", precision %.1f %%", 100.0 * rule.fraudHits() / rule.labelledHits());
            }
            append(text, "%n");
        }
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
