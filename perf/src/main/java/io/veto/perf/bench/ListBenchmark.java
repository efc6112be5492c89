package io.veto.perf.bench;

import io.veto.perf.windows.CardBlock;
import io.veto.perf.windows.CardTraffic;
import io.veto.perf.windows.PeersRules;
import io.veto.perf.windows.StepMeter;
import io.veto.perf.windows.VetoContender;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import io.veto.rules.window.WindowMemory;
import java.util.SplittableRandom;
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
 * A whole transaction under the peers' rules and one more that asks whether the card is in a list, with an empty list and with a full
 * one. Each transaction asks; none of the cards is in the list.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class ListBenchmark
{
    private static final long SEED = 1;

    /** Cards in the list. */
    @Param({"0", "1000000"})
    public int entries;

    /** Number of cards of the traffic. */
    @Param("1000000")
    public int cards;

    /** Transactions for each second of their own time. */
    @Param("5000")
    public long rate;

    /** Transactions before the first that is measured. */
    @Param("3000000")
    public long before;

    private final CardBlock block = new CardBlock();
    private final byte[] hits = new byte[CardBlock.TRANSACTIONS];
    private CardTraffic traffic;
    private VetoContender contender;

    /** Warms the state and fills the list. */
    @Setup(Level.Trial)
    public void warmState()
    {
        traffic = new CardTraffic(cards, rate, SEED, true);
        contender = new VetoContender(
            RuleSetCompiler.compile(
                PeersRules.NAME, "list listed : card\n" + PeersRules.TEXT + "\nrule is_listed\n  decline if card in listed\n"),
            WindowMemory.main(), new StepMeter(), Integer.MAX_VALUE);
        final Lists lists = contender.lists();
        final int list = lists.number("listed", ListKind.CARD);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < entries; i++)
        {
            lists.add(list, random.nextLong() | 1, Lists.NEVER_MS);
        }
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
