package io.veto.rules.language;

import java.math.BigDecimal;
import org.antlr.v4.runtime.Token;

/**
 * A value of a rule with its type and its place, while the rule is being checked. Literals keep what was written, since
 * it is what they meet that gives them their meaning.
 *
 * @param type  of the value.
 * @param value a {@link NumberNode}, {@link Deviation}, {@link CodeNode} or {@link BooleanNode}; the {@link BigDecimal}
 *              of a number literal, the {@link String} of a text literal.
 * @param at    first word of the value.
 */
record Operand(Type type, Object value, Token at)
{
    /**
     * Whether this is a whole number as written in the rule.
     *
     * @return true for an integer literal.
     */
    boolean isIntegerLiteral()
    {
        return Type.INTEGER == type && value instanceof BigDecimal;
    }

    /**
     * Whether this is a number as written in the rule.
     *
     * @return true for an integer, decimal or duration literal.
     */
    boolean isNumberLiteral()
    {
        return value instanceof BigDecimal;
    }

    /**
     * The number as written in the rule.
     *
     * @return value of an integer, decimal or duration literal.
     */
    BigDecimal literal()
    {
        return (BigDecimal)value;
    }

    /**
     * The text as written in the rule.
     *
     * @return text of a text literal.
     */
    String text()
    {
        return (String)value;
    }

    /**
     * The code.
     *
     * @return node of a value with a code type.
     */
    CodeNode code()
    {
        return (CodeNode)value;
    }

    /**
     * The condition.
     *
     * @return node of a boolean.
     */
    BooleanNode condition()
    {
        return (BooleanNode)value;
    }

    /**
     * The number.
     *
     * @return node of a value with a number type; a decimal counts as a ratio.
     */
    NumberNode number()
    {
        return isNumberLiteral() ? new ConstantNode(literal()) : (NumberNode)value;
    }

    /**
     * The deviation.
     *
     * @return multiple of a root.
     */
    Deviation deviation()
    {
        return (Deviation)value;
    }

    /**
     * What is multiplied when the value is: the number, or the coefficient of a deviation.
     *
     * @return null where the value cannot be multiplied.
     */
    NumberNode factor()
    {
        if (Type.DEVIATION == type)
        {
            return deviation().coefficient();
        }
        return type.isNumber() ? number() : null;
    }
}
