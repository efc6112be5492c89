package io.veto.perf.latency;

import io.veto.perf.load.SendPlan;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What to measure.
 *
 * @param ratePerSecond transactions a second.
 * @param seconds       of the measured part of a run.
 * @param warmupSeconds at the same rate before it; 0 for none.
 * @param runs          how often to measure, each time on a new server.
 * @param server        options of the server: {@code veto serve} without data folder, port and clock.
 * @param to            a server that runs already; null for one of our own.
 * @param echo          whether to measure the echo server as well, in turn.
 */
public record LatencyPlan(
    long ratePerSecond,
    long seconds,
    long warmupSeconds,
    int runs,
    List<String> server,
    InetSocketAddress to,
    boolean echo)
{
    /** Longest a run may take, in seconds: a day. */
    public static final long SECONDS_MAX = 86_400;

    /**
     * Keeps an own copy of the options.
     *
     * @throws IllegalArgumentException with one line if the rate or the time is out of range.
     */
    public LatencyPlan
    {
        server = List.copyOf(server);
        if (seconds < 1 || seconds > SECONDS_MAX || warmupSeconds < 0 || warmupSeconds > SECONDS_MAX)
        {
            throw new IllegalArgumentException("time out of range: expectedSeconds=1.." + SECONDS_MAX + " seconds=" +
                seconds + " expectedWarmup=0.." + SECONDS_MAX + " warmup=" + warmupSeconds);
        }
        if (runs < 1)
        {
            throw new IllegalArgumentException("too few runs: expectedRuns>=1 runs=" + runs);
        }
        SendPlan.ofSeconds(ratePerSecond, seconds);
    }

    /**
     * The measured part.
     *
     * @return its plan.
     */
    public SendPlan measured()
    {
        return SendPlan.ofSeconds(ratePerSecond, seconds);
    }

    /**
     * The warm-up.
     *
     * @return its plan; null if there is none.
     */
    public SendPlan warmup()
    {
        return warmupSeconds == 0 ? null : SendPlan.ofSeconds(ratePerSecond, warmupSeconds);
    }
}
