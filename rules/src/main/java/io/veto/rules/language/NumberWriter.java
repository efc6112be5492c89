package io.veto.rules.language;

/**
 * Writes the Java that works a number out: whole numbers of 64 bits for its numerator and its denominator, with a way out wherever the
 * number is missing and another wherever it outgrows them. Constants are worked out while writing.
 * <p>
 * <b>Note:</b> one method's body, one thread. Writes nothing but numbers and names of its own.
 */
final class NumberWriter
{
    private static final Quotient ZERO = new Quotient(Whole.of(0), Whole.ONE);

    private final StringBuilder body = new StringBuilder();
    private final String missing;
    private final String outgrown;
    private int locals;
    private boolean isTree;

    /**
     * Starts a body.
     *
     * @param missing  statement for a number that is missing.
     * @param outgrown statement for a number that has outgrown 64 bits.
     */
    NumberWriter(final String missing, final String outgrown)
    {
        this.missing = missing;
        this.outgrown = outgrown;
    }

    /**
     * Writes what works a number out.
     *
     * @param node of the number.
     * @return where its parts are.
     */
    Quotient write(final NumberNode node)
    {
        if (isConstant(node))
        {
            return constant(node);
        }
        if (node instanceof SumNode sum)
        {
            return sum(sum);
        }
        return node instanceof ProductNode product ? product(product) : leaf(node);
    }

    /**
     * Ends the body.
     *
     * @param statement that gives the answer.
     * @return the whole body.
     */
    String end(final String statement)
    {
        return body + "        " + statement + '\n';
    }

    /**
     * Whether only the tree can answer: a constant outgrows 64 bits or is missing, the body is too long or the kind of number unknown.
     *
     * @return true if what was written is of no use.
     */
    boolean isTree()
    {
        return isTree;
    }

    /**
     * Whether a number is the same whatever the facts.
     *
     * @param node of the number.
     * @return true if it is made of constants alone.
     */
    static boolean isConstant(final NumberNode node)
    {
        if (node instanceof SumNode sum)
        {
            return areConstant(sum.terms());
        }
        return node instanceof ProductNode product ? areConstant(product.factors()) : node instanceof ConstantNode;
    }

    private static boolean areConstant(final NumberNode[] nodes)
    {
        boolean areConstant = true;
        for (final NumberNode node : nodes)
        {
            areConstant &= isConstant(node);
        }
        return areConstant;
    }

    private Quotient constant(final NumberNode node)
    {
        node.evaluate(null);
        return constant(node.value());
    }

    private Quotient constant(final Fraction value)
    {
        isTree |= value.isMissing() || value.isWide();
        return isTree ? ZERO : new Quotient(Whole.of(value.numerator()), Whole.of(value.denominator()));
    }

    private Quotient leaf(final NumberNode node)
    {
        if (node instanceof AmountNode)
        {
            return new Quotient(local("f.amountMinor()"), Whole.ONE);
        }
        if (node instanceof HourNode)
        {
            final Whole hour = local("f.localHour()");
            statement("if (" + hour.text() + " == " + Whole.of(Facts.NULL_HOUR).text() + ") { " + missing + " }");
            return new Quotient(hour, Whole.ONE);
        }
        if (node instanceof WindowNode window)
        {
            return new Quotient(window(window.window()), Whole.ONE);
        }
        if (node instanceof QuotientNode quotient)
        {
            final Whole count = count(quotient.countWindow());
            return new Quotient(window(quotient.window()), count);
        }
        if (node instanceof ReciprocalNode reciprocal)
        {
            window(reciprocal.sumWindow());
            window(reciprocal.squaresWindow());
            return new Quotient(Whole.ONE, count(reciprocal.countWindow()));
        }
        if (node instanceof DistanceNode distance)
        {
            return new Quotient(window(distance.window()), Whole.of(DistanceNode.METRES_PER_KM));
        }
        if (node instanceof SpeedNode speed)
        {
            final Whole metres = window(speed.window());
            final Whole kmh = local(metres.text() + " * " + Whole.of(SpeedNode.KMH_PER_METRE_A_MS).text());
            return new Quotient(
                kmh, local("Math.max(f.windowHigh(" + speed.window() + "), " + Whole.of(SpeedNode.ELAPSED_MIN_MS).text() + ")"));
        }
        isTree = true;
        return ZERO;
    }

    private Quotient sum(final SumNode node)
    {
        final NumberNode[] terms = node.terms();
        final boolean[] subtracted = node.subtracted();
        final Fraction constants = new Fraction();
        Quotient sum = null;
        for (int i = 0; i < terms.length && !isTree; i++)
        {
            if (isConstant(terms[i]))
            {
                terms[i].evaluate(null);
                if (subtracted[i])
                {
                    constants.subtract(terms[i].value());
                }
                else
                {
                    constants.add(terms[i].value());
                }
            }
            else
            {
                final Quotient term = write(terms[i]);
                sum = null == sum && !subtracted[i] ? term : add(null == sum ? ZERO : sum, term, subtracted[i]);
            }
        }
        final Quotient constant = constant(constants);
        if (isTree)
        {
            return ZERO;
        }
        return constant.numerator().is(0) ? sum : add(sum, constant, false);
    }

