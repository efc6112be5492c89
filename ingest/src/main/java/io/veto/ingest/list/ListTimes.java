package io.veto.ingest.list;

import io.veto.rules.list.Lists;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Reads how long an entry stays.
 */
public final class ListTimes
{
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
}
