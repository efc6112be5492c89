package io.veto.perf.bench;

import io.veto.perf.windows.CardBlock;
import io.veto.perf.windows.CardTraffic;
import io.veto.perf.windows.Contender;
import io.veto.perf.windows.PeersRules;
import io.veto.perf.windows.PlainJavaPeer;
import io.veto.perf.windows.StepMeter;
import io.veto.perf.windows.VetoContender;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import io.veto.rules.score.ScorerConfig;
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
 * A whole transaction under the peers' rules, on the state that earlier traffic of many cards has left behind. Traffic is made outside
 * of what is measured, a block for each invocation. With a list, each transaction asks whether its card is listed; none is.
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
    private static final int LISTED = 1_000_000;

    /** Who answers. */
    public enum Who
    {
        /** The scorer and its windows. */
        VETO,
        /** The scorer, not recognising repeats. */
        WITHOUT_REPEATS,
        /** Plain Java for these rules alone. */
        PLAIN_JAVA,
        /** The scorer, with one rule more that asks an empty list. */
        EMPTY_LIST,
        /** The scorer, with one rule more that asks a list of a million cards. */
        MILLION_LISTED
    }

    /** Who answers. */
    @Param({"VETO", "WITHOUT_REPEATS", "PLAIN_JAVA", "EMPTY_LIST", "MILLION_LISTED"})
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
        contender = switch (who)
        {
            case VETO -> veto(PeersRules.TEXT, ScorerConfig.DEFAULT);
            case WITHOUT_REPEATS -> veto(PeersRules.TEXT, new ScorerConfig(ScorerConfig.DEFAULT.allowedLatenessMs(),
                ScorerConfig.DEFAULT.standInApproveUpToMinor(), ScorerConfig.DEFAULT.windowLimits(), 0, 1));
            case PLAIN_JAVA -> new PlainJavaPeer();
            case EMPTY_LIST -> vetoWithList(0);
            case MILLION_LISTED -> vetoWithList(LISTED);
        };
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

    private static VetoContender vetoWithList(final int entries)
    {
        final VetoContender veto = veto("list listed : card\n" + PeersRules.TEXT + "\nrule is_listed\n  decline if card in listed\n",
            ScorerConfig.DEFAULT);
        final Lists lists = veto.lists();
        final int list = lists.number("listed", ListKind.CARD);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < entries; i++)
        {
            lists.add(list, random.nextLong() | 1, Lists.NEVER_MS);
        }
        return veto;
    }

    private static VetoContender veto(final String rules, final ScorerConfig config)
    {
        return new VetoContender(
            RuleSetCompiler.compile(PeersRules.NAME, rules), config, WindowMemory.main(), new StepMeter(), Integer.MAX_VALUE);
    }
}
