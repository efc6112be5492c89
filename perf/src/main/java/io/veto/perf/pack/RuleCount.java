package io.veto.perf.pack;

/**
 * What a rule hit.
 *
 * @param ruleId    of the rule.
 * @param hits      transactions that it hit.
 * @param fraudHits of these, fraud of any kind.
 * @param ownHits   of these, fraud of the kind that bears the rule's id.
 */
public record RuleCount(String ruleId, long hits, long fraudHits, long ownHits)
{
    /**
     * Genuine transactions that it hit.
     *
     * @return false positives.
     */
    public long genuineHits()
    {
        return hits - fraudHits;
    }
}
