package io.veto.ingest.list;

import io.veto.rules.list.Lists;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how long an entry stays.
 */
public final class ListTimes
{
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,5})([mhd])");
    private static final long TIME_MAX_MS = 253_402_300_799_999L;

    private ListTimes()
    {
    }

    /**
     * Reads a day or a moment.
     *
     * @param text {@code 2027-01-31}, the whole day in UTC included, or {@code 2027-01-31T12:00:00Z}; empty for ever.
     * @return epoch milliseconds from which the entry is in the list no more.
     * @throws IllegalArgumentException with what is expected, in one line.
     */
    public static long until(final String text)
    {
        if (text.isEmpty())
        {
            return Lists.NEVER_MS;
        }
        try
        {
            final long ms = text.length() <= "2027-01-31".length() ?
                LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() :
                Instant.parse(text).toEpochMilli();
            if (ms >= 0 && ms <= TIME_MAX_MS)
            {
                return ms;
            }
        }
        catch (final DateTimeException | ArithmeticException e)
        {
            throw new IllegalArgumentException("expected=a day such as 2027-01-31 or a moment such as 2027-01-31T12:00:00Z", e);
        }
        throw new IllegalArgumentException("expected=a day from 1970 to 9999");
    }

    /**
     * Reads a duration.
     *
     * @param text  such as {@code 30d}, {@code 12h} or {@code 90m}.
     * @param nowMs epoch milliseconds.
     * @return epoch milliseconds from which the entry is in the list no more.
     * @throws IllegalArgumentException with what is expected, in one line.
     */
    public static long from(final String text, final long nowMs)
    {
        final Matcher duration = DURATION.matcher(text);
        if (!duration.matches())
        {
            throw new IllegalArgumentException("expected=a duration such as 90m, 12h or 30d");
        }
        final TimeUnit unit = switch (duration.group(2))
        {
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.DAYS;
        };
        return nowMs + unit.toMillis(Long.parseLong(duration.group(1)));
    }
}
