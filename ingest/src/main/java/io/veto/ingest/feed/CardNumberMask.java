package io.veto.ingest.feed;

/**
 * Keeps card numbers out of messages: a text that holds what may be one is not shown at all. That is a run of 13 to 19
 * digits, single blanks and hyphens between them allowed, with a valid Luhn check digit (ISO/IEC 7812-1), or any longer
 * run.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class CardNumberMask
{
    /** Stands in for a text that is not shown. */
    static final String HIDDEN = "(hidden: may hold a card number)";

    private static final int SHOWN_LENGTH_MAX = 40;
    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;

    private CardNumberMask()
    {
    }

    /**
     * A value as a message may show it: at most 40 characters, control characters as blanks.
     *
     * @param value to show.
     * @return what to show of it.
     */
    static String shown(final CharSequence value)
    {
        return mayHoldCardNumber(value) ?
            HIDDEN :
            oneLine(value.length() > SHOWN_LENGTH_MAX ? value.subSequence(0, SHOWN_LENGTH_MAX) + "…" : value);
    }

    /**
     * A text in one line: control characters as blanks, nothing of it if it may hold a card number.
     *
     * @param text to show.
     * @return what to show of it.
     */
    static String shownWhole(final CharSequence text)
    {
        return mayHoldCardNumber(text) ? HIDDEN : oneLine(text);
    }

    private static String oneLine(final CharSequence text)
    {
        return text.toString().replaceAll("\\p{Cntrl}", " ");
    }

    private static boolean mayHoldCardNumber(final CharSequence text)
    {
        int i = 0;
        while (i < text.length())
        {
            final int runEnd = runEnd(text, i);
            if (runEnd > i && isSuspect(text.subSequence(i, runEnd)))
            {
                return true;
            }
            i = runEnd + 1;
        }
        return false;
    }

    private static int runEnd(final CharSequence text, final int begin)
    {
        int end = begin;
        for (int i = begin; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if (c >= '0' && c <= '9')
            {
                end = i + 1;
            }
            else if (!(c == ' ' || c == '-') || end < i)
            {
                break;
            }
        }
        return end;
    }

    private static boolean isSuspect(final CharSequence run)
    {
        int digits = 0;
        int sum = 0;
        for (int i = run.length() - 1; i >= 0; i--)
        {
            final int digit = run.charAt(i) - '0';
            if (digit >= 0 && digit <= 9)
            {
                final int weighted = (digits & 1) == 0 ? digit : 2 * digit;
                sum += weighted > 9 ? weighted - 9 : weighted;
                digits++;
            }
        }
        return digits > DIGITS_MAX || digits >= DIGITS_MIN && sum % 10 == 0;
    }
}
