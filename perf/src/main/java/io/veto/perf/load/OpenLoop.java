package io.veto.perf.load;

import io.veto.ingest.client.SessionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;

/**
 * Sends on a fixed plan whatever the answers do, and takes each latency from the <i>intended</i> send time. When the
 * server stalls for a second, everything that should have been sent in that second has waited, and the histogram says
 * so; measured from the actual send only the few that were under way would (Gil Tene's "coordinated omission").
 * <p>
 * <b>Note:</b> one thread; one run after another. Allocates nothing between the beginning and the end of a run.
 */
public final class OpenLoop
{
    /** A send later than this behind its plan counts as late, in nanoseconds. */
    public static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LATENCY_MAX_NS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final int OFFERS_PER_TURN = 256;

    private final LongSupplier nanoClock;
    private final IdleStrategy idle;
    private final long patienceNs;
    private final Runnable onAnswer = this::onAnswer;
    private SendPlan plan;
    private Histogram latencies;
    private long beginNs;
    private long sent;
    private long sentLate;
    private long answered;
    private long lastAnswerNs;
    private long longestGapNs;

    /**
     * Prepares for runs.
     *
     * @param nanoClock  monotonic, in nanoseconds.
     * @param idle       between two turns without work.
     * @param patienceNs how long to wait for an answer before the run is given up.
     */
    public OpenLoop(final LongSupplier nanoClock, final IdleStrategy idle, final long patienceNs)
    {
        this.nanoClock = nanoClock;
        this.idle = idle;
        this.patienceNs = patienceNs;
    }

    /**
     * Runs a plan to its last answer, or until the answers stay away for too long.
     *
     * @param plan   when to send.
     * @param target to send to.
     * @return what was measured; what has no answer counts with its age.
     * @throws SessionException if the target ends the session.
     */
    public LoadResult run(final SendPlan plan, final LoadTarget target) throws SessionException
    {
        this.plan = plan;
        latencies = new Histogram(LATENCY_MAX_NS, DIGITS);
        sent = 0;
        sentLate = 0;
        answered = 0;
        beginNs = nanoClock.getAsLong();
        lastAnswerNs = beginNs;
        longestGapNs = 0;
        boolean isGivenUp = false;
        while (answered < plan.count() && !isGivenUp)
        {
            final long sinceBeginNs = nanoClock.getAsLong() - beginNs;
            final int work = offerDue(target, sinceBeginNs) + target.poll(onAnswer);
            isGivenUp = sent > answered && sinceBeginNs - waitingSinceNs() > patienceNs;
            idle.idle(work);
        }
        return result(nanoClock.getAsLong());
    }

    private int offerDue(final LoadTarget target, final long sinceBeginNs)
    {
        int offers = 0;
        while (sent < plan.count() && offers < OFFERS_PER_TURN && plan.dueNs(sent) <= sinceBeginNs && target.offer())
        {
            sentLate += sinceBeginNs - plan.dueNs(sent) > LATE_NS ? 1 : 0;
            sent++;
            offers++;
        }
        return offers;
    }

    private long waitingSinceNs()
    {
        return Math.max(plan.dueNs(answered), lastAnswerNs - beginNs);
    }

    private void onAnswer()
    {
        final long nowNs = nanoClock.getAsLong();
        longestGapNs = Math.max(longestGapNs, nowNs - lastAnswerNs);
        lastAnswerNs = nowNs;
        record(lastAnswerNs - beginNs - plan.dueNs(answered));
        answered++;
    }

    private void record(final long latencyNs)
    {
        latencies.recordValue(Math.min(Math.max(latencyNs, 0), LATENCY_MAX_NS));
    }

    private LoadResult result(final long endNs)
    {
        long index = answered;
        while (index < plan.count() && plan.dueNs(index) < endNs - beginNs)
        {
            record(endNs - beginNs - plan.dueNs(index));
            index++;
        }
        return new LoadResult(plan, sent, sentLate, answered, lastAnswerNs - beginNs, longestGapNs, latencies);
    }
}
