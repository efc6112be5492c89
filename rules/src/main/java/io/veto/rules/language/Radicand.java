package io.veto.rules.language;

import java.math.BigInteger;

/**
 * What stands under a square root: a whole number, not below 0. It is 1 unless a subclass works out another.
 * <p>
 * <b>Note:</b> worked out in place, so it belongs to one thread at a time.
 */
class Radicand
{
    private final Wide value = new Wide();
    private BigInteger outgrown;

    /**
     * Takes 1.
     */
    Radicand()
    {
        value.set(0, 1);
    }

    /**
     * Works the value out; it stays until the next call.
     *
     * @param facts to read from; the windows that are asked for have values.
     */
    void evaluate(final Facts facts)
    {
    }

    /**
     * Takes a value of any size in place of {@link #value()}.
     *
     * @param newOutgrown the value; null where 128 bits hold it.
     */
    final void outgrown(final BigInteger newOutgrown)
    {
        outgrown = newOutgrown;
    }

    /**
     * The value where 128 bits hold it.
     *
     * @return the radicand's own.
     */
    final Wide value()
    {
        return value;
    }

    /**
     * Whether the value has outgrown 128 bits.
     *
     * @return true if only {@link #big} tells it.
     */
    final boolean isOutgrown()
    {
        return null != outgrown;
    }

    /**
     * Whether the value is 0.
     *
     * @return true if so is the root.
     */
    final boolean isZero()
    {
        return isOutgrown() ? 0 == outgrown.signum() : value.isZero();
    }

    /**
     * The value, whatever its size.
     *
     * @return not below 0.
     */
    final BigInteger big()
    {
        return isOutgrown() ? outgrown : value.big();
    }
}
