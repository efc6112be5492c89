package io.veto.perf.load;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What a run of an {@link OpenLoop} has measured. It counts only if it kept its plan: every transaction answered, at
 * least 99 % of the planned rate from the first intended send to the last answer, and at most 1 % of the sends more
 * than 1 ms behind their plan.
 *
 * @param plan      when transactions were to be sent.
 * @param sent      transactions.
 * @param sentLate  of these, the ones sent more than {@link OpenLoop#LATE_NS} behind the plan.
 * @param answered  transactions.
 * @param elapsedNs from the first intended send to the last answer.
 * @param longestGapNs between two answers, one after the other, or from the first intended send to the first answer.
 * @param latencies in nanoseconds, from the intended send to the answer, or to the end of the run where none came.
 */
public record LoadResult(
    SendPlan plan, long sent, long sentLate, long answered, long elapsedNs, long longestGapNs, Histogram latencies)
{
    private static final double RATE_SHARE_MIN = 0.99;
    private static final double LATE_SHARE_MAX = 0.01;

    /**
     * Answers a second.
     *
     * @return the achieved rate; 0 where no time passed.
     */
    public double ratePerSecond()
    {
        return elapsedNs == 0 ? 0 : answered * (double)TimeUnit.SECONDS.toNanos(1) / elapsedNs;
    }

    /**
     * Why the run does not count.
     *
     * @return one line; null if it kept its plan.
     */
    public String fault()
    {
        if (answered < plan.count())
        {
            return "answers are missing: expectedAnswers=" + plan.count() + " answers=" + answered + " sent=" + sent;
        }
        if (ratePerSecond() < RATE_SHARE_MIN * plan.ratePerSecond())
        {
            return String.format(Locale.ROOT, "the rate was not reached: expectedRate>=%.0f rate=%.0f",
                RATE_SHARE_MIN * plan.ratePerSecond(), ratePerSecond());
        }
        if (sentLate > LATE_SHARE_MAX * sent)
        {
            return String.format(Locale.ROOT,
                "the client sent late: expectedLate<=%.0f late=%d (more than 1 ms behind the plan)",
                Math.floor(LATE_SHARE_MAX * sent), sentLate);
        }
        return null;
    }
}
