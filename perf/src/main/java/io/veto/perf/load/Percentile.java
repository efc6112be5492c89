package io.veto.perf.load;

import org.HdrHistogram.Histogram;

/**
 * The percentiles of a latency that every report shows.
 */
public enum Percentile
{
    /** Half are faster. */
    P50("p50", 50.0),
    /** One in 10 is slower. */
    P90("p90", 90.0),
    /** One in 100 is slower. */
    P99("p99", 99.0),
    /** One in 1,000 is slower. */
    P99_9("p99.9", 99.9),
    /** One in 10,000 is slower. */
    P99_99("p99.99", 99.99),
    /** None is slower. */
    MAX("max", 100.0);

    private final String label;
    private final double percent;

    Percentile(final String label, final double percent)
    {
        this.label = label;
        this.percent = percent;
    }

    /**
     * Name in reports.
     *
     * @return the name.
     */
    public String label()
    {
        return label;
    }

    /**
     * Latency at this percentile.
     *
     * @param latencies in nanoseconds.
     * @return microseconds.
     */
    public double us(final Histogram latencies)
    {
        return latencies.getValueAtPercentile(percent) / 1_000.0;
    }
}
