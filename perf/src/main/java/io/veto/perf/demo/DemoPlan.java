package io.veto.perf.demo;

import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.load.SendPlan;
import java.nio.file.Path;

/**
 * What the demo shows.
 *
 * @param data    folder for everything, empty or not there.
 * @param traffic sample to generate and feed.
 * @param warmup  plan of the warm-up of the latency phase.
 * @param latency plan of the latency phase.
 */
public record DemoPlan(Path data, TrafficPlan traffic, SendPlan warmup, SendPlan latency)
{
    /** Transactions a second of the latency phase: modest for any machine. */
    public static final long RATE = 20_000;

    private static final long LATENCY_SECONDS = 5;
    private static final long WARMUP_SECONDS = 1;

    /**
     * The usual demo.
     *
     * @param data    folder for everything.
     * @param traffic sample to generate and feed.
     * @return a plan with a latency phase of {@value #LATENCY_SECONDS} s at {@value #RATE} transactions a second.
     */
    public static DemoPlan of(final Path data, final TrafficPlan traffic)
    {
        return new DemoPlan(
            data, traffic, SendPlan.ofSeconds(RATE, WARMUP_SECONDS), SendPlan.ofSeconds(RATE, LATENCY_SECONDS));
    }

    /**
     * The sample.
     *
     * @return its file.
     */
    public Path trafficFile()
    {
        return data.resolve("traffic.csv");
    }

    /**
     * What was decided about the sample.
     *
     * @return the file.
     */
    public Path decisionsFile()
    {
        return data.resolve("decisions.csv");
    }

    /**
     * Traffic of the latency phase: the same cards at the same pace, to follow on the sample.
     *
     * @return its plan.
     */
    public TrafficPlan latencyTraffic()
    {
        final long transactions = warmup.count() + latency.count();
        final long days = traffic.days() * transactions / traffic.transactions();
        return new TrafficPlan(traffic.cards(), transactions, traffic.seed(),
            (int)Math.max(TrafficPlan.DAYS_MIN, Math.min(days, TrafficPlan.DAYS_MAX)));
    }
}
