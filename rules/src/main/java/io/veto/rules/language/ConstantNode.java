package io.veto.rules.language;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number written in the rule.
 */
final class ConstantNode extends NumberNode
{
    /**
     * Takes the number.
     *
     * @param number exact, of any size.
     */
    ConstantNode(final BigDecimal number)
    {
        final boolean isWhole = number.scale() <= 0;
        value().set(
            isWhole ? number.toBigIntegerExact() : number.unscaledValue(),
            isWhole ? BigInteger.ONE : BigInteger.TEN.pow(number.scale()));
    }

    @Override
    void evaluate(final Facts facts)
    {
    }
}
