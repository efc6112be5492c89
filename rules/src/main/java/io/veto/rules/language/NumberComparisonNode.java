package io.veto.rules.language;

/**
 * Compares two numbers exactly; does not hold where either is missing.
 *
 * @param left     of the sign.
 * @param relation between them.
 * @param right    of the sign.
 */
record NumberComparisonNode(NumberNode left, Relation relation, NumberNode right) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        left.evaluate(facts);
        right.evaluate(facts);
        return !left.value().isMissing() &&
            !right.value().isMissing() &&
            relation.holds(Fraction.compare(left.value(), right.value()));
    }
}
