package io.veto.perf.bench;

import io.veto.engine.statistics.RuleStatistics;
import io.veto.engine.statistics.RuleWatch;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowMemory;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What statistics and the damage guard add to a transaction under 32 rules, all guarded, with a challenger: the same decision again and
 * again, scored before.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class RuleWatchBenchmark
{
    private static final int RULES = 31;

    /** Rules that hit. */
    @Param({"0", "1", "3"})
    public int hits;

    private final DecisionEncoder decision = new DecisionEncoder().wrap(new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]), 0);
    private final DecisionDecoder decided = new DecisionDecoder().wrap(decision.buffer(), 0);
    private Scorer scorer;
    private RuleWatch watch;
    private long sequence;

    /** Scores the one transaction whose facts are measured. */
    @Setup(Level.Trial)
    public void score()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < RULES; i++)
        {
            text.append("rule r").append(i).append(" review if amount > ").append(i + 1).append(".00 expect <= 100%\n");
        }
        final RuleSet ruleSet = RuleSetCompiler.compile("bench", text.append("rule c challenger of r0 review if amount > 1.50").toString());
        scorer = new Scorer(ruleSet, ScorerConfig.DEFAULT, WindowMemory.main());
        watch = new RuleWatch(scorer, new RuleStatistics(ruleSet, RuleStatistics.MATURITY_MS_DEFAULT), (set, rule, seen, of) -> true);
        final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
        new TransactionEncoder().wrap(block, 0).amountMinor(0).effectiveTimeMs(TimeUnit.DAYS.toMillis(1));
        scorer.onTransaction(1, new TransactionDecoder().wrap(block, 0, TransactionDecoder.BLOCK_LENGTH, 0), decision);
        decision.action(Action.REVIEW).hits(0, (1L << hits) - 1);
        sequence = 1;
    }

    /** Gives the state back. */
    @TearDown(Level.Trial)
    public void close()
    {
        scorer.close();
    }

    /**
     * Watches one transaction.
     *
     * @return its sequence.
     */
    @Benchmark
    public long transaction()
    {
        watch.onEvaluated();
        watch.onTransaction(++sequence, decided);
        return sequence;
    }
}
