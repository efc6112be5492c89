package io.veto.perf.windows;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How long the calling thread took for each of a number of equal slices of the traffic, by the clock and in time of its processor. A
 * slice is some whole blocks.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class SliceTimes
{
    private static final int SLICES_MAX = 10;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final int blocks;
    private final long[] elapsedNs;
    private final long[] cpuNs;
    private final long[] transactions;
    private int blocksDone;
    private long beginNs;
    private long beginCpuNs;

    /**
     * Makes the slices of some blocks.
     *
     * @param blocks in all.
     */
    SliceTimes(final int blocks)
    {
        this.blocks = blocks;
        elapsedNs = new long[Math.min(SLICES_MAX, blocks)];
        cpuNs = new long[elapsedNs.length];
        transactions = new long[elapsedNs.length];
    }

    /**
     * A block begins.
     */
    void begin()
    {
        beginCpuNs = threads.getCurrentThreadCpuTime();
        beginNs = System.nanoTime();
    }

    /**
     * The block that began last is done.
     */
    void end()
    {
        final int slice = (int)((long)blocksDone * elapsedNs.length / blocks);
        elapsedNs[slice] += System.nanoTime() - beginNs;
        cpuNs[slice] += threads.getCurrentThreadCpuTime() - beginCpuNs;
        transactions[slice] += CardBlock.TRANSACTIONS;
        blocksDone++;
    }

    /**
     * Transactions a second, by the clock.
     *
     * @return of the slices.
     */
    public Spread perSecond()
    {
        return spread(elapsedNs);
    }

    /**
     * Transactions for each second of the thread's processor: leaves out the time that other work on the machine took.
     *
     * @return of the slices.
     */
    public Spread perCpuSecond()
    {
        return spread(cpuNs);
    }

    private Spread spread(final long[] times)
    {
        final double[] perSecond = new double[times.length];
        for (int i = 0; i < perSecond.length; i++)
        {
            perSecond[i] = transactions[i] * (double)TimeUnit.SECONDS.toNanos(1) / Math.max(1, times[i]);
        }
        Arrays.sort(perSecond);
        final int count = perSecond.length;
        return new Spread(count, perSecond[0], (perSecond[count / 2] + perSecond[(count - 1) / 2]) / 2, perSecond[count - 1]);
    }

    /**
     * Figures of the slices.
     *
     * @param slices  number of them.
     * @param slowest of them.
     * @param median  of them.
     * @param fastest of them.
     */
    public record Spread(int slices, double slowest, double median, double fastest)
    {
    }
}
