package io.veto.rules.language;

import java.math.BigDecimal;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * The type rules of sums, products and signs. Each answer is null where an error was reported.
 */
final class Arithmetic
{
    /** How a deviation is compared. */
    static final String DEVIATION_USAGE = "write amount - avg(...) >= 3 * stddev(...)";

    private static final int MONEY_DECIMALS = 2;

    private final Diagnostics diagnostics;

    /**
     * Reports what does not fit.
     *
     * @param diagnostics to report to.
     */
    Arithmetic(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
    }

    /**
     * Adds and subtracts. Decimals among themselves stay a literal, so that they can still become money.
     *
     * @param terms     two or more.
     * @param operators words before each term; that of the first is not looked at.
     * @return the sum.
     */
    Operand sum(final List<Operand> terms, final List<Token> operators)
    {
        final boolean[] subtracted = areOf(operators, VetoRulesLexer.MINUS);
        Type type = terms.get(0).type();
        for (int i = 1; i < terms.size(); i++)
        {
            final Type common = Type.common(type, terms.get(i).type());
            if (null == common)
            {
                final String problem = subtracted[i] ?
                    "cannot subtract " + terms.get(i).type().label() + " from " + type.label() :
                    "cannot add " + terms.get(i).type().label() + " to " + type.label();
                final Operand left = terms.get(i - 1);
                final Operand right = terms.get(i);
                diagnostics.report(left.isIntegerLiteral() ? left.at() : right.at(), problem, hint(left, right));
                return null;
            }
            type = common;
        }
        if (Type.DECIMAL == type)
        {
            return new Operand(type, literalSum(terms, subtracted), terms.get(0).at());
        }
        final NumberNode[] nodes = new NumberNode[terms.size()];
        boolean isWhole = true;
        for (int i = 0; i < nodes.length; i++)
        {
            nodes[i] = number(terms.get(i), type);
            isWhole &= null != nodes[i];
        }
        return isWhole ? bounded(new Operand(type, new SumNode(nodes, subtracted), terms.get(0).at())) : null;
    }

    /**
     * Multiplies and divides. A decimal counts as a ratio here, but as money where it is divided by money.
     *
     * @param factors   two or more.
     * @param operators words before each factor; that of the first is not looked at.
     * @return the product.
     */
    Operand product(final List<Operand> factors, final List<Token> operators)
    {
        final boolean[] divides = areOf(operators, VetoRulesLexer.OVER);
        final NumberNode[] nodes = new NumberNode[factors.size()];
        Operand deviation = factors.get(0);
        Type type = factors.get(0).type();
        for (int i = 0; i < nodes.length; i++)
        {
            final Type next = factors.get(i).type();
            if (i > 0)
            {
                final Type result = divides[i] ? quotient(type, next) : product(type, next);
                if (null == result)
                {
                    diagnostics.report(
                        factors.get(i).at(),
                        (divides[i] ? "cannot divide " : "cannot multiply ") + type.label() + " by " + next.label(),
                        Type.DEVIATION == type || Type.DEVIATION == next ?
                            DEVIATION_USAGE :
                            "multiply and divide money by plain numbers; money divided by money is a ratio");
                    return null;
                }
                if (Type.DECIMAL == type && Type.MONEY == next && divides[i])
                {
                    nodes[0] = number(factors.get(0), Type.MONEY);
                }
                type = result;
            }
            deviation = Type.DEVIATION == next ? factors.get(i) : deviation;
            nodes[i] = factors.get(i).factor();
        }
        if (null == nodes[0])
        {
            return null;
        }
        final NumberNode product = new ProductNode(nodes, divides);
        return bounded(new Operand(
            type,
            Type.DEVIATION == type ? new Deviation(product, deviation.deviation().radicand()) : product,
            factors.get(0).at()));
    }

    private Operand bounded(final Operand calculated)
    {
        final int bits = NumberWidth.of(calculated.factor()).bits();
        if (bits > RuleSetCompiler.NUMBER_BITS_MAX)
        {
            diagnostics.report(
                calculated.at(),
                "numbers grow too large here",
                "expectedMaxBits=" + RuleSetCompiler.NUMBER_BITS_MAX + " bits=" + bits + "; multiply, divide or average fewer of them");
            return null;
        }
        return calculated;
    }

