package io.veto.ingest.feed;

/**
 * Reads decimal numbers exactly, without floating point: optional sign, digits, optionally a point and more digits; at
 * most 18 digits in the scale asked for.
 * <p>
 * <b>Note:</b> stateless and safe from any thread. Allocates nothing.
 */
final class Decimals
{
    /** The text is not a number of the kind asked for. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int DIGITS_MAX = 18;

    private Decimals()
    {
    }

    /**
     * A whole number.
     *
     * @param text to read.
     * @param min  lowest value allowed.
     * @param max  highest value allowed.
     * @return the number, or {@link #INVALID}.
     */
    static long whole(final CharSequence text, final long min, final long max)
    {
        final long value = scaled(text, 0, false);
        return value < min || value > max ? INVALID : value;
    }

    /**
     * A number in units of {@code 10^-decimals}.
     *
     * @param text     to read.
     * @param decimals that are kept; 0 allows no point.
     * @param rounds   whether further decimals are allowed and rounded, half away from zero.
     * @return the number times {@code 10^decimals}, or {@link #INVALID}.
     */
    static long scaled(final CharSequence text, final int decimals, final boolean rounds)
    {
        final int length = text.length();
        final char sign = length > 0 ? text.charAt(0) : ' ';
        int fraction = -1;
        int digits = 0;
        long value = 0;
        for (int i = sign == '-' || sign == '+' ? 1 : 0; i < length; i++)
        {
            final char c = text.charAt(i);
            if (c == '.' && fraction < 0 && decimals > 0)
            {
                fraction = 0;
                continue;
            }
            fraction = fraction < 0 ? fraction : fraction + 1;
            final boolean isKept = fraction <= decimals;
            if (c < '0' || c > '9' || isKept && digits == DIGITS_MAX || !isKept && !rounds)
            {
                return INVALID;
            }
            if (isKept)
            {
                value = 10 * value + (c - '0');
                digits++;
            }
            else if (fraction == decimals + 1 && c >= '5')
            {
                value++;
            }
        }
        final int missing = Math.max(0, decimals - Math.max(0, fraction));
        if (digits == 0 || fraction == 0 || digits + missing > DIGITS_MAX)
        {
            return INVALID;
        }
        return sign == '-' ? -shifted(value, missing) : shifted(value, missing);
    }

    private static long shifted(final long value, final int places)
    {
        long shifted = value;
        for (int i = 0; i < places; i++)
        {
            shifted *= 10;
        }
        return shifted;
    }
}
