package io.veto.rules.language;

/**
 * Holds where a number is missing.
 *
 * @param number to ask for.
 */
record NumberMissingNode(NumberNode number) implements BooleanNode
{
    @Override
    public boolean test(final Facts facts)
    {
        number.evaluate(facts);
        return number.value().isMissing();
    }
}
