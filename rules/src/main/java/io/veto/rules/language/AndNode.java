package io.veto.rules.language;

/**
 * Holds when all of its conditions hold; asks them in order and stops at the first that does not.
 */
final class AndNode implements BooleanNode
{
    private final BooleanNode[] conditions;

    /**
     * Joins conditions.
     *
     * @param conditions in the order of the text.
     */
    AndNode(final BooleanNode[] conditions)
    {
        this.conditions = conditions;
    }

    /**
     * The conditions all of which must hold.
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
            if (!condition.test(facts))
            {
                return false;
            }
        }
        return true;
    }
}
