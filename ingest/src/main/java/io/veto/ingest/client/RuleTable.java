package io.veto.ingest.client;

import java.util.ArrayList;
import java.util.List;

/**
 * The rule ids of one rule set, in the order of the bits of {@code Decision.hits}.
 *
 * @param ruleSetHash first 64 bits of the SHA-256 of the rule set's text.
 * @param ruleIds     in bit order.
 */
public record RuleTable(long ruleSetHash, List<String> ruleIds)
{
    /** Rules that a set may have. */
    public static final int RULES_MAX = 256;

    /**
     * Keeps an own copy of the ids.
     *
     * @param ruleSetHash of the rule set.
     * @param ruleIds     in bit order.
     */
    public RuleTable
    {
        ruleIds = List.copyOf(ruleIds);
    }

    /**
     * Stands in for the table of a rule set that this session was never told about, as when answers are read back that
     * were given under earlier rules: bit 3 is called {@code bit3}.
     *
     * @param ruleSetHash of the rule set.
     * @return a table of 256 names.
     */
    public static RuleTable unknown(final long ruleSetHash)
    {
        final List<String> names = new ArrayList<>(RULES_MAX);
        for (int bit = 0; bit < RULES_MAX; bit++)
        {
            names.add("bit" + bit);
        }
        return new RuleTable(ruleSetHash, names);
    }

    /**
     * Id of the rule behind a bit.
     *
     * @param bit 0 to 255.
     * @return its id; {@code bit} and the number where the set has no such rule.
     */
    public String ruleId(final int bit)
    {
        return bit < ruleIds.size() ? ruleIds.get(bit) : "bit" + bit;
    }
}
