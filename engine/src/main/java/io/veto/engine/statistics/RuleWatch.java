package io.veto.engine.statistics;

import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.score.Scorer;

/**
 * Watches the rules of a scorer at work: feeds their statistics, measures now and then what one of them costs, and asks for a rule to fall
 * back to shadow that hits more often than its author expects.
 * <p>
 * <b>Note:</b> one thread, the scoring thread's. Allocates nothing per transaction, but what {@link RuleStatistics} keeps of alerts.
 */
public final class RuleWatch
{
    private static final int MEASURE_MASK = 1024 - 1;
    private static final int EVALUATIONS = 16;

    private final Scorer scorer;
    private final RuleStatistics statistics;
    private final DamageGuard guard;
    private final FallBackRequests requests;
    private final boolean[] isAsked;
    private long transactions = 0;
    private int measuredRule = 0;
    private long held = 0;

    /**
     * Begins to watch.
     *
     * @param scorer     whose rules are watched.
     * @param statistics of its rule set.
     * @param requests   where to ask for a rule to fall back.
     */
    public RuleWatch(final Scorer scorer, final RuleStatistics statistics, final FallBackRequests requests)
    {
        this.scorer = scorer;
        this.statistics = statistics;
        this.requests = requests;
        guard = new DamageGuard(statistics.rules());
        isAsked = new boolean[statistics.ruleCount()];
    }

    /**
     * What was counted.
     *
     * @return the statistics; any thread may read them.
     */
    public RuleStatistics statistics()
    {
        return statistics;
    }

    /**
     * Notes a transaction that has just been scored.
     *
     * @param sequence of its record.
     * @param decision on it.
     */
    public void onTransaction(final long sequence, final DecisionDecoder decision)
    {
        statistics.onTransaction(sequence, scorer.windows().engineTimeMs(), decision);
        if (guard.hasGuarded())
        {
            guard.onTransaction();
            for (int word = 0; word < DecisionDecoder.hitsLength(); word++)
            {
                for (long bits = decision.hits(word); 0 != bits; bits &= bits - 1)
                {
                    onHit(Long.SIZE * word + Long.numberOfTrailingZeros(bits));
                }
            }
        }
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
        return true;
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
            isAsked[rule] = requests.offer(scorer.ruleSet().hash(), rule, guard.hits(block, rule), guard.transactions(block));
        }
    }

    /**
     * Evaluates one rule again on the facts at hand: the caches are warm, as they are behind the first of a few rules.
     */
    private void measure()
    {
        final int rule = measuredRule;
        measuredRule = rule + 1 == statistics.ruleCount() ? 0 : rule + 1;
        final long beganNs = System.nanoTime();
        for (int i = 0; i < EVALUATIONS; i++)
        {
            held += scorer.holdsAgain(rule) ? 1 : 0;
        }
        statistics.onCost(rule, System.nanoTime() - beganNs, EVALUATIONS);
    }
}
