package io.veto.perf.snapshot;

import io.veto.perf.load.SendPlan;
import java.util.List;

/**
 * What to measure.
 *
 * @param ratePerSecond transactions a second; {@link #HALF_OF_CAPACITY} to find out what the server can do and take half of it.
 * @param seconds       of each measured part.
 * @param fill          transactions before, as fast as answers come.
 * @param runs          how often to measure without and then with a snapshot.
 * @param server        options of the server: {@code veto serve} without data folder, port and clock.
 */
public record SnapshotPlan(long ratePerSecond, long seconds, long fill, int runs, List<String> server)
{
    /** Rate that is not given. */
    public static final long HALF_OF_CAPACITY = 0;

    /**
     * Keeps an own copy of the options.
     *
     * @throws IllegalArgumentException with one line if a number is out of range.
     */
    public SnapshotPlan
    {
        server = List.copyOf(server);
        if (seconds < 1 || fill < 1 || runs < 1 || ratePerSecond < HALF_OF_CAPACITY)
        {
            throw new IllegalArgumentException("out of range: expectedRate>=0 rate=" + ratePerSecond + " expectedSeconds>=1 seconds=" +
                seconds + " expectedFill>=1 fill=" + fill + " expectedRuns>=1 runs=" + runs);
        }
        if (ratePerSecond > HALF_OF_CAPACITY)
        {
            SendPlan.ofSeconds(ratePerSecond, seconds);
        }
    }
}
