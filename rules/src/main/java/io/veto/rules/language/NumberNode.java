package io.veto.rules.language;

/**
 * A number of the typed tree: an exact fraction, or missing. Amounts are in minor units, durations in milliseconds.
 * <p>
 * <b>Note:</b> a node works its value out in place, so a tree belongs to one thread at a time.
 */
abstract class NumberNode
{
    private final Fraction value = new Fraction();

    /**
     * Works the value out; {@link #value()} holds it until the next call.
     *
     * @param facts to read from.
     */
    abstract void evaluate(Facts facts);

    /**
     * The value that was worked out last.
     *
     * @return the node's own, to be read before the node is evaluated again.
     */
    final Fraction value()
    {
        return value;
    }
}
