package io.veto.rules.language;

/**
 * Terms added and subtracted from left to right. Missing if any of them is.
 */
final class SumNode extends NumberNode
{
    private final NumberNode[] terms;
    private final boolean[] subtracted;

    /**
     * Joins terms.
     *
     * @param terms      in the order of the text.
     * @param subtracted which of them are taken away.
     */
    SumNode(final NumberNode[] terms, final boolean[] subtracted)
    {
        this.terms = terms;
        this.subtracted = subtracted;
    }

    /**
     * The terms.
     *
     * @return in the order of the text; not a copy.
     */
    NumberNode[] terms()
    {
        return terms;
    }

    /**
     * Which terms are taken away.
     *
     * @return in the order of the terms; not a copy.
     */
    boolean[] subtracted()
    {
        return subtracted;
    }

    @Override
    void evaluate(final Facts facts)
    {
        final Fraction sum = value();
        sum.set(0);
        for (int i = 0; i < terms.length; i++)
        {
            final NumberNode term = terms[i];
            term.evaluate(facts);
            if (subtracted[i])
            {
                sum.subtract(term.value());
            }
            else
            {
                sum.add(term.value());
            }
        }
    }
}
