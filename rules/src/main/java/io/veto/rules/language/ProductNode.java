package io.veto.rules.language;

/**
 * Factors multiplied and divided by from left to right. Missing if any of them is, or if one that divides is 0.
 */
final class ProductNode extends NumberNode
{
    private final NumberNode[] factors;
    private final boolean[] divides;

    /**
     * Joins factors.
     *
     * @param factors in the order of the text.
     * @param divides which of them divide.
     */
    ProductNode(final NumberNode[] factors, final boolean[] divides)
    {
        this.factors = factors;
        this.divides = divides;
    }

    /**
     * The factors.
     *
     * @return in the order of the text; not a copy.
     */
    NumberNode[] factors()
    {
        return factors;
    }

    /**
     * Which factors divide.
     *
     * @return in the order of the factors; not a copy.
     */
    boolean[] divides()
    {
        return divides;
    }

    @Override
    void evaluate(final Facts facts)
    {
        final Fraction product = value();
        product.set(1);
        for (int i = 0; i < factors.length; i++)
        {
            final NumberNode factor = factors[i];
            factor.evaluate(facts);
            if (divides[i])
            {
                product.divide(factor.value());
            }
            else
            {
                product.multiply(factor.value());
            }
        }
    }
}
