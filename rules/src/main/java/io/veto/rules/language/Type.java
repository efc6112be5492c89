package io.veto.rules.language;

/**
 * What a value of the language is. Values of different types are neither compared nor added.
 */
enum Type
{
    /** Amount in minor units, written with its decimals. */
    MONEY("money"),
    /** Multiple of a standard deviation of amounts, in minor units: a number under a square root. */
    DEVIATION("deviation of money"),
    /** Whole number. */
    INTEGER("integer"),
    /** Exact fraction without a unit. */
    RATIO("ratio"),
    /** Decimal literal that becomes money or a ratio by what it meets. */
    DECIMAL("decimal"),
    /** Length of time in milliseconds. */
    DURATION("duration"),
    /** Text literal that becomes a code by what it meets. */
    TEXT("text"),
    /** Merchant category code. */
    MCC("code"),
    /** Currency by its alphabetic code. */
    CURRENCY("currency text"),
    /** Country by its two letters. */
    COUNTRY("country text"),
    /** Kind of transaction. */
    TRANSACTION_TYPE("transaction type text"),
    /** How the card was read. */
    ENTRY_MODE("entry mode text"),
    /** True or false. */
    BOOLEAN("boolean");

    private final String label;

    Type(final String label)
    {
        this.label = label;
    }

    /**
     * The type as an error names it.
     *
     * @return the label.
     */
    String label()
    {
        return label;
    }

    /**
     * Whether values are numbers without a unit.
     *
     * @return true for integer, ratio and a decimal literal.
     */
    boolean isPlain()
    {
        return INTEGER == this || RATIO == this || DECIMAL == this;
    }

    /**
     * Whether values are numbers with a unit.
     *
     * @return true for money and duration.
     */
    boolean isQuantity()
    {
        return MONEY == this || DURATION == this;
    }

    /**
     * Whether values are fractions of any kind.
     *
     * @return true if they are read from a {@link NumberNode}.
     */
    boolean isNumber()
    {
        return isPlain() || isQuantity();
    }

    /**
     * Whether values are codes.
     *
     * @return true if they are read from a {@link CodeNode}.
     */
    boolean isCode()
    {
        return MCC == this || CURRENCY == this || COUNTRY == this || TRANSACTION_TYPE == this || ENTRY_MODE == this;
    }

    /**
     * The type of a sum of two values, which is also the one they are compared in.
     *
     * @param left  type of one value.
     * @param right type of the other.
     * @return the common type; null where there is none.
     */
    static Type common(final Type left, final Type right)
    {
        if (left == right)
        {
            return left.isNumber() ? left : null;
        }
        if (left.isPlain() && right.isPlain())
        {
            return RATIO;
        }
        final boolean isMoney = MONEY == left && DECIMAL == right || DECIMAL == left && MONEY == right;
        return isMoney ? MONEY : null;
    }
}
