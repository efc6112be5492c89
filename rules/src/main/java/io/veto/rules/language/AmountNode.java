package io.veto.rules.language;

/**
 * The transaction's amount, in minor units.
 */
final class AmountNode extends NumberNode
{
    @Override
    void evaluate(final Facts facts)
    {
        value().set(facts.amountMinor());
    }
}
