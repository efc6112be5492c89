package io.veto.rules.language;

import java.math.BigInteger;

/**
 * A mutable exact number: missing, or a numerator over a denominator above 0. Both are 64 bits wide as long as they
 * fit, and {@link BigInteger}s where they do not, so that no result is ever rounded or wrong.
 * <p>
 * <b>Note:</b> one thread. Allocates only where a result outgrows 64 bits.
 */
final class Fraction
{
    private long numerator;
    private long denominator = 1;
    private boolean missing;
    private BigInteger wideNumerator;
    private BigInteger wideDenominator;

    /**
     * Takes a whole number.
     *
     * @param value to take.
     */
    void set(final long value)
    {
        set(value, 1);
    }

    /**
     * Takes the quotient of two whole numbers.
     *
     * @param newNumerator   of the quotient.
     * @param newDenominator of the quotient, above 0.
     */
    void set(final long newNumerator, final long newDenominator)
    {
        numerator = newNumerator;
        denominator = newDenominator;
        missing = false;
        wideNumerator = null;
        wideDenominator = null;
    }

    /**
     * Takes the quotient of two whole numbers of any size.
     *
     * @param newNumerator   of the quotient.
     * @param newDenominator of the quotient; at 0 the result is missing.
     */
    void set(final BigInteger newNumerator, final BigInteger newDenominator)
    {
        final int sign = newDenominator.signum();
        if (0 == sign)
        {
            setMissing();
            return;
        }
        final BigInteger divisor = newNumerator.gcd(newDenominator);
        final BigInteger signedDivisor = sign < 0 ? divisor.negate() : divisor;
        final BigInteger reducedNumerator = newNumerator.divide(signedDivisor);
        final BigInteger reducedDenominator = newDenominator.divide(signedDivisor);
        if (reducedNumerator.bitLength() < Long.SIZE && reducedDenominator.bitLength() < Long.SIZE)
        {
            set(reducedNumerator.longValue(), reducedDenominator.longValue());
            return;
        }
        missing = false;
        wideNumerator = reducedNumerator;
        wideDenominator = reducedDenominator;
    }

    /**
     * Takes the value of another.
     *
     * @param other to copy.
     */
    void set(final Fraction other)
    {
        numerator = other.numerator;
        denominator = other.denominator;
        missing = other.missing;
        wideNumerator = other.wideNumerator;
        wideDenominator = other.wideDenominator;
    }

    /**
     * Becomes missing.
     */
    void setMissing()
    {
        set(0, 1);
        missing = true;
    }

    /**
     * Whether the value is a whole number of 64 bits.
     *
     * @return true if {@link #wholeValue} tells it.
     */
    boolean isWhole()
    {
        return !missing && !isWide() && 1 == denominator;
    }

    /**
     * The whole number.
     *
     * @return the value where it is whole.
     */
    long wholeValue()
    {
        return numerator;
    }

    /**
     * Whether there is no value.
     *
     * @return true if missing.
     */
    boolean isMissing()
    {
        return missing;
    }

    /**
     * Whether the value does not fit two numbers of 64 bits.
     *
     * @return true if only {@link #bigNumerator} and {@link #bigDenominator} tell it.
     */
    boolean isWide()
    {
        return null != wideNumerator;
    }

    /**
     * The numerator of a value that is not wide.
     *
     * @return with its sign.
     */
    long numerator()
    {
        return numerator;
    }

    /**
     * The denominator of a value that is not wide.
     *
     * @return above 0.
     */
    long denominator()
    {
        return denominator;
    }

    /**
     * The numerator of any value.
     *
     * @return with its sign.
     */
    BigInteger bigNumerator()
    {
        return isWide() ? wideNumerator : BigInteger.valueOf(numerator);
    }

    /**
     * The denominator of any value.
     *
     * @return above 0.
     */
    BigInteger bigDenominator()
    {
        return isWide() ? wideDenominator : BigInteger.valueOf(denominator);
    }

    /**
     * The sign of a value that is not missing.
     *
     * @return -1, 0 or 1.
     */
    int signum()
    {
        return isWide() ? wideNumerator.signum() : Long.signum(numerator);
    }

    /**
     * Adds another; missing if either is.
     *
     * @param other to add.
     */
    void add(final Fraction other)
    {
        if (missing || other.missing)
        {
            setMissing();
        }
        else if (isWide() || other.isWide() || !addNarrow(other.numerator, other.denominator))
        {
            final BigInteger left = bigNumerator().multiply(other.bigDenominator());
            final BigInteger right = other.bigNumerator().multiply(bigDenominator());
            set(left.add(right), bigDenominator().multiply(other.bigDenominator()));
        }
    }

