package io.veto.perf.bench;

import io.veto.perf.generate.TrafficPlan;
import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.StandardRules;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.Lists;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowEvent;
import io.veto.rules.window.WindowMemory;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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
 * All rules of the standard pack for one transaction, on windows that earlier traffic has filled: the rules alone, with all windows told
 * before, and the scorer's whole second step, which looks keys up and loads windows. The transactions are so few that their facts stay in
 * the caches, as those of the one transaction under way do.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class RulesBenchmark
{
    private static final int TRANSACTIONS = 128;
    private static final int CARDS = 100_000;
    private static final int DAYS = 30;
    private static final long SEED = 1;

    /** How conditions are evaluated. */
    public enum Form
    {
        /** The walk of the trees. */
        TREE,
        /** Plain Java. */
        COMPILED
    }

    private final TransactionDecoder[] transactions = new TransactionDecoder[TRANSACTIONS];
    private final Facts[] facts = new Facts[TRANSACTIONS];
    private RuleSet ruleSet;
    private Scorer scorer;

    /** Which form the rules have. */
    @State(Scope.Thread)
    public static class Rules
    {
        /** How conditions are evaluated. */
        @Param({"TREE", "COMPILED"})
        public Form form;

        private RuleProgram program;
        private int ruleCount;

        /**
         * Chooses the form.
         *
         * @param benchmark with the rules.
         */
        @Setup(Level.Trial)
        public void choose(final RulesBenchmark benchmark)
        {
            program = Form.TREE == form ? benchmark.ruleSet.treeProgram() : benchmark.ruleSet.program();
            ruleCount = benchmark.ruleSet.ruleCount();
        }
    }

    /** Transactions before those that are measured. */
    @Param("1000000")
    public int before;

    /** Fills the windows, and tells them for the transactions that are measured. */
    @Setup(Level.Trial)
    public void fillWindows()
    {
        ruleSet = RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text());
        scorer = new Scorer(ruleSet, ScorerConfig.DEFAULT, WindowMemory.main());
        final PackTraffic traffic = new PackTraffic(new TrafficPlan(CARDS, before + TRANSACTIONS, SEED, DAYS));
        final DecisionEncoder decision = new DecisionEncoder().wrap(new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]), 0);
        for (int i = 1; i <= before; i++)
        {
            scorer.onTransaction(i, traffic.next(), decision);
        }
        for (int i = 0; i < TRANSACTIONS; i++)
        {
            traffic.next();
            transactions[i] = traffic.copy();
            facts[i] = facts(transactions[i]);
        }
    }

    /**
     * Evaluates all rules.
     *
     * @param rules in their form.
     * @return number of hits.
     */
    @Benchmark
    @OperationsPerInvocation(TRANSACTIONS)
    public int rules(final Rules rules)
    {
        final RuleProgram program = rules.program;
        final int ruleCount = rules.ruleCount;
        int hits = 0;
        for (final Facts told : facts)
        {
            for (int r = 0; r < ruleCount; r++)
            {
                hits += program.holds(r, told) ? 1 : 0;
            }
        }
        return hits;
    }

    /**
     * Looks keys up, loads windows and evaluates all rules.
     */
    @Benchmark
    @OperationsPerInvocation(TRANSACTIONS)
    public void secondStep()
    {
        for (final TransactionDecoder transaction : transactions)
        {
            scorer.evaluate(transaction);
        }
    }

    private Facts facts(final TransactionDecoder transaction)
    {
        scorer.advance(transaction);
        scorer.evaluate(transaction);
        final int windowCount = ruleSet.windows().length;
        final WindowEvent event = new WindowEvent(ruleSet.filterCount());
        for (final KeyKind field : ruleSet.listFields())
        {
            event.key(field, KeyKind.MCC == field ? transaction.mcc() : 1);
        }
        final Facts told = new Facts(windowCount).wrap(transaction).lists(new Lists(), ruleSet.lists())
            .keys(event, transaction.effectiveTimeMs());
        for (int i = 0; i < windowCount; i++)
        {
            if (scorer.windows().load(i))
            {
                told.window(i, scorer.windows().value(), scorer.windows().high());
            }
            else
            {
                told.windowMissing(i);
            }
        }
        return told;
    }
}
