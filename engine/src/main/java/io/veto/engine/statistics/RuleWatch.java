package io.veto.engine.statistics;

import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.score.Scorer;

/**
 * Watches the rules of a scorer at work: feeds their statistics, measures now and then what one of them costs, and asks for a rule to fall
 * back to shadow that hits more often than its author expects.
 * <p>
 * <b>Note:</b> one thread, the scoring thread's; {@link #statistics} is for any. Allocates nothing per transaction, but
 * what {@link RuleStatistics} keeps of alerts.
 */
public final class RuleWatch
{
    private static final int MEASURE_MASK = 1024 - 1;
    private static final int EVALUATIONS = 16;

    private final FallBackRequests requests;
    private volatile RuleStatistics published;
    private volatile int version = 0;
    private RuleStatistics statistics;
    private Scorer scorer;
    private DamageGuard guard;
    private boolean[] isAsked;
    private long transactions = 0;
    private int measuredRule = 0;
    private long evaluationsHeld = 0;

    /**
     * Begins to watch.
     *
     * @param scorer     whose rules are watched.
     * @param statistics of its rule set.
     * @param requests   where to ask for a rule to fall back.
     */
    public RuleWatch(final Scorer scorer, final RuleStatistics statistics, final FallBackRequests requests)
    {
        this.requests = requests;
        begin(scorer, statistics);
    }

    /**
     * What was counted of the rules in force. Any thread may ask.
     *
     * @return the statistics.
     */
    public RuleStatistics statistics()
    {
        return published;
    }

    /**
     * How often another rule set came into force or a rule's mode changed. Any thread may ask; who asks before it asks for the statistics
     * finds in them at least what this number speaks of.
     *
     * @return a number that goes up.
     */
    public int version()
    {
        return version;
    }

    /**
     * Goes on with the rules of another scorer, of which nothing is counted yet.
     *
     * @param newScorer whose rules are watched from now on.
     */
    public void onActivation(final Scorer newScorer)
    {
        begin(newScorer, new RuleStatistics(newScorer.ruleSet(), statistics.maturityMs()));
    }

    /**
     * Notes a transaction that has just been scored.
     *
     * @param sequence of its record.
     * @param decision on it.
     */
    public void onTransaction(final long sequence, final DecisionDecoder decision)
    {
        guard.onTransaction();
        if (statistics.onTransaction(sequence, scorer.windows().engineTimeMs(), decision) && guard.hasGuarded())
        {
            for (int word = 0; word < DecisionDecoder.hitsLength(); word++)
            {
                for (long bits = decision.hits(word); 0 != bits; bits &= bits - 1)
                {
                    onHit(Long.SIZE * word + Long.numberOfTrailingZeros(bits));
                }
            }
        }
    }

    /**
     * Measures a rule now and then, while the facts of the transaction are at hand: between {@link Scorer#evaluate} and
     * {@link Scorer#apply}.
     */
    public void onEvaluated()
    {
        if (0 == (++transactions & MEASURE_MASK))
        {
            measure();
        }
    }

    /**
     * Notes a label.
     *
     * @param targetSequence of the transaction.
     * @param isFraud        what it turned out to be.
     */
    public void onLabel(final long targetSequence, final boolean isFraud)
    {
        statistics.onLabel(targetSequence, isFraud);
    }

    /**
     * Notes that time passed.
     */
    public void onTick()
    {
        statistics.onTick(scorer.windows().engineTimeMs());
    }

    /**
     * Lets a rule fall back to shadow, or count again, in the scorer too.
     *
     * @param change that is journalled.
     * @return whether it is about the rules in force; a change of an earlier rule set does nothing.
     */
    public boolean onRuleMode(final RuleModeChangeDecoder change)
    {
        if (!scorer.onRuleMode(change))
        {
            return false;
        }
        final int rule = change.rule();
        statistics.onMode(rule, scorer.isShadow(rule));
        isAsked[rule] = false;
        if (RuleMode.LIVE == change.mode())
        {
            guard.begin(rule);
        }
        version = version + 1;
        return true;
    }

    private void begin(final Scorer newScorer, final RuleStatistics newStatistics)
    {
        scorer = newScorer;
        statistics = newStatistics;
        guard = new DamageGuard(newStatistics.rules());
        isAsked = new boolean[newStatistics.ruleCount()];
        measuredRule = 0;
        published = newStatistics;
        version = version + 1;
    }

    private void onHit(final int rule)
    {
        if (isAsked[rule] || statistics.isShadow(rule))
        {
            return;
        }
        final int block = guard.onHit(rule);
        if (block >= 0)
        {
            isAsked[rule] = requests.offer(scorer.ruleSet(), rule, guard.hits(block, rule), guard.transactions(block));
        }
    }

    /**
     * Evaluates one rule again and again on the facts at hand, so with warm caches. What held is added up so that no compiler leaves the
     * evaluations out.
     */
    private void measure()
    {
        final int rule = measuredRule;
        measuredRule = rule + 1 == statistics.ruleCount() ? 0 : rule + 1;
        final long beganNs = System.nanoTime();
        int held = 0;
        for (int i = 0; i < EVALUATIONS; i++)
        {
            held += holds(rule) ? 1 : 0;
        }
        statistics.onCost(rule, System.nanoTime() - beganNs, EVALUATIONS);
        evaluationsHeld += held;
    }

    private boolean holds(final int rule)
    {
        try
        {
            return scorer.holdsAgain(rule);
        }
        catch (final RuntimeException e)
        {
            return false;
        }
    }
}
