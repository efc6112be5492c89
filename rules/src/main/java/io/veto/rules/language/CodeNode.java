package io.veto.rules.language;

/**
 * A value of the typed tree that stands for itself and is no number: a country, a currency, a merchant category.
 */
interface CodeNode
{
    /** The code that stands for a missing value. */
    int MISSING = 0;

    /**
     * The value as a number; equal numbers are equal values.
     *
     * @param facts to read from.
     * @return the code, {@link #MISSING} where there is none.
     */
    int code(Facts facts);
}
