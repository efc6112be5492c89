package io.veto.perf.load;

import java.util.concurrent.TimeUnit;

/**
 * When each transaction of a run is to be sent, fixed before the run whatever the answers do.
 *
 * @param ratePerSecond transactions a second, 1 to {@value #RATE_MAX}.
 * @param count         transactions in all, 1 to {@value #COUNT_MAX}.
 */
public record SendPlan(long ratePerSecond, long count)
{
    /** Highest rate. */
    public static final long RATE_MAX = 10_000_000;
    /** Most transactions of a plan. */
    public static final long COUNT_MAX = 9_000_000_000L;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with one line that names what is out of range and the range.
     */
    public SendPlan
    {
        if (ratePerSecond < 1 || ratePerSecond > RATE_MAX)
        {
            throw new IllegalArgumentException(
                "rate out of range: expectedMin=1 expectedMax=" + RATE_MAX + " rate=" + ratePerSecond);
        }
        if (count < 1 || count > COUNT_MAX)
        {
            throw new IllegalArgumentException(
                "count out of range: expectedMin=1 expectedMax=" + COUNT_MAX + " count=" + count);
        }
    }

    /**
     * A plan for a time.
     *
     * @param ratePerSecond transactions a second.
     * @param seconds       how long.
     * @return rate x seconds transactions.
     */
    public static SendPlan ofSeconds(final long ratePerSecond, final long seconds)
    {
        return new SendPlan(ratePerSecond, ratePerSecond * seconds);
    }

    /**
     * Intended send time of a transaction.
     *
     * @param index of the transaction, from 0.
     * @return nanoseconds after the beginning of the run.
     */
    public long dueNs(final long index)
    {
        return index * SECOND_NS / ratePerSecond;
    }
}
