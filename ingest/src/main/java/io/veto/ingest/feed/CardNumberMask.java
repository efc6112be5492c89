package io.veto.ingest.feed;

import io.veto.ingest.token.Tokeniser;

/**
 * Keeps card numbers out of messages: a run of digits, single blanks and hyphens between them allowed, is not shown if
 * 13 to 19 of its digits in a row have a valid Luhn check digit (ISO/IEC 7812-1). So many other long numbers are not
 * shown either.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
public final class CardNumberMask
{
    /** Stands in for a run of digits that is not shown. */
    public static final String HIDDEN = "(hidden)";

    private static final int SHOWN_LENGTH_MAX = 40;

    private CardNumberMask()
    {
    }

    /**
     * A value as a message may show it: one line of at most 40 characters.
     *
     * @param value to show.
     * @return what to show of it.
     */
    public static String shown(final CharSequence value)
    {
        final String shown = shownWhole(value);
        return shown.length() > SHOWN_LENGTH_MAX ? shown.substring(0, SHOWN_LENGTH_MAX) : shown;
    }

    /**
     * A text in one line, its control characters as blanks.
     *
     * @param text to show.
     * @return what to show of it.
     */
    public static String shownWhole(final CharSequence text)
    {
        final StringBuilder shown = new StringBuilder();
        int i = 0;
        while (i < text.length())
        {
            final int end = runEnd(text, i);
            if (end == i)
            {
                shown.append(Character.isISOControl(text.charAt(i)) ? ' ' : text.charAt(i));
                i++;
            }
            else
            {
                shown.append(mayHoldCardNumber(text.subSequence(i, end)) ? HIDDEN : text.subSequence(i, end));
                i = end;
            }
        }
        return shown.toString();
    }

    private static int runEnd(final CharSequence text, final int begin)
    {
        int end = begin;
        for (int i = begin; i < text.length() && i <= end + 1; i++)
        {
            final char c = text.charAt(i);
            if (c >= '0' && c <= '9')
            {
                end = i + 1;
            }
            else if (c != ' ' && c != '-' || i == begin)
            {
                break;
            }
        }
        return end;
    }

    private static boolean mayHoldCardNumber(final CharSequence run)
    {
        final String digits = run.toString().replaceAll("[ -]", "");
        for (int length = Tokeniser.PAN_LENGTH_MIN; length <= Tokeniser.PAN_LENGTH_MAX; length++)
        {
            for (int begin = 0; begin + length <= digits.length(); begin++)
            {
                if (hasCheckDigit(digits, begin, begin + length))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasCheckDigit(final String digits, final int begin, final int end)
    {
        int sum = 0;
        for (int i = begin; i < end; i++)
        {
            final int digit = digits.charAt(i) - '0';
            final int weighted = (end - i) % 2 == 0 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
