package io.veto.rules.language;

import java.math.BigInteger;

/**
 * An exact fraction that never changes: for working something out about rules, where {@link Fraction} evaluates them.
 *
 * @param numerator   with the sign.
 * @param denominator above 0, without a common divisor with the numerator.
 */
record Rational(BigInteger numerator, BigInteger denominator) implements Comparable<Rational>
{
    /** Nothing. */
    static final Rational ZERO = of(0);
    /** One. */
    static final Rational ONE = of(1);

    /**
     * A whole number.
     *
     * @param value of it.
     * @return the number.
     */
    static Rational of(final long value)
    {
        return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
    }

    /**
     * A quotient.
     *
     * @param numerator   of any sign.
     * @param denominator of any sign, not 0.
     * @return the quotient in lowest terms.
     */
    static Rational of(final BigInteger numerator, final BigInteger denominator)
    {
        final BigInteger divisor = numerator.gcd(denominator);
        final BigInteger signed = denominator.signum() < 0 ? divisor.negate() : divisor;
        return new Rational(numerator.divide(signed), denominator.divide(signed));
    }

    /**
     * The value of a number written in a rule.
     *
     * @param fraction that is not missing.
     * @return a copy.
     */
    static Rational of(final Fraction fraction)
    {
        return of(fraction.bigNumerator(), fraction.bigDenominator());
    }

    /**
     * A sum.
     *
     * @param other to add.
     * @return the sum.
     */
    Rational add(final Rational other)
    {
        return of(
            numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)), denominator.multiply(other.denominator));
    }

    /**
     * The same with the other sign.
     *
     * @return the opposite.
     */
    Rational negate()
    {
        return new Rational(numerator.negate(), denominator);
    }

    /**
     * A product.
     *
     * @param other to multiply by.
     * @return the product.
     */
    Rational multiply(final Rational other)
    {
        return of(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /**
     * One over this.
     *
     * @return the reciprocal of a number that is not 0.
     */
    Rational reciprocal()
    {
        return of(denominator, numerator);
    }

    /**
     * The sign.
     *
     * @return -1, 0 or 1.
     */
    int signum()
    {
        return numerator.signum();
    }

    /**
     * Whether this is a whole number.
     *
     * @return true if nothing stands behind the point.
     */
    boolean isWhole()
    {
        return BigInteger.ONE.equals(denominator);
    }

    /**
     * The highest whole number that is not above this.
     *
     * @return the floor.
     */
    Rational floor()
    {
        final BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return new Rational(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0], BigInteger.ONE);
    }

    /**
     * The lowest whole number that is not below this.
     *
     * @return the ceiling.
     */
    Rational ceiling()
    {
        return negate().floor().negate();
    }

    /**
     * How large the number is to write down.
     *
     * @return bits of the larger of its two parts.
     */
    int bitLength()
    {
        return Math.max(numerator.bitLength(), denominator.bitLength());
    }

    @Override
    public int compareTo(final Rational other)
    {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString()
    {
        return isWhole() ? numerator.toString() : numerator + "/" + denominator;
    }
}
