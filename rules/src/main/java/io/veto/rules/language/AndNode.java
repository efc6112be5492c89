package io.veto.rules.language;

/**
 * Holds when all of its conditions hold; asks them in order and stops at the first that does not.
 *
 * @param conditions in the order of the text; not copied.
 */
record AndNode(BooleanNode[] conditions) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        for (final BooleanNode condition : conditions)
        {
            if (!condition.test(facts))
            {
                return false;
            }
        }
        return true;
    }
}
