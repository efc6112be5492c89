package io.veto.rules.language;

/**
 * Holds when any of its conditions holds; asks them in order and stops at the first that does.
 */
final class OrNode implements BooleanNode
{
    private final BooleanNode[] conditions;

    /**
     * Joins conditions.
     *
     * @param conditions in the order of the text.
     */
    OrNode(final BooleanNode[] conditions)
    {
        this.conditions = conditions;
    }

    /**
     * The conditions of which one must hold.
     *
     * @return in the order of the text; not a copy.
     */
    BooleanNode[] conditions()
    {
        return conditions;
    }

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
