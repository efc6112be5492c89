package io.veto.rules.language;

/**
 * Compares two codes; does not hold where either is missing.
 *
 * @param left     of the sign.
 * @param relation between them.
 * @param right    of the sign.
 */
record CodeComparisonNode(CodeNode left, Relation relation, CodeNode right) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        final int leftCode = left.code(facts);
        final int rightCode = right.code(facts);
        return CodeNode.MISSING != leftCode &&
            CodeNode.MISSING != rightCode &&
            relation.holds(Integer.compare(leftCode, rightCode));
    }
}
