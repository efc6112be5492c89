package io.veto.ingest.feed;

import java.util.List;

/**
 * How a feed went: counts over all rows of the file, whether answered now or read back from the journal.
 *
 * @param sourceName             who sent.
 * @param rows                   answered.
 * @param messages               transactions, labels and reversals.
 * @param replayed               rows whose answer was read back from the journal.
 * @param approved               rows.
 * @param reviewed               rows.
 * @param challenged             rows.
 * @param declined               rows.
 * @param labelled               rows that the file calls fraud or genuine.
 * @param fraud                  rows that the file calls fraud.
 * @param fraudCaught            of these, the rows that were not approved.
 * @param flagged                rows with any flag in their decision.
 * @param reversals              rows that give an earlier one back.
 * @param reversalsWithoutEffect of these, the rows with any flag.
 * @param labels                 rows that say what an earlier transaction turned out to be.
 * @param labelsWithoutEffect    of these, the rows with any flag.
 * @param connections            made to the server.
 * @param elapsedNs              from the first attempt to connect to the last answer.
 * @param rules                  in the order of the rule set; every rule of the table, hits or not.
 * @param fraudKinds             in the order of their first row; empty without a column {@code fraud_kind}.
 */
public record FeedResult(
    String sourceName,
    long rows,
    long messages,
    long replayed,
    long approved,
    long reviewed,
    long challenged,
    long declined,
    long labelled,
    long fraud,
    long fraudCaught,
    long flagged,
    long reversals,
    long reversalsWithoutEffect,
    long labels,
    long labelsWithoutEffect,
    int connections,
    long elapsedNs,
    List<RuleCount> rules,
    List<FraudKindCount> fraudKinds)
{
    /**
     * What one rule did.
     *
     * @param ruleId       its id.
     * @param hits         rows that it hit.
     * @param labelledHits of these, the rows that the file calls fraud or genuine.
     * @param fraudHits    of these, the rows that the file calls fraud.
     */
    public record RuleCount(String ruleId, long hits, long labelledHits, long fraudHits)
    {
    }

    /**
     * What became of one kind of fraud.
     *
     * @param name   that the file gives it.
     * @param rows   fraud rows of the kind.
     * @param caught of these, the rows that were not approved.
     */
    public record FraudKindCount(String name, long rows, long caught)
    {
    }

    /**
     * Rows answered in a second.
     *
     * @return the rate; 0 where no time passed.
     */
    public long rowsPerSecond()
    {
        return elapsedNs == 0 ? 0 : Math.round(rows * 1e9 / elapsedNs);
    }
}
