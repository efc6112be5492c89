package io.veto.engine.statistics;

/**
 * Where the damage guard asks for a rule to fall back to shadow; what becomes of it comes down the line as a record.
 */
public interface FallBackRequests
{
    /**
     * Asks. Never waits.
     *
     * @param ruleSetHash  of the rule set.
     * @param rule         its index.
     * @param hits         of the rule.
     * @param transactions among so many.
     * @return false where there is no room: ask again later.
     */
    boolean offer(long ruleSetHash, int rule, long hits, long transactions);
}
