package io.veto.rules.language;

/**
 * Holds when a code is one of those written in the rule, or is not; does not hold where the code is missing.
 *
 * @param code      to look for.
 * @param codes     written in the rule.
 * @param isNegated whether it must not be one of them.
 */
record MemberNode(CodeNode code, int[] codes, boolean isNegated) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        final int value = code.code(facts);
        boolean isMember = false;
        for (final int known : codes)
        {
            isMember |= known == value;
        }
        return CodeNode.MISSING != value && isNegated != isMember;
    }
}
