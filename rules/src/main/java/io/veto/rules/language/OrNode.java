package io.veto.rules.language;

/**
 * Holds when any of its conditions holds; asks them in order and stops at the first that does.
 *
 * @param conditions in the order of the text; not copied.
 */
record OrNode(BooleanNode[] conditions) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        for (final BooleanNode condition : conditions)
        {
            if (condition.test(facts))
            {
                return true;
            }
        }
        return false;
    }
}