    /**
     * Puts a minus before a value.
     *
     * @param value to negate.
     * @param minus the word.
     * @return the negated value; a literal stays a literal.
     */
    Operand negated(final Operand value, final Token minus)
    {
        final NumberNode factor = value.factor();
        if (null == factor)
        {
            diagnostics.report(minus, "cannot negate " + value.type().label(), "a minus stands before numbers only");
            return null;
        }
        if (value.isNumberLiteral())
        {
            return new Operand(value.type(), value.literal().negate(), minus);
        }
        final NumberNode negated = new SumNode(new NumberNode[]{ factor }, new boolean[]{ true });
        return new Operand(
            value.type(),
            Type.DEVIATION == value.type() ? new Deviation(negated, value.deviation().radicand()) : negated,
            minus);
    }

    /**
     * A value as a number of a type that it can become.
     *
     * @param value to convert.
     * @param type  the common type of it and what it meets.
     * @return the number; null where a literal has more decimals than money.
     */
    NumberNode number(final Operand value, final Type type)
    {
        if (Type.DECIMAL != value.type() || Type.MONEY != type)
        {
            return value.number();
        }
        if (value.literal().scale() > MONEY_DECIMALS)
        {
            diagnostics.report(
                value.at(),
                "too many decimals for money",
                "expectedMaxDecimals=" + MONEY_DECIMALS + " decimals=" + value.literal().scale());
            return null;
        }
        return new ConstantNode(value.literal().movePointRight(MONEY_DECIMALS));
    }

    /**
     * How to mend a pair of values whose types do not fit.
     *
     * @param left  of the two.
     * @param right of the two.
     * @return the hint.
     */
    static String hint(final Operand left, final Operand right)
    {
        final Operand literal = right.isIntegerLiteral() ? right : left;
        final boolean isDeviation = Type.DEVIATION == left.type() || Type.DEVIATION == right.type();
        if (literal.isIntegerLiteral() && (isDeviation || Type.MONEY == left.type() || Type.MONEY == right.type()))
        {
            return "write " + literal.literal().setScale(MONEY_DECIMALS).toPlainString();
        }
        if (isDeviation)
        {
            return DEVIATION_USAGE;
        }
        if (Type.MONEY == left.type() || Type.MONEY == right.type())
        {
            return "money goes with money, such as 220.00";
        }
        if (Type.BOOLEAN == left.type() || Type.BOOLEAN == right.type())
        {
            return "join conditions with and, or, not";
        }
        final Operand duration = Type.DURATION == left.type() ? left : right;
        final Operand other = duration == left ? right : left;
        if (Type.DURATION == duration.type() && other.type().isPlain() && (other.isNumberLiteral() || duration.isNumberLiteral()))
        {
            return other.isNumberLiteral() ? "give the number a unit, such as 30s, 15m, 24h or 7d" : "write the number without a unit";
        }
        return "both sides must be of one type";
    }

    private static BigDecimal literalSum(final List<Operand> terms, final boolean[] subtracted)
    {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < subtracted.length; i++)
        {
            sum = subtracted[i] ? sum.subtract(terms.get(i).literal()) : sum.add(terms.get(i).literal());
        }
        return sum;
    }

    private static Type product(final Type left, final Type right)
    {
        if (left.isPlain() && right.isPlain())
        {
            return Type.INTEGER == left && Type.INTEGER == right ? Type.INTEGER : Type.RATIO;
        }
        if (isScalable(left) && right.isPlain())
        {
            return left;
        }
        return left.isPlain() && isScalable(right) ? right : null;
    }

    private static Type quotient(final Type left, final Type right)
    {
        if (left.isPlain() && right.isPlain() ||
            left.isQuantity() && left == right ||
            Type.DECIMAL == left && Type.MONEY == right)
        {
            return Type.RATIO;
        }
        return isScalable(left) && right.isPlain() ? left : null;
    }

    private static boolean isScalable(final Type type)
    {
        return type.isQuantity() || Type.DEVIATION == type;
    }

    private static boolean[] areOf(final List<Token> operators, final int tokenType)
    {
        final boolean[] areOf = new boolean[operators.size()];
        for (int i = 1; i < areOf.length; i++)
        {
            areOf[i] = tokenType == operators.get(i).getType();
        }
        return areOf;
    }
}
