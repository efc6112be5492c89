package io.veto.rules.language;

/**
 * How large a number of a rule may become, whatever the transaction: the bits of its numerator and of its denominator. Numbers are exact,
 * so those that are multiplied grow, and so do fractions that are added; a bound on them bounds what evaluating a rule costs.
 *
 * @param numerator   bits, without the sign.
 * @param denominator bits; 0 where the number is whole.
 */
record NumberWidth(int numerator, int denominator)
{
    private static final NumberWidth NONE = new NumberWidth(0, 0);

    /**
     * The width of a number.
     *
     * @param node of the typed tree.
     * @return what its bits are at most.
     */
    static NumberWidth of(final NumberNode node)
    {
        if (node instanceof SumNode sum)
        {
            return sum(sum);
        }
        if (node instanceof ProductNode product)
        {
            return product(product);
        }
        if (node instanceof ConstantNode)
        {
            final Fraction value = node.value();
            return new NumberWidth(
                value.bigNumerator().bitLength(), value.isWhole() ? 0 : value.bigDenominator().bitLength());
        }
        final boolean isWhole = node instanceof WindowNode || node instanceof AmountNode || node instanceof HourNode;
        return new NumberWidth(Long.SIZE, isWhole ? 0 : Long.SIZE);
    }

    /**
     * Numerator and denominator together.
     *
     * @return bits.
     */
    int bits()
    {
        return numerator + denominator;
    }

    private static NumberWidth sum(final SumNode node)
    {
        NumberWidth sum = NONE;
        int carries = 0;
        for (final NumberNode term : node.terms())
        {
            final NumberWidth width = of(term);
            sum = new NumberWidth(
                Math.max(sum.numerator + width.denominator, width.numerator + sum.denominator), sum.denominator + width.denominator);
            carries++;
        }
        return new NumberWidth(sum.numerator + Integer.SIZE - Integer.numberOfLeadingZeros(carries), sum.denominator);
    }

    private static NumberWidth product(final ProductNode node)
    {
        NumberWidth product = NONE;
        for (int i = 0; i < node.factors().length; i++)
        {
            final NumberWidth width = of(node.factors()[i]);
            product = node.divides()[i] ?
                new NumberWidth(product.numerator + width.denominator, product.denominator + width.numerator) :
                new NumberWidth(product.numerator + width.numerator, product.denominator + width.denominator);
        }
        return product;
    }
}
