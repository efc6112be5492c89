package io.veto.perf.windows;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long the steps of scoring took for the transactions that were sampled. What it costs to read the clock is taken off.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing while it samples.
 */
public final class StepMeter
{
    private static final double TRIMMED_PERCENT = 99.0;
    private static final int DIGITS = 3;
    private static final int CLOCK_ROUNDS = 10;
    private static final int CLOCK_READS = 100_000;

    private final long clockNs;
    private final Histogram expiries = histogram();
    private final Histogram evaluations = histogram();
    private final Histogram applications = histogram();
    private final Histogram events = histogram();
    private long worstNs;
    private long worstExpireNs;
    private long worstEvaluateNs;
    private long worstApplyNs;

    /**
     * Makes a meter that knows what a reading of the clock costs.
     */
    public StepMeter()
    {
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_ROUNDS; i++)
        {
            final long beginNs = System.nanoTime();
            long endNs = beginNs;
            for (int k = 0; k < CLOCK_READS; k++)
            {
                endNs = System.nanoTime();
            }
            leastNs = Math.min(leastNs, endNs - beginNs);
        }
        clockNs = leastNs / CLOCK_READS;
    }

    /**
     * What a reading of the clock costs.
     *
     * @return nanoseconds, which are taken off each step.
     */
    public long clockNs()
    {
        return clockNs;
    }

    /**
     * The samples, all three steps of each together.
     *
     * @return nanoseconds.
     */
    public Histogram events()
    {
        return events;
    }

    /**
     * The middle of the samples, for each step by itself.
     *
     * @return the medians.
     */
    public Split median()
    {
        return new Split(
            expiries.getValueAtPercentile(50), evaluations.getValueAtPercentile(50), applications.getValueAtPercentile(50));
    }

    /**
     * Mean of the samples without the slowest 1 % of each step, which on a shared machine are mostly not Veto's.
     *
     * @return the means.
     */
    public Split trimmedMean()
    {
        return new Split(trimmedMean(expiries), trimmedMean(evaluations), trimmedMean(applications));
    }

    /**
     * The slowest sample.
     *
     * @return its steps.
     */
    public Split worst()
    {
        return new Split(worstExpireNs, worstEvaluateNs, worstApplyNs);
    }

    /**
     * Forgets everything that was sampled.
     */
    void reset()
    {
        expiries.reset();
        evaluations.reset();
        applications.reset();
        events.reset();
        worstNs = 0;
    }

    /**
     * Takes a sample.
     *
     * @param beginNs     clock before the first step.
     * @param expiredNs   clock after expiry.
     * @param evaluatedNs clock after evaluation.
     * @param appliedNs   clock after application.
     */
    void onSample(final long beginNs, final long expiredNs, final long evaluatedNs, final long appliedNs)
    {
        final long expireNs = Math.max(0, expiredNs - beginNs - clockNs);
        final long evaluateNs = Math.max(0, evaluatedNs - expiredNs - clockNs);
        final long applyNs = Math.max(0, appliedNs - evaluatedNs - clockNs);
        final long eventNs = expireNs + evaluateNs + applyNs;
        record(expiries, expireNs);
        record(evaluations, evaluateNs);
        record(applications, applyNs);
        record(events, eventNs);
        if (eventNs > worstNs)
        {
            worstNs = eventNs;
            worstExpireNs = expireNs;
            worstEvaluateNs = evaluateNs;
            worstApplyNs = applyNs;
        }
    }

    private static Histogram histogram()
    {
        return new Histogram(1, TimeUnit.MINUTES.toNanos(1), DIGITS);
    }

    private static void record(final Histogram histogram, final long ns)
    {
        histogram.recordValue(Math.min(ns, histogram.getHighestTrackableValue()));
    }

    private static double trimmedMean(final Histogram histogram)
    {
        double sum = 0;
        long count = 0;
        for (final HistogramIterationValue value : histogram.recordedValues())
        {
            if (value.getPercentileLevelIteratedTo() <= TRIMMED_PERCENT || 0 == count)
            {
                sum += (double)value.getCountAddedInThisIterationStep() * value.getValueIteratedTo();
                count += value.getCountAddedInThisIterationStep();
            }
        }
        return sum / Math.max(1, count);
    }

    /**
     * Time of the steps.
     *
     * @param expireNs   of the first step, which moves engine time.
     * @param evaluateNs of the second step, which reads the windows and evaluates the rules.
     * @param applyNs    of the last step, which writes.
     */
    public record Split(double expireNs, double evaluateNs, double applyNs)
    {
    }
}
