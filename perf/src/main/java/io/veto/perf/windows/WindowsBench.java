package io.veto.perf.windows;

import com.sun.management.ThreadMXBean;
import io.veto.engine.reservoir.HugePages;
import io.veto.engine.reservoir.WindowRoom;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.MemorySegments;
import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.agrona.CloseHelper;

/**
 * Runs Veto's scorer, and plain Java beside it, over the same traffic on the calling thread: block by block in turn, so that
 * both see the same machine. Making the traffic and comparing the answers is not part of what is measured.
 * <p>
 * <b>Note:</b> one thread; for one run.
 */
public final class WindowsBench
{
    private static final int RULES = 8;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final WindowsPlan plan;
    private final StepMeter meter = new StepMeter();
    private final CardTraffic traffic;
    private final CardBlock block = new CardBlock();
    private final byte[] vetoHits = new byte[CardBlock.TRANSACTIONS];
    private final byte[] peerHits = new byte[CardBlock.TRANSACTIONS];
    private final long[] hits = new long[RULES];
    private VetoContender veto;
    private long answered;
    private long differences;
    private String firstDifference;
    private long residentGrowth;
    private long allocatedLength;

    /**
     * Prepares a run.
     *
     * @param plan of it.
     */
    public WindowsBench(final WindowsPlan plan)
    {
        this.plan = plan;
        traffic = new CardTraffic(plan.cards(), plan.rate(), plan.seed(), plan.everyCardFirst());
    }

    /**
     * Measures.
     *
     * @return what was measured.
     * @throws IOException if the process's own memory cannot be read.
     */
    public WindowsResult run() throws IOException
    {
        if (null == plan.reservoir())
        {
            try
            {
                return run(new WindowMemory(new MemorySegments(), new HugePages(), TailListener.NONE));
            }
            finally
            {
                CloseHelper.close(veto);
            }
        }
        final WindowRoom room = new WindowRoom(plan.reservoir(),
            error -> System.err.println("veto perf windows: the reservoir is not read ahead any more: " + error));
        try
        {
            return run(room.memory());
        }
        finally
        {
            CloseHelper.closeAll(room, veto);
            room.closeAndDelete(plan.reservoir());
        }
    }

    private WindowsResult run(final WindowMemory memory) throws IOException
    {
        final long heapBefore = plan.withPeer() ? heapLength() : 0;
        final long residentBefore = Resident.length();
        veto = new VetoContender(
            RuleSetCompiler.compile(plan.rulesName(), plan.rulesText()), ScorerConfig.DEFAULT, memory, meter, plan.samplePeriod());
        residentGrowth = Resident.length() - residentBefore;
        final PlainJavaPeer peer = plan.withPeer() ? new PlainJavaPeer() : null;

        final int warmupBlocks = WindowsPlan.blocks(plan.warmup());
        final SliceTimes warmupVetoTimes = new SliceTimes(warmupBlocks);
        final SliceTimes warmupPeerTimes = new SliceTimes(warmupBlocks);
        for (int i = 0; i < warmupBlocks; i++)
        {
            step(warmupVetoTimes, peer, warmupPeerTimes);
        }
        meter.reset();
        allocatedLength = 0;

        final int blocks = WindowsPlan.blocks(plan.transactions());
        final SliceTimes vetoTimes = new SliceTimes(blocks);
        final SliceTimes peerTimes = null == peer ? null : new SliceTimes(blocks);
        for (int i = 0; i < blocks; i++)
        {
            step(vetoTimes, peer, peerTimes);
        }
        return new WindowsResult(
            (long)blocks * CardBlock.TRANSACTIONS, vetoTimes, meter, hits, veto.liveCards(), veto.retained(),
            veto.windows().valueNodes(), veto.windows().accumulatorLength(), veto.worstSteps(),
            residentGrowth, allocatedLength, peerTimes, null == peer ? 0 : heapLength() - heapBefore, null == peer ? 0 : peer.cards(),
            differences, firstDifference);
    }

    private void step(
        final SliceTimes vetoTimes,
        final PlainJavaPeer peer,
        final SliceTimes peerTimes) throws IOException
    {
        traffic.fill(block);
        final long residentBefore = Resident.length();
        final long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
        vetoTimes.begin();
        veto.score(block, vetoHits);
        vetoTimes.end();
        allocatedLength += threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        residentGrowth += Resident.length() - residentBefore;
        countHits();
        if (null != peer)
        {
            peerTimes.begin();
            peer.score(block, peerHits);
            peerTimes.end();
            compare();
        }
        answered += CardBlock.TRANSACTIONS;
    }

    private void countHits()
    {
        for (final byte bits : vetoHits)
        {
            for (int rule = 0; 0 != bits && rule < RULES; rule++)
            {
                hits[rule] += bits >>> rule & 1;
            }
        }
    }

    private void compare()
    {
        for (int i = 0; i < CardBlock.TRANSACTIONS; i++)
        {
            if (vetoHits[i] != peerHits[i])
            {
                differences++;
                if (null == firstDifference)
                {
                    firstDifference = "transaction=" + (answered + i + 1) + " expectedHits=" + Integer.toBinaryString(peerHits[i]) +
                        " hits=" + Integer.toBinaryString(vetoHits[i] & 0xFF);
                }
            }
        }
    }

    private static long heapLength()
    {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
