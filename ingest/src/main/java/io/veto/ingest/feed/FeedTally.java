package io.veto.ingest.feed;

import io.veto.ingest.client.RuleTable;
import io.veto.ingest.feed.FeedResult.FraudKindCount;
import io.veto.ingest.feed.FeedResult.RuleCount;
import io.veto.rules.layout.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts rows as they are answered.
 */
final class FeedTally implements FeedListener
{
    private static final int WORDS_OF_HITS = 4;

    private final Map<String, Counter> rules = new LinkedHashMap<>();
    private final Map<String, Counter> kinds = new LinkedHashMap<>();
    private RuleTable table;
    private Counter[] ofTable = {};
    private long rows;
    private long replayed;
    private long approved;
    private long reviewed;
    private long challenged;
    private long declined;
    private long labelled;
    private long fraud;
    private long fraudCaught;
    private long flagged;
    private long reversals;
    private long reversalsWithoutEffect;
    private long labels;
    private long labelsWithoutEffect;

    private static final class Counter
    {
        private long all;
        private long labelled;
        private long fraud;
    }

    /**
     * Makes every rule of a table appear in the result.
     *
     * @param ruleTable that the server sent.
     */
    void onRuleTable(final RuleTable ruleTable)
    {
        for (final RuleTable.Entry rule : ruleTable.rules())
        {
            rules.computeIfAbsent(rule.id(), (id) -> new Counter());
        }
    }

    @Override
    public void onRow(final AnsweredRow row)
    {
        final Action action = row.action();
        rows++;
        replayed += row.isReplayed() ? 1 : 0;
        approved += action == Action.APPROVE ? 1 : 0;
        reviewed += action == Action.REVIEW ? 1 : 0;
        challenged += action == Action.CHALLENGE ? 1 : 0;
        declined += action == Action.DECLINE ? 1 : 0;
        labelled += row.isLabelled() ? 1 : 0;
        flagged += row.flags().isEmpty() && !row.isDuplicate() ? 0 : 1;
        if (row.isFraud())
        {
            countFraud(row, action);
        }
        countHits(row);
    }

    @Override
    public void onCorrection(final AnsweredCorrection correction)
    {
        final int withoutEffect = correction.flags().isEmpty() ? 0 : 1;
        rows++;
        replayed += correction.isReplayed() ? 1 : 0;
        labels += correction.isLabel() ? 1 : 0;
        labelsWithoutEffect += correction.isLabel() ? withoutEffect : 0;
        reversals += correction.isLabel() ? 0 : 1;
        reversalsWithoutEffect += correction.isLabel() ? 0 : withoutEffect;
    }

    FeedResult result(final FeedPlan plan, final int connections, final long elapsedNs)
    {
        final List<RuleCount> ruleCounts = new ArrayList<>();
        rules.forEach((ruleId, counter) ->
            ruleCounts.add(new RuleCount(ruleId, counter.all, counter.labelled, counter.fraud)));
        final List<FraudKindCount> kindCounts = new ArrayList<>();
        kinds.forEach((name, counter) -> kindCounts.add(new FraudKindCount(name, counter.all, counter.fraud)));
        return new FeedResult(plan.sourceName(), rows, plan.messages(), replayed, approved, reviewed, challenged, declined,
            labelled, fraud, fraudCaught, flagged, reversals, reversalsWithoutEffect, labels, labelsWithoutEffect, connections, elapsedNs,
            ruleCounts, kindCounts);
    }

    private void countFraud(final AnsweredRow row, final Action action)
    {
        final int caught = action == Action.APPROVE ? 0 : 1;
        fraud++;
        fraudCaught += caught;
        if (!row.fraudKind().isEmpty())
        {
            final Counter kind = kinds.computeIfAbsent(row.fraudKind(), (name) -> new Counter());
            kind.all++;
            kind.fraud += caught;
        }
    }

    private void countHits(final AnsweredRow row)
    {
        if (row.ruleTable() != table)
        {
            table = row.ruleTable();
            ofTable = new Counter[RuleTable.RULES_MAX];
        }
        for (int word = 0; word < WORDS_OF_HITS; word++)
        {
            for (long hits = row.hits(word); hits != 0; hits &= hits - 1)
            {
                final Counter counter = counter(Long.SIZE * word + Long.numberOfTrailingZeros(hits));
                counter.all++;
                counter.labelled += row.isLabelled() ? 1 : 0;
                counter.fraud += row.isFraud() ? 1 : 0;
            }
        }
    }

    private Counter counter(final int bit)
    {
        if (ofTable[bit] == null)
        {
            ofTable[bit] = rules.computeIfAbsent(table.ruleId(bit), (ruleId) -> new Counter());
        }
        return ofTable[bit];
    }
}
