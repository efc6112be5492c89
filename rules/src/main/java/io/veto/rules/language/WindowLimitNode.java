package io.veto.rules.language;

/**
 * Compares what a window tells with a whole number written in the rule, the commonest condition of all, without a fraction in between;
 * does not hold where the window is missing.
 *
 * @param window   its index in the rule set.
 * @param relation between them.
 * @param limit    whole number, in minor units or milliseconds where the window tells those.
 */
record WindowLimitNode(int window, Relation relation, long limit) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        return !facts.isWindowMissing(window) && relation.holds(Long.compare(facts.window(window), limit));
    }
}
