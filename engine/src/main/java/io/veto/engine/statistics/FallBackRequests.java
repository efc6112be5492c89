package io.veto.engine.statistics;

import io.veto.rules.language.RuleSet;

/**
 * Where the damage guard asks for a rule to fall back to shadow; what becomes of it comes down the line as a record.
 */
public interface FallBackRequests
{
    /**
     * Asks. Never waits.
     *
     * @param ruleSet      that has the rule.
     * @param rule         its index.
     * @param hits         of the rule.
     * @param transactions among so many.
     * @return false where there is no room: ask again later.
     */
    boolean offer(RuleSet ruleSet, int rule, long hits, long transactions);
}
