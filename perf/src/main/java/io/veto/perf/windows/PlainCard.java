package io.veto.perf.windows;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What {@link PlainJavaPeer} keeps of a card: its transactions of 30 days in a ring that grows, where in it each window begins, and
 * what each window holds.
 * <p>
 * <b>Note:</b> one thread.
 */
final class PlainCard
{
    private static final long MINUTE_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
    private static final long MONTH_MS = TimeUnit.DAYS.toMillis(30);
    private static final int CAPACITY_FIRST = 4;

    private long[] timesMs = new long[CAPACITY_FIRST];
    private long[] amounts = new long[CAPACITY_FIRST];
    private short[] countries = new short[CAPACITY_FIRST];
    private int minuteBegin;
    private int hourBegin;
    private int dayBegin;
    private int monthBegin;
    private int end;
    private long daySum;
    private long monthSum;
    private short[] hourCountries = new short[2];
    private int[] hourCountryCounts = new int[2];
    private int hourCountryCount;

    /**
     * Takes out what no longer counts.
     *
     * @param timeMs now, in epoch milliseconds.
     */
    void expire(final long timeMs)
    {
        final int mask = timesMs.length - 1;
        while (minuteBegin != end && timesMs[minuteBegin & mask] <= timeMs - MINUTE_MS)
        {
            minuteBegin++;
        }
        while (hourBegin != end && timesMs[hourBegin & mask] <= timeMs - HOUR_MS)
        {
            dropCountry(countries[hourBegin & mask]);
            hourBegin++;
        }
        while (dayBegin != end && timesMs[dayBegin & mask] <= timeMs - DAY_MS)
        {
            daySum -= amounts[dayBegin & mask];
            dayBegin++;
        }
        while (monthBegin != end && timesMs[monthBegin & mask] <= timeMs - MONTH_MS)
        {
            monthSum -= amounts[monthBegin & mask];
            monthBegin++;
        }
    }

    /**
     * Adds a transaction to every window.
     *
     * @param timeMs  epoch milliseconds.
     * @param amount  minor units.
     * @param country of the merchant.
     */
    void add(final long timeMs, final long amount, final short country)
    {
        if (end - monthBegin == timesMs.length)
        {
            grow();
        }
        final int index = end & timesMs.length - 1;
        timesMs[index] = timeMs;
        amounts[index] = amount;
        countries[index] = country;
        end++;
        daySum += amount;
        monthSum += amount;
        addCountry(country);
    }

    int countOfMinute()
    {
        return end - minuteBegin;
    }

    int countriesOfHour()
    {
        return hourCountryCount;
    }

    long sumOfDay()
    {
        return daySum;
    }

    int countOfMonth()
    {
        return end - monthBegin;
    }

    long sumOfMonth()
    {
        return monthSum;
    }

    private void addCountry(final short country)
    {
        for (int i = 0; i < hourCountryCount; i++)
        {
            if (country == hourCountries[i])
            {
                hourCountryCounts[i]++;
                return;
            }
        }
        if (hourCountryCount == hourCountries.length)
        {
            hourCountries = Arrays.copyOf(hourCountries, 2 * hourCountryCount);
            hourCountryCounts = Arrays.copyOf(hourCountryCounts, 2 * hourCountryCount);
        }
        hourCountries[hourCountryCount] = country;
        hourCountryCounts[hourCountryCount++] = 1;
    }

    private void dropCountry(final short country)
    {
        int i = 0;
        while (country != hourCountries[i])
        {
            i++;
        }
        if (0 == --hourCountryCounts[i])
        {
            hourCountryCount--;
            hourCountries[i] = hourCountries[hourCountryCount];
            hourCountryCounts[i] = hourCountryCounts[hourCountryCount];
        }
    }

    private void grow()
    {
        final int length = timesMs.length;
        final long[] grownTimesMs = new long[2 * length];
        final long[] grownAmounts = new long[2 * length];
        final short[] grownCountries = new short[2 * length];
        for (int i = monthBegin; i != end; i++)
        {
            grownTimesMs[i & 2 * length - 1] = timesMs[i & length - 1];
            grownAmounts[i & 2 * length - 1] = amounts[i & length - 1];
            grownCountries[i & 2 * length - 1] = countries[i & length - 1];
        }
        timesMs = grownTimesMs;
        amounts = grownAmounts;
        countries = grownCountries;
    }
}
