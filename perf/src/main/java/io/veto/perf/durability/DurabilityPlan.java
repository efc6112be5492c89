package io.veto.perf.durability;

import io.veto.perf.load.SendPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * What to measure.
 *
 * @param ratePerSecond transactions a second, for the latency.
 * @param seconds       of the measured part of a run, and of its warm-up.
 * @param transactions  of the throughput.
 * @param runs          how often to measure, each time on new servers.
 * @param folder        on the disk that is measured.
 * @param server        options of the server: {@code veto serve} without data folder, port, clock and durability.
 */
public record DurabilityPlan(long ratePerSecond, long seconds, long transactions, int runs, Path folder, List<String> server)
{
    /**
     * Keeps an own copy of the options.
     *
     * @throws IllegalArgumentException with one line if a number is out of range.
     */
    public DurabilityPlan
    {
        server = List.copyOf(server);
        if (runs < 1 || seconds < 1)
        {
            throw new IllegalArgumentException("out of range: expectedRuns>=1 runs=" + runs + " expectedSeconds>=1 seconds=" + seconds);
        }
        SendPlan.ofSeconds(ratePerSecond, seconds);
        throughput(transactions);
    }

    SendPlan measured()
    {
        return SendPlan.ofSeconds(ratePerSecond, seconds);
    }

    SendPlan throughput()
    {
        return throughput(transactions);
    }

    private static SendPlan throughput(final long transactions)
    {
        return new SendPlan(SendPlan.RATE_MAX, transactions);
    }
}
