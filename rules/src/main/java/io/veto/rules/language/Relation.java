package io.veto.rules.language;

/**
 * How two values are compared.
 */
enum Relation
{
    /** {@code =}. */
    EQUAL,
    /** {@code !=}. */
    NOT_EQUAL,
    /** {@code <}. */
    LESS,
    /** {@code <=}. */
    LESS_OR_EQUAL,
    /** {@code >}. */
    GREATER,
    /** {@code >=}. */
    GREATER_OR_EQUAL;

    /**
     * Whether the relation holds between two values.
     *
     * @param order negative, 0 or positive, as the left value is below, equal to or above the right one.
     * @return whether it holds.
     */
    boolean holds(final int order)
    {
        return switch (this)
        {
            case EQUAL -> 0 == order;
            case NOT_EQUAL -> 0 != order;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /**
     * Whether the relation asks which value is the greater.
     *
     * @return false for equal and not equal.
     */
    boolean isOrder()
    {
        return EQUAL != this && NOT_EQUAL != this;
    }
}
