package io.veto.perf.bench;

import io.veto.perf.windows.CardBlock;
import io.veto.perf.windows.CardTraffic;
import io.veto.perf.windows.Contender;
import io.veto.perf.windows.PeersRules;
import io.veto.perf.windows.PlainJavaPeer;
import io.veto.perf.windows.StepMeter;
import io.veto.perf.windows.VetoContender;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.window.WindowMemory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole transaction under the peers' rules, on the state that earlier traffic of many cards has left behind. Traffic is made outside
 * of what is measured, a block for each invocation.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class ScoringBenchmark
{
    private static final long SEED = 1;

    /** Who answers. */
    public enum Who
    {
        /** The scorer and its windows. */
        VETO,
        /** Plain Java for these rules alone. */
        PLAIN_JAVA
    }

    /** Who answers. */
    @Param({"VETO", "PLAIN_JAVA"})
    public Who who;

    /** Transactions for each second of their own time. */
    @Param({"10", "5000"})
    public long rate;

    /** Number of cards. */
    @Param("1000000")
    public int cards;

    /** Transactions before the first that is measured. */
    @Param("3000000")
    public long before;

    private final CardBlock block = new CardBlock();
    private final byte[] hits = new byte[CardBlock.TRANSACTIONS];
    private CardTraffic traffic;
    private Contender contender;

    /** Warms the state. */
    @Setup(Level.Trial)
    public void warmState()
    {
        traffic = new CardTraffic(cards, rate, SEED, true);
        contender = Who.PLAIN_JAVA == who ? new PlainJavaPeer() :
            new VetoContender(
                RuleSetCompiler.compile(PeersRules.NAME, PeersRules.TEXT), WindowMemory.main(), new StepMeter(), Integer.MAX_VALUE);
        for (long done = 0; done < before; done += CardBlock.TRANSACTIONS)
        {
            traffic.fill(block);
            contender.score(block, hits);
        }
    }

    /** Makes the traffic of an invocation. */
    @Setup(Level.Invocation)
    public void fillBlock()
    {
        traffic.fill(block);
    }

    /**
     * Answers a block.
     *
     * @return what the rules said.
     */
    @Benchmark
    @OperationsPerInvocation(CardBlock.TRANSACTIONS)
    public byte[] transaction()
    {
        contender.score(block, hits);
        return hits;
    }
}
