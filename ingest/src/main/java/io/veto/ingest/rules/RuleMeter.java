package io.veto.ingest.rules;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Measures on this machine how long the conditions of a rule set take, by evaluating them over random transactions.
 * <p>
 * <b>Note:</b> one thread, that of the rule set. Takes half a second and some milliseconds for each rule.
 */
final class RuleMeter
{
    private static final int FACTS = 256;
    private static final int PASSES = 8;
    private static final int ROUNDS = 15;
    private static final long SEED = 4;
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
        final long beginNs = System.nanoTime();
        while (System.nanoTime() - beginNs < WARM_UP_NS)
        {
            meter.all();
            for (int i = 0; i < ruleSet.filterCount(); i++)
            {
                meter.filter(i);
            }
        }
        final double[] rules = new double[ruleSet.ruleCount()];
        for (int i = 0; i < rules.length; i++)
        {
            final int rule = i;
            rules[i] = medianNs(() -> meter.rule(rule));
        }
        final double[] filters = new double[ruleSet.filterCount()];
        for (int i = 0; i < filters.length; i++)
        {
            final int filter = i;
            filters[i] = medianNs(() -> meter.filter(filter));
        }
        return new Times(rules, filters, medianNs(meter::all));
    }

    /**
     * Under what the figures were measured.
     *
     * @return in words.
     */
    static String conditions()
    {
        return "median of " + ROUNDS + " rounds of " + FACTS * PASSES + " over " + FACTS + " random transactions; " +
            System.getProperty("java.vm.name") + ' ' + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() +
            " processors";
    }

    private static double medianNs(final IntSupplier work)
    {
        final double[] roundNs = new double[ROUNDS];
        int sum = 0;
        for (int i = 0; i < ROUNDS; i++)
        {
            final long beginNs = System.nanoTime();
            for (int pass = 0; pass < PASSES; pass++)
            {
                sum += work.getAsInt();
            }
            roundNs[i] = (System.nanoTime() - beginNs) / (double)(PASSES * FACTS);
        }
        assert sum >= 0 : "sum=" + sum;
        Arrays.sort(roundNs);
        return roundNs[ROUNDS / 2];
    }

    private int rule(final int rule)
    {
        int holding = 0;
        for (final Facts each : facts)
        {
            holding += program.holds(rule, each) ? 1 : 0;
        }
        sink += holding;
        return holding;
    }

    private int filter(final int filter)
    {
        int passing = 0;
        for (final Facts each : facts)
        {
            passing += program.passes(filter, each) ? 1 : 0;
        }
        sink += passing;
        return passing;
    }

    private int all()
    {
        int holding = 0;
        for (final Facts each : facts)
        {
            for (int rule = 0; rule < ruleCount; rule++)
            {
                holding += program.holds(rule, each) ? 1 : 0;
            }
        }
        sink += holding;
        return holding;
    }
}
