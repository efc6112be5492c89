package io.veto.ingest.feed;

import java.util.Currency;

/**
 * ISO 4217 numeric codes of the currencies that Java knows, by their letters.
 * <p>
 * <b>Note:</b> immutable and safe from any thread.
 */
final class Currencies
{
    /** The text is not a currency. */
    static final int INVALID = -1;

    private static final int LETTERS = 26;
    private static final short[] NUMERIC_CODES = new short[LETTERS * LETTERS * LETTERS];

    static
    {
        for (final Currency currency : Currency.getAvailableCurrencies())
        {
            NUMERIC_CODES[index(currency.getCurrencyCode())] = (short)currency.getNumericCode();
        }
    }

    private Currencies()
    {
    }

    /**
     * Numeric code of a currency.
     *
     * @param text three capital letters, or one to three digits.
     * @return the numeric code, or {@link #INVALID}.
     */
    static int numericCode(final CharSequence text)
    {
        final int index = index(text);
        if (index >= 0)
        {
            return NUMERIC_CODES[index] == 0 ? INVALID : NUMERIC_CODES[index];
        }
        final long code = text.length() > 3 ? Decimals.INVALID : Decimals.whole(text, 1, 999);
        return code == Decimals.INVALID ? INVALID : (int)code;
    }

    private static int index(final CharSequence text)
    {
        if (text.length() != 3)
        {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < 3; i++)
        {
            final int letter = text.charAt(i) - 'A';
            if (letter < 0 || letter >= LETTERS)
            {
                return -1;
            }
            index = LETTERS * index + letter;
        }
        return index;
    }
}
