package io.veto.rules.language;

/**
 * A condition of the typed tree: true or false of given facts.
 * <p>
 * <b>Note:</b> the numbers below a condition are worked out in place, so a tree belongs to one thread at a time. A test
 * allocates nothing unless a number outgrows 64 bits.
 */
public interface BooleanNode
{
    /**
     * Whether the condition holds. Never throws for any content of the facts.
     *
     * @param facts to judge.
     * @return whether it holds; a comparison with a missing value does not.
     */
    boolean test(Facts facts);
}
