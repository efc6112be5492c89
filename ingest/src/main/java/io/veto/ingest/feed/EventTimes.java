package io.veto.ingest.feed;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads times of events as ISO 8601 writes them: {@code 2026-03-01T09:30:00.125+01:00}. A blank may stand for the
 * {@code T}; seconds and their decimals may be absent, decimals beyond milliseconds are cut; the zone is {@code Z} or
 * an offset as {@code +01}, {@code +0100} or {@code +01:00}, and UTC where there is none.
 * <p>
 * <b>Note:</b> stateless and safe from any thread.
 */
final class EventTimes
{
    /** Latest time that is taken for one: the end of the year 9999. */
    static final long TIME_MAX_MS = 253_402_300_799_999L;
    /** The text is not a time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int MINUTES_LENGTH = 16;
    private static final int SECONDS_LENGTH = 19;
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int OFFSET_MAX_MINUTES = 18 * 60;
    private static final long MINUTE_MS = 60_000;

    private EventTimes()
    {
    }

    /**
     * Milliseconds since 1970, UTC.
     *
     * @param text to read.
     * @return 0 to {@link #TIME_MAX_MS}, or {@link #INVALID}.
     */
    static long parseMs(final CharSequence text)
    {
        if (text.length() < MINUTES_LENGTH ||
            text.charAt(4) != '-' ||
            text.charAt(7) != '-' ||
            text.charAt(10) != 'T' && text.charAt(10) != ' ' ||
            text.charAt(13) != ':')
        {
            return INVALID;
        }
        final long dayMinutes = dayMinutes(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
        final int hour = digits(text, 11, 13);
        final int minute = digits(text, 14, 16);
        if (dayMinutes == INVALID || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        {
            return INVALID;
        }
        int end = MINUTES_LENGTH;
        long secondsMs = 0;
        if (text.length() > end && text.charAt(end) == ':')
        {
            end = secondsEnd(text);
            secondsMs = secondsMs(text, end);
        }
        final int offsetMinutes = offsetMinutes(text, end);
        if (secondsMs < 0 || offsetMinutes == Integer.MIN_VALUE)
        {
            return INVALID;
        }
        final long timeMs = (dayMinutes + 60L * hour + minute - offsetMinutes) * MINUTE_MS + secondsMs;
        return timeMs < 0 || timeMs > TIME_MAX_MS ? INVALID : timeMs;
    }

    private static long dayMinutes(final int year, final int month, final int day)
    {
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth())
        {
            return INVALID;
        }
        return LocalDate.of(year, month, day).toEpochDay() * MINUTES_OF_DAY;
    }

    private static int secondsEnd(final CharSequence text)
    {
        int end = Math.min(SECONDS_LENGTH, text.length());
        if (end < text.length() && text.charAt(end) == '.')
        {
            end++;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9')
            {
                end++;
            }
        }
        return end;
    }

    private static long secondsMs(final CharSequence text, final int end)
    {
        final int seconds = digits(text, MINUTES_LENGTH + 1, SECONDS_LENGTH);
        if (seconds < 0 || seconds > 59 || end == SECONDS_LENGTH + 1)
        {
            return INVALID;
        }
        int ms = 0;
        for (int i = SECONDS_LENGTH + 1; i < SECONDS_LENGTH + 4; i++)
        {
            ms = 10 * ms + (i < end ? text.charAt(i) - '0' : 0);
        }
        return 1000L * seconds + ms;
    }

    private static int offsetMinutes(final CharSequence text, final int begin)
    {
        final int length = text.length() - begin;
        final char sign = length == 0 ? 'Z' : text.charAt(begin);
        if (sign == 'Z' && length <= 1)
        {
            return 0;
        }
        final boolean hasColon = length == 6 && text.charAt(begin + 3) == ':';
        if (sign != '+' && sign != '-' || length != 3 && length != 5 && !hasColon)
        {
            return Integer.MIN_VALUE;
        }
        final int hours = digits(text, begin + 1, begin + 3);
        final int minutes = length == 3 ? 0 : digits(text, text.length() - 2, text.length());
        final int offset = 60 * hours + minutes;
        if (hours < 0 || minutes < 0 || minutes > 59 || offset > OFFSET_MAX_MINUTES)
        {
            return Integer.MIN_VALUE;
        }
        return sign == '-' ? -offset : offset;
    }

    private static int digits(final CharSequence text, final int begin, final int end)
    {
        if (end > text.length())
        {
            return -1;
        }
        int value = 0;
        for (int i = begin; i < end; i++)
        {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9)
            {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
