package io.veto.rules.language;

/**
 * A multiple of a square root, which no fraction tells exactly: the coefficient times the root of the radicand. Money is one too,
 * over the root of 1.
 *
 * @param coefficient in minor units; where it is missing so is the whole.
 * @param radicand    under the root.
 */
record Deviation(NumberNode coefficient, Radicand radicand)
{
    /**
     * Works the value out; it stays until the next call.
     *
     * @param facts to read from.
     * @return whether there is a value.
     */
    boolean evaluate(final Facts facts)
    {
        coefficient.evaluate(facts);
        final boolean isThere = !coefficient.value().isMissing();
        if (isThere)
        {
            radicand.evaluate(facts);
        }
        return isThere;
    }

    /**
     * The sign of a value that is not missing.
     *
     * @return -1, 0 or 1.
     */
    int signum()
    {
        return radicand.isZero() ? 0 : coefficient.value().signum();
    }
}
