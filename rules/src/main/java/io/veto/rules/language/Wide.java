package io.veto.rules.language;

import java.math.BigInteger;

/**
 * A mutable number of 128 bits without a sign. A product that outgrows them is noted and its bits mean nothing.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing but what {@link #big} makes.
 */
final class Wide
{
    private long high;
    private long low;
    private boolean outgrown;

    /**
     * Takes a number.
     *
     * @param newHigh upper 64 bits.
     * @param newLow  lower 64 bits.
     */
    void set(final long newHigh, final long newLow)
    {
        high = newHigh;
        low = newLow;
        outgrown = false;
    }

    /**
     * Takes the square of a number.
     *
     * @param root 64 bits without a sign.
     */
    void setSquare(final long root)
    {
        set(multiplyHigh(root, root), root * root);
    }

    /**
     * Multiplies by a number.
     *
     * @param otherHigh its upper 64 bits.
     * @param otherLow  its lower 64 bits.
     */
    void multiply(final long otherHigh, final long otherLow)
    {
        final long carried = multiplyHigh(low, otherLow);
        final long newHigh = carried + high * otherLow + low * otherHigh;
        outgrown |= 0 != high && 0 != otherHigh ||
            0 != multiplyHigh(high, otherLow) ||
            0 != multiplyHigh(low, otherHigh) ||
            Long.compareUnsigned(newHigh, carried) < 0;
        high = newHigh;
        low *= otherLow;
    }

    /**
     * Multiplies by another.
     *
     * @param other that has not outgrown its bits.
     */
    void multiply(final Wide other)
    {
        multiply(other.high, other.low);
    }

    /**
     * Takes away another that is not greater.
     *
     * @param other to subtract.
     */
    void subtract(final Wide other)
    {
        high -= other.high + (Long.compareUnsigned(low, other.low) < 0 ? 1 : 0);
        low -= other.low;
    }

    /**
     * Whether the number was too great.
     *
     * @return true if it is 2^128 or above.
     */
    boolean isOutgrown()
    {
        return outgrown;
    }

    /**
     * Whether the number is 0.
     *
     * @return true if no bit is set.
     */
    boolean isZero()
    {
        return 0 == (high | low);
    }

    /**
     * Compares two numbers that have not outgrown their bits.
     *
     * @param other to compare with.
     * @return negative, 0 or positive, as this one is below, equal to or above the other.
     */
    int compareTo(final Wide other)
    {
        return high != other.high ? Long.compareUnsigned(high, other.high) : Long.compareUnsigned(low, other.low);
    }

    /**
     * The number.
     *
     * @return as an integer of any size.
     */
    BigInteger big()
    {
        return big(high, low);
    }

    /**
     * A number of 128 bits without a sign.
     *
     * @param high upper 64 bits.
     * @param low  lower 64 bits.
     * @return as an integer of any size.
     */
    static BigInteger big(final long high, final long low)
    {
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(Long.SIZE).add(new BigInteger(Long.toUnsignedString(low)));
    }

    /**
     * The upper half of a product of two numbers without signs.
     */
    private static long multiplyHigh(final long left, final long right)
    {
        return Math.multiplyHigh(left, right) + (left >> Long.SIZE - 1 & right) + (right >> Long.SIZE - 1 & left);
    }
}