    /**
     * Takes another away; missing if either is.
     *
     * @param other to subtract.
     */
    void subtract(final Fraction other)
    {
        if (missing || other.missing)
        {
            setMissing();
        }
        else if (isWide() || other.isWide() || Long.MIN_VALUE == other.numerator ||
            !addNarrow(-other.numerator, other.denominator))
        {
            final BigInteger left = bigNumerator().multiply(other.bigDenominator());
            final BigInteger right = other.bigNumerator().multiply(bigDenominator());
            set(left.subtract(right), bigDenominator().multiply(other.bigDenominator()));
        }
    }

    /**
     * Multiplies by another; missing if either is.
     *
     * @param other to multiply by.
     */
    void multiply(final Fraction other)
    {
        if (missing || other.missing)
        {
            setMissing();
        }
        else if (isWide() || other.isWide() || !multiplyNarrow(other.numerator, other.denominator))
        {
            set(
                bigNumerator().multiply(other.bigNumerator()),
                bigDenominator().multiply(other.bigDenominator()));
        }
    }

    /**
     * Divides by another; missing if either is, or the other is 0.
     *
     * @param other to divide by.
     */
    void divide(final Fraction other)
    {
        if (missing || other.missing || 0 == other.signum())
        {
            setMissing();
        }
        else if (isWide() || other.isWide() || !divideNarrow(other.numerator, other.denominator))
        {
            set(
                bigNumerator().multiply(other.bigDenominator()),
                bigDenominator().multiply(other.bigNumerator()));
        }
    }

    /**
     * Compares two values that are not missing: the cross products, 128 bits wide.
     *
     * @param left  of the two.
     * @param right of the two.
     * @return negative, 0 or positive, as the left one is below, equal to or above the right one.
     */
    static int compare(final Fraction left, final Fraction right)
    {
        if (left.isWide() || right.isWide())
        {
            return left.bigNumerator().multiply(right.bigDenominator())
                .compareTo(right.bigNumerator().multiply(left.bigDenominator()));
        }
        return compare(left.numerator, left.denominator, right.numerator, right.denominator);
    }

    /**
     * Compares two quotients: the cross products, 128 bits wide.
     *
     * @param leftNumerator    of the left one.
     * @param leftDenominator  of the left one, above 0.
     * @param rightNumerator   of the right one.
     * @param rightDenominator of the right one, above 0.
     * @return negative, 0 or positive, as the left one is below, equal to or above the right one.
     */
    static int compare(
        final long leftNumerator, final long leftDenominator, final long rightNumerator, final long rightDenominator)
    {
        final long leftHigh = Math.multiplyHigh(leftNumerator, rightDenominator);
        final long rightHigh = Math.multiplyHigh(rightNumerator, leftDenominator);
        return leftHigh != rightHigh ?
            Long.compare(leftHigh, rightHigh) :
            Long.compareUnsigned(leftNumerator * rightDenominator, rightNumerator * leftDenominator);
    }

    @Override
    public String toString()
    {
        return missing ? "missing" : bigNumerator() + "/" + bigDenominator();
    }

    private boolean addNarrow(final long otherNumerator, final long otherDenominator)
    {
        if (denominator == otherDenominator)
        {
            return setSum(numerator, otherNumerator, denominator);
        }
        return isProductNarrow(numerator, otherDenominator) &&
            isProductNarrow(otherNumerator, denominator) &&
            isProductNarrow(denominator, otherDenominator) &&
            setSum(numerator * otherDenominator, otherNumerator * denominator, denominator * otherDenominator);
    }

    private boolean setSum(final long left, final long right, final long newDenominator)
    {
        final long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0)
        {
            return false;
        }
        numerator = sum;
        denominator = newDenominator;
        return true;
    }

    private boolean multiplyNarrow(final long otherNumerator, final long otherDenominator)
    {
        if (!isProductNarrow(numerator, otherNumerator) || !isProductNarrow(denominator, otherDenominator))
        {
            return false;
        }
        numerator *= otherNumerator;
        denominator *= otherDenominator;
        return true;
    }

    private boolean divideNarrow(final long otherNumerator, final long otherDenominator)
    {
        if (!isProductNarrow(numerator, otherDenominator) || !isProductNarrow(denominator, otherNumerator))
        {
            return false;
        }
        final long newNumerator = numerator * otherDenominator;
        final long newDenominator = denominator * otherNumerator;
        if (Long.MIN_VALUE == newNumerator || Long.MIN_VALUE == newDenominator)
        {
            return false;
        }
        numerator = newDenominator < 0 ? -newNumerator : newNumerator;
        denominator = Math.abs(newDenominator);
        return true;
    }

    /**
     * Whether a product fits 64 bits.
     *
     * @param left  factor.
     * @param right factor.
     * @return whether multiplying them is exact.
     */
    static boolean isProductNarrow(final long left, final long right)
    {
        return Math.multiplyHigh(left, right) == left * right >> Long.SIZE - 1;
    }
}
