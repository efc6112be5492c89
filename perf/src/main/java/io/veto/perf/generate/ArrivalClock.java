package io.veto.perf.generate;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * When things happen: spreads a known number of slots over the days in order, many at noon and on Saturdays, few at
 * night. Slots are drawn one from each of as many equal parts of the traffic, so neither a sort nor memory is needed.
 * <p>
 * <b>Note:</b> one thread; slots are to be asked for in ascending order.
 */
final class ArrivalClock
{
    /** Where traffic begins, epoch milliseconds: a Monday. */
    static final long START_MS = Instant.parse("2025-01-06T00:00:00Z").toEpochMilli();
    /** An hour in milliseconds. */
    static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    /** A day in milliseconds. */
    static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
    /** Hours of a day. */
    static final int DAY_HOURS = 24;

    private static final int WEEK_DAYS = 7;
    private static final int[] HOUR_WEIGHTS =
    {
        12, 8, 5, 4, 5, 12, 28, 48, 58, 60, 64, 72, 84, 78, 68, 66, 72, 86, 92, 84, 66, 48, 32, 20
    };
    private static final int[] WEEKDAY_WEIGHTS = {92, 94, 96, 100, 114, 122, 82};

    private final long slots;
    private final double[] weightsUntilHour;
    private int hour;

    /**
     * A clock for one run.
     *
     * @param slots         number of them, above 0.
     * @param days          to spread them over, above 0.
     * @param lastDayFactor how many times as busy as it would be the last day is, above 0.
     */
    ArrivalClock(final long slots, final int days, final int lastDayFactor)
    {
        this.slots = slots;
        weightsUntilHour = new double[days * DAY_HOURS + 1];
        for (int i = 0; i < days * DAY_HOURS; i++)
        {
            final int weight = HOUR_WEIGHTS[i % DAY_HOURS] * WEEKDAY_WEIGHTS[i / DAY_HOURS % WEEK_DAYS];
            weightsUntilHour[i + 1] = weightsUntilHour[i] + weight * (i / DAY_HOURS == days - 1 ? lastDayFactor : 1);
        }
    }

    /**
     * How many slots a run needs so that its last day has some of them.
     *
     * @param lastDaySlots  those of the last day.
     * @param days          to spread them over, above 0.
     * @param lastDayFactor see the constructor.
     * @return slots of all days.
     */
    static long slots(final long lastDaySlots, final int days, final int lastDayFactor)
    {
        double before = 0;
        for (int day = 0; day < days - 1; day++)
        {
            before += WEEKDAY_WEIGHTS[day % WEEK_DAYS];
        }
        return lastDaySlots +
            (long)(before * lastDaySlots / (WEEKDAY_WEIGHTS[(days - 1) % WEEK_DAYS] * (double)lastDayFactor) + 0.5);
    }

    /**
     * Time of a slot.
     *
     * @param slot   0 or more, not below the one asked for before.
     * @param jitter place in the slot, 0 or more and less than 1.
     * @return epoch milliseconds, never below the one before.
     */
    long timeMs(final long slot, final double jitter)
    {
        final int hourLast = weightsUntilHour.length - 2;
        final double weight = (slot + jitter) / slots * weightsUntilHour[hourLast + 1];
        while (hour < hourLast && weight >= weightsUntilHour[hour + 1])
        {
            hour++;
        }
        final double begin = weightsUntilHour[hour];
        final double fraction = (weight - begin) / (weightsUntilHour[hour + 1] - begin);
        return START_MS + hour * HOUR_MS + Math.min((long)(fraction * HOUR_MS), HOUR_MS - 1);
    }

    /**
     * Hour of the day of the slot asked for last.
     *
     * @return 0 to 23, UTC.
     */
    int hourOfDay()
    {
        return hour % DAY_HOURS;
    }
}
