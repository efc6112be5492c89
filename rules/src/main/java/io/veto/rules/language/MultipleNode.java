package io.veto.rules.language;

/**
 * Holds when the amount is a whole multiple of another, other than none of it, or is no such multiple.
 *
 * @param unitMinor written in the rule, minor units, above 0.
 * @param isNegated whether it must be no multiple.
 */
record MultipleNode(long unitMinor, boolean isNegated) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        final long amountMinor = facts.amountMinor();
        return isNegated != (0 != amountMinor && 0 == amountMinor % unitMinor);
    }
}
