package io.veto.rules.language;

/**
 * Holds when its condition does not.
 *
 * @param condition to turn round.
 */
record NotNode(BooleanNode condition) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        return !condition.test(facts);
    }
}
