package io.veto.perf.load;

import io.veto.ingest.client.SessionException;
import io.veto.perf.generate.TransactionTable;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Measures the latency of a server over TCP in three parts on one connection: fill the windows as fast as answers come,
 * warm up on the plan's rate, measure.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class LatencyMeter
{
    /** How the client waits, for the conditions of a report. */
    public static final String IDLE_DESCRIPTION = "yields 100 times, then parks 1 to 20 us";

    private static final int YIELDS = 100;
    private static final long PARK_MIN_NS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long PARK_MAX_NS = TimeUnit.MICROSECONDS.toNanos(20);

    private final long patienceMs;

    /**
     * Prepares for measurements.
     *
     * @param patienceMs how long to wait for a connection or an answer, in milliseconds.
     */
    public LatencyMeter(final long patienceMs)
    {
        this.patienceMs = patienceMs;
    }

    /**
     * Waits for work as the measured client does.
     *
     * @return a new strategy.
     */
    public static IdleStrategy idle()
    {
        return new BackoffIdleStrategy(0, YIELDS, PARK_MIN_NS, PARK_MAX_NS);
    }

    /**
     * Measures one server.
     *
     * @param address    of the server.
     * @param sourceName that the server does not know yet.
     * @param table      to take transactions from.
     * @param fill       transactions to send before, as fast as answers come.
     * @param warmup     plan of the warm-up; null for none.
     * @param plan       of the measured part.
     * @return what was measured.
     * @throws SessionException if the server is not there or ends the session.
     */
    public LatencyRun measure(
        final InetSocketAddress address,
        final String sourceName,
        final TransactionTable table,
        final long fill,
        final SendPlan warmup,
        final SendPlan plan) throws SessionException
    {
        final IdleStrategy idle = idle();
        final OpenLoop openLoop = new OpenLoop(System::nanoTime, idle, TimeUnit.MILLISECONDS.toNanos(patienceMs));
        try (ClientTarget target = new ClientTarget(address, sourceName, table, patienceMs))
        {
            target.connect(idle);
            target.sendAll(fill, idle);
            if (warmup != null)
            {
                openLoop.run(warmup, target);
            }
            final AnswerCounts before = target.counts();
            final LoadResult load = openLoop.run(plan, target);
            return new LatencyRun(load, target.counts().since(before), target.ruleTable());
        }
    }
}
