package io.veto.ingest.rules;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Measures on this machine how long the conditions of a rule set take, by evaluating them over random transactions.
 * <p>
 * <b>Note:</b> one thread, that of the rule set. Takes half a second, or some seconds where the rules are many and slow.
 */
final class RuleMeter
{
    private static final int FACTS = 256;
    private static final int PASSES = 8;
    /** Where one pass over all facts takes longer than this, a round is one pass. */
    private static final long PASS_MAX_NS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final int ROUNDS = 15;
    private static final long SEED = 4;
    /** The last rounds of this time count: by then the code is compiled. */
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RuleProgram program;
    private final Facts[] facts;
    private final int ruleCount;
    private int passes = 1;
    private int sink = 0;

    private RuleMeter(final RuleSet ruleSet)
    {
        program = ruleSet.program();
        ruleCount = ruleSet.ruleCount();
        facts = RandomFacts.of(ruleSet, FACTS, SEED);
    }

    /**
     * Nanoseconds of one evaluation each.
     *
     * @param rules   by index.
     * @param filters by index.
     * @param all     of all rules of a transaction, one after another.
     * @param round   how many evaluations are one measurement.
     */
    record Times(double[] rules, double[] filters, double all, int round)
    {
        /**
         * Under what the figures were measured.
         *
         * @return in words.
         */
        String conditions()
        {
            return "median of the last " + ROUNDS + " rounds of " + round + " over " + FACTS + " random transactions; " +
                System.getProperty("java.vm.name") + ' ' + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() +
                " processors";
        }
    }

    /**
     * Measures.
     *
     * @param ruleSet to evaluate.
     * @return medians.
     */
    static Times measure(final RuleSet ruleSet)
    {
        final RuleMeter meter = new RuleMeter(ruleSet);
        final int filterCount = ruleSet.filterCount();
        final double[][] ruleNs = new double[meter.ruleCount][ROUNDS];
        final double[][] filterNs = new double[filterCount][ROUNDS];
        final double[] allNs = new double[ROUNDS];
        meter.choosePasses();
        final long beginNs = System.nanoTime();
        int round = 0;
        while (round < ROUNDS || System.nanoTime() - beginNs < WARM_UP_NS)
        {
            for (int rule = 0; rule < meter.ruleCount; rule++)
            {
                ruleNs[rule][round % ROUNDS] = meter.ruleNs(rule);
            }
            for (int filter = 0; filter < filterCount; filter++)
            {
                filterNs[filter][round % ROUNDS] = meter.filterNs(filter);
            }
            allNs[round % ROUNDS] = meter.allNs();
            round++;
        }
        return new Times(medians(ruleNs), medians(filterNs), median(allNs), meter.passes * FACTS);
    }

    private void choosePasses()
    {
        double passNs = Double.MAX_VALUE;
        for (int i = 0; i < PASSES; i++)
        {
            passNs = Math.min(passNs, allNs() * FACTS);
        }
        passes = passNs > PASS_MAX_NS ? 1 : PASSES;
    }

    private static double[] medians(final double[][] figures)
    {
        return Arrays.stream(figures).mapToDouble(RuleMeter::median).toArray();
    }

    private static double median(final double[] figures)
    {
        final double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double ruleNs(final int rule)
    {
        final long beginNs = System.nanoTime();
        for (int pass = 0; pass < passes; pass++)
        {
            for (final Facts each : facts)
            {
                sink += program.holds(rule, each) ? 1 : 0;
            }
        }
        return (System.nanoTime() - beginNs) / (double)(passes * FACTS);
    }

    private double filterNs(final int filter)
    {
        final long beginNs = System.nanoTime();
        for (int pass = 0; pass < passes; pass++)
        {
            for (final Facts each : facts)
            {
                sink += program.passes(filter, each) ? 1 : 0;
            }
        }
        return (System.nanoTime() - beginNs) / (double)(passes * FACTS);
    }

    private double allNs()
    {
        final long beginNs = System.nanoTime();
        for (int pass = 0; pass < passes; pass++)
        {
            for (final Facts each : facts)
            {
                for (int rule = 0; rule < ruleCount; rule++)
                {
                    sink += program.holds(rule, each) ? 1 : 0;
                }
            }
        }
        return (System.nanoTime() - beginNs) / (double)(passes * FACTS);
    }
}