    private Quotient add(final Quotient left, final Quotient right, final boolean isSubtracted)
    {
        if (left.denominator().equals(right.denominator()))
        {
            return new Quotient(plus(left.numerator(), right.numerator(), isSubtracted), left.denominator());
        }
        return new Quotient(
            plus(
                times(left.numerator(), right.denominator()),
                times(right.numerator(), left.denominator()),
                isSubtracted),
            times(left.denominator(), right.denominator()));
    }

    private Quotient product(final ProductNode node)
    {
        final NumberNode[] factors = node.factors();
        final boolean[] divides = node.divides();
        final Fraction constants = new Fraction();
        constants.set(1);
        Quotient product = new Quotient(Whole.ONE, Whole.ONE);
        for (int i = 0; i < factors.length && !isTree; i++)
        {
            if (isConstant(factors[i]))
            {
                factors[i].evaluate(null);
                if (divides[i])
                {
                    constants.divide(factors[i].value());
                }
                else
                {
                    constants.multiply(factors[i].value());
                }
            }
            else
            {
                final Quotient factor = write(factors[i]);
                product = divides[i] ? divide(product, factor) : multiply(product, factor);
            }
        }
        return multiply(product, constant(constants));
    }

    private Quotient multiply(final Quotient left, final Quotient right)
    {
        return new Quotient(
            times(left.numerator(), right.numerator()), times(left.denominator(), right.denominator()));
    }

    private Quotient divide(final Quotient left, final Quotient right)
    {
        if (!right.numerator().isLiteral() || right.numerator().is(0))
        {
            statement("if (" + right.numerator().text() + " == 0L) { " + missing + " }");
        }
        final Whole numerator = times(left.numerator(), right.denominator());
        final Whole denominator = times(left.denominator(), right.numerator());
        statement("if (" + numerator.text() + " == Long.MIN_VALUE || " + denominator.text() + " == Long.MIN_VALUE) { " + outgrown +
            " }");
        return new Quotient(
            local(denominator.text() + " < 0L ? -" + numerator.text() + " : " + numerator.text()),
            local("Math.abs(" + denominator.text() + ')'));
    }

    private Whole times(final Whole left, final Whole right)
    {
        if (left.is(0) || right.is(0))
        {
            return Whole.of(0);
        }
        if (left.is(1) || right.is(1))
        {
            return left.is(1) ? right : left;
        }
        if (left.isLiteral() && right.isLiteral())
        {
            isTree |= !Fraction.isProductNarrow(left.literal(), right.literal());
            return Whole.of(left.literal() * right.literal());
        }
        final Whole product = local(left.text() + " * " + right.text());
        statement("if (Math.multiplyHigh(" + left.text() + ", " + right.text() + ") != " + product.text() + " >> 63) { " + outgrown +
            " }");
        return product;
    }

    private Whole plus(final Whole left, final Whole right, final boolean isSubtracted)
    {
        if (right.is(0))
        {
            return left;
        }
        if (left.is(0) && !isSubtracted)
        {
            return right;
        }
        final Whole sum = local(left.text() + (isSubtracted ? " - " : " + ") + right.text());
        final String leftSigns = '(' + left.text() + " ^ " + sum.text() + ')';
        final String rightSigns = '(' + right.text() + " ^ " + (isSubtracted ? left : sum).text() + ')';
        statement("if ((" + leftSigns + " & " + rightSigns + ") < 0L) { " + outgrown + " }");
        return sum;
    }

    private Whole window(final int window)
    {
        statement("if (f.isWindowMissing(" + window + ")) { " + missing + " }");
        return local("f.window(" + window + ')');
    }

    private Whole count(final int window)
    {
        final Whole count = window(window);
        statement("if (" + count.text() + " <= 0L) { " + missing + " }");
        return count;
    }

    private Whole local(final String expression)
    {
        final Whole local = new Whole("t" + locals++, 0);
        statement("final long " + local.text() + " = " + expression + ';');
        return local;
    }

    private void statement(final String text)
    {
        isTree |= body.length() > ProgramWriter.METHOD_LENGTH_MAX;
        if (!isTree)
        {
            body.append("        ").append(text).append('\n');
        }
    }

    /**
     * A number in parts.
     *
     * @param numerator   with the sign.
     * @param denominator above 0.
     */
    record Quotient(Whole numerator, Whole denominator)
    {
    }

    /**
     * A whole number of 64 bits.
     *
     * @param name    of the local variable that holds it; null for a literal.
     * @param literal the number where it is known.
     */
    record Whole(String name, long literal)
    {
        private static final Whole ONE = of(1);

        /**
         * A literal.
         *
         * @param literal the number.
         * @return the whole number.
         */
        static Whole of(final long literal)
        {
            return new Whole(null, literal);
        }

        /**
         * Whether the number is known.
         *
         * @return true for a literal.
         */
        boolean isLiteral()
        {
            return null == name;
        }

        /**
         * Whether this is a literal of a number.
         *
         * @param number to compare with.
         * @return true if it is.
         */
        boolean is(final long number)
        {
            return null == name && literal == number;
        }

        /**
         * The number in Java.
         *
         * @return an operand.
         */
        String text()
        {
            if (!isLiteral())
            {
                return name;
            }
            return literal < 0 ? Long.MIN_VALUE == literal ? "Long.MIN_VALUE" : "(" + literal + "L)" : literal + "L";
        }
    }
}
