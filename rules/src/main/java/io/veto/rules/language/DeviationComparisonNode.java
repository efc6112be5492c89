package io.veto.rules.language;

import java.math.BigInteger;

/**
 * Compares two deviations exactly, by their signs and squares; does not hold where either is missing.
 * <p>
 * <b>Note:</b> one thread. Allocates only where coefficients outgrow 64 bits, a radicand 128, or both squares 128.
 */
final class DeviationComparisonNode implements BooleanNode
{
    private final Deviation left;
    private final Relation relation;
    private final Deviation right;
    private final Wide leftSquare = new Wide();
    private final Wide rightSquare = new Wide();

    /**
     * Compares.
     *
     * @param left     of the sign.
     * @param relation between them.
     * @param right    of the sign.
     */
    DeviationComparisonNode(final Deviation left, final Relation relation, final Deviation right)
    {
        this.left = left;
        this.relation = relation;
        this.right = right;
    }

    /**
     * What stands on the left of the sign.
     *
     * @return the deviation.
     */
    Deviation left()
    {
        return left;
    }

    /**
     * What stands on the right of the sign.
     *
     * @return the deviation.
     */
    Deviation right()
    {
        return right;
    }

    @Override
    public boolean test(final Facts facts)
    {
        final boolean isLeftThere = left.evaluate(facts);
        final boolean isRightThere = right.evaluate(facts);
        return isLeftThere && isRightThere && relation.holds(compare());
    }

    private int compare()
    {
        final int leftSign = left.signum();
        final int rightSign = right.signum();
        if (leftSign != rightSign || 0 == leftSign)
        {
            return Integer.compare(leftSign, rightSign);
        }
        return leftSign * compareSquares(left.coefficient().value(), right.coefficient().value());
    }

    private int compareSquares(final Fraction leftFactor, final Fraction rightFactor)
    {
        if (!isNarrow(left) || !isNarrow(right))
        {
            return compareBigSquares(leftFactor, rightFactor);
        }
        final long divisor = greatestCommonDivisor(leftFactor.denominator(), rightFactor.denominator());
        final long leftScale = rightFactor.denominator() / divisor;
        final long rightScale = leftFactor.denominator() / divisor;
        if (!Fraction.isProductNarrow(leftFactor.numerator(), leftScale) ||
            !Fraction.isProductNarrow(rightFactor.numerator(), rightScale))
        {
            return compareBigSquares(leftFactor, rightFactor);
        }
        leftSquare.setSquare(Math.abs(leftFactor.numerator() * leftScale));
        leftSquare.multiply(left.radicand().value());
        rightSquare.setSquare(Math.abs(rightFactor.numerator() * rightScale));
        rightSquare.multiply(right.radicand().value());
        if (leftSquare.isOutgrown() && rightSquare.isOutgrown())
        {
            return compareBigSquares(leftFactor, rightFactor);
        }
        return leftSquare.isOutgrown() || rightSquare.isOutgrown() ?
            Boolean.compare(leftSquare.isOutgrown(), rightSquare.isOutgrown()) :
            leftSquare.compareTo(rightSquare);
    }

    private int compareBigSquares(final Fraction leftFactor, final Fraction rightFactor)
    {
        final BigInteger leftRoot = leftFactor.bigNumerator().multiply(rightFactor.bigDenominator());
        final BigInteger rightRoot = rightFactor.bigNumerator().multiply(leftFactor.bigDenominator());
        return leftRoot.multiply(leftRoot).multiply(left.radicand().big())
            .compareTo(rightRoot.multiply(rightRoot).multiply(right.radicand().big()));
    }

    private static boolean isNarrow(final Deviation deviation)
    {
        return !deviation.coefficient().value().isWide() && !deviation.radicand().isOutgrown();
    }

    private static long greatestCommonDivisor(final long left, final long right)
    {
        long divisor = left;
        long rest = right;
        while (0 != rest)
        {
            final long next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return divisor;
    }
}
