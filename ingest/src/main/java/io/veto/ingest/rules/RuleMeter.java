package io.veto.ingest.rules;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Measures on this machine how long the conditions of a rule set take, by evaluating them over random transactions.
 * <p>
 * <b>Note:</b> one thread, that of the rule set. Takes half a second, or some milliseconds for each rule where that is more.
 */
final class RuleMeter
{
    private static final int FACTS = 256;
    private static final int PASSES = 8;
    private static final int ROUNDS = 15;
    private static final long SEED = 4;
    /** The last rounds of this time count: by then the code is compiled. */
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final RuleProgram program;
    private final Facts[] facts;
    private final int ruleCount;
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
     */
    record Times(double[] rules, double[] filters, double all)
    {
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
        return new Times(medians(ruleNs), medians(filterNs), median(allNs));
    }

    /**
     * Under what the figures were measured.
     *
     * @return in words.
     */
    static String conditions()
    {
        return "median of the last " + ROUNDS + " rounds of " + FACTS * PASSES + " over " + FACTS + " random transactions; " +
            System.getProperty("java.vm.name") + ' ' + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() +
            " processors";
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
        for (int pass = 0; pass < PASSES; pass++)
        {
            for (final Facts each : facts)
            {
                sink += program.holds(rule, each) ? 1 : 0;
            }
        }
        return (System.nanoTime() - beginNs) / (double)(PASSES * FACTS);
    }

    private double filterNs(final int filter)
    {
        final long beginNs = System.nanoTime();
        for (int pass = 0; pass < PASSES; pass++)
        {
            for (final Facts each : facts)
            {
                sink += program.passes(filter, each) ? 1 : 0;
            }
        }
        return (System.nanoTime() - beginNs) / (double)(PASSES * FACTS);
    }

    private double allNs()
    {
        final long beginNs = System.nanoTime();
        for (int pass = 0; pass < PASSES; pass++)
        {
            for (final Facts each : facts)
            {
                for (int rule = 0; rule < ruleCount; rule++)
                {
                    sink += program.holds(rule, each) ? 1 : 0;
                }
            }
        }
        return (System.nanoTime() - beginNs) / (double)(PASSES * FACTS);
    }
}
