package io.veto.engine.statistics;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.Thresholds;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.concurrent.TimeUnit;

/**
 * Live statistics of the rules of one rule set, and of each challenger beside its champion.
 * <p>
 * A hit is matured when engine time has moved on by the label maturity since: by then most of what turned out to be fraud is labelled, and
 * the share of fraud among the matured hits is the rule's precision. A label that comes later still counts, as long as its transaction is
 * among the last 2^20 that some rule hit.
 * <p>
 * <b>Note:</b> one writing thread, the scoring thread's, and any number of readers without locks: numbers read together may be of
 * neighbouring moments. Allocates nothing per transaction, but a chunk for each 16,384 alerts until the ring of the last alerts is full.
 */
public final class RuleStatistics
{
    /** How old a hit is, in milliseconds of engine time, before it counts towards precision, unless told otherwise. */
    public static final long MATURITY_MS_DEFAULT = TimeUnit.DAYS.toMillis(7);
    /** The label maturity under which statistics that are loaded were saved. */
    public static final long MATURITY_MS_AS_SAVED = -1;

    private static final int HITS_WORDS = DecisionDecoder.hitsLength();
    private static final int MATURED_PER_CALL_MAX = 8;

    private final long ruleSetHash;
    private final long maturityMs;
    private final Rule[] rules;
    private final Alternatives alternatives;
    private final AlertRing alerts;
    private final boolean[] isShadow;
    private final FigureTable figures;
    private final long[] hits = new long[HITS_WORDS];
    private long matured = 0;
    private long nextMatureMs = Long.MAX_VALUE;

    /**
     * Begins with nothing counted.
     *
     * @param ruleSet    whose rules are watched.
     * @param maturityMs age of a hit, in milliseconds of engine time, from which it counts towards precision.
     */
    public RuleStatistics(final RuleSet ruleSet, final long maturityMs)
    {
        this(ruleSet.hash(), rules(ruleSet), ruleSet.thresholds(), maturityMs, AlertRing.CAPACITY_DEFAULT);
    }

    RuleStatistics(final long ruleSetHash, final Rule[] rules, final Thresholds thresholds, final long maturityMs, final int alertsMax)
    {
        this.ruleSetHash = ruleSetHash;
        this.rules = rules;
        this.maturityMs = maturityMs;
        alternatives = new Alternatives(rules, thresholds);
        alerts = new AlertRing(alertsMax);
        isShadow = new boolean[rules.length];
        figures = new FigureTable(rules);
        for (final Rule rule : rules)
        {
            onMode(rule.index(), rule.isShadow());
        }
    }

    /**
     * Makes statistics that go on from what {@link #save} wrote down. What had matured by then stays so, whatever the maturity.
     *
     * @param ruleSet    that they are of.
     * @param maturityMs from now on; {@link #MATURITY_MS_AS_SAVED} for the saved one.
     * @param reader     to read from.
     * @return the statistics.
     * @throws io.veto.rules.state.StateDamagedException if what is read are no statistics of that rule set.
     */
    public static RuleStatistics load(final RuleSet ruleSet, final long maturityMs, final StateReader reader)
    {
        return load(ruleSet.hash(), rules(ruleSet), ruleSet.thresholds(), maturityMs, AlertRing.CAPACITY_DEFAULT, reader);
    }

    static RuleStatistics load(
        final long ruleSetHash,
        final Rule[] rules,
        final Thresholds thresholds,
        final long maturityMs,
        final int alertsMax,
        final StateReader reader)
    {
        reader.section("statistics");
        final long savedMs = reader.getLong("label maturity", 0, Long.MAX_VALUE);
        final RuleStatistics statistics = new RuleStatistics(
            ruleSetHash, rules, thresholds, MATURITY_MS_AS_SAVED == maturityMs ? savedMs : maturityMs, alertsMax);
        statistics.figures.load(reader);
        for (int i = 0; i < rules.length; i++)
        {
            statistics.isShadow[i] = statistics.figures.rule(i).isShadow();
        }
        statistics.alerts.load(reader);
        statistics.matured = reader.getLong("matured alerts", statistics.alerts.first(), statistics.alerts.end());
        statistics.findNextMature();
        return statistics;
    }

    /**
     * Writes the figures down, and the alerts that they may still change for. What evaluations cost is among them.
     *
     * @param writer to write to.
     */
    public void save(final StateWriter writer)
    {
        writer.section("statistics");
        writer.putLong(maturityMs);
        figures.save(writer);
        alerts.save(writer);
        writer.putLong(matured);
    }

    /**
     * Counts a transaction.
     *
     * @param sequence     of its record.
     * @param engineTimeMs engine time behind it.
     * @param decision     on it.
     * @return whether any rule hit it.
     */
    public boolean onTransaction(final long sequence, final long engineTimeMs, final DecisionDecoder decision)
    {
        figures.onTransaction();
        if (engineTimeMs >= nextMatureMs)
        {
            mature(engineTimeMs);
        }
        long any = 0;
        for (int i = 0; i < HITS_WORDS; i++)
        {
            hits[i] = decision.hits(i);
            any |= hits[i];
        }
        if (0 != any)
        {
            onHits(sequence, engineTimeMs, decision.flags().standIn());
        }
        return 0 != any;
    }

    /**
     * Takes what a label says of an earlier transaction.
     *
     * @param targetSequence of the transaction.
     * @param isFraud        what it turned out to be.
     */
    public void onLabel(final long targetSequence, final boolean isFraud)
    {
        final long entry = alerts.find(targetSequence);
        if (AlertRing.NULL_ENTRY != entry && alerts.isFraud(entry) != isFraud)
        {
            alerts.fraud(entry, isFraud);
            if (entry < matured)
            {
                alerts.hits(entry, hits);
                figures.addFraud(hits, isFraud ? 1 : -1);
            }
        }
    }

    /**
     * Counts time that passed without a transaction.
     *
     * @param engineTimeMs engine time.
     */
    public void onTick(final long engineTimeMs)
    {
        if (engineTimeMs >= nextMatureMs)
        {
            mature(engineTimeMs);
        }
    }

    /**
     * Notes that a rule's hits count, or no longer.
     *
     * @param rule        its index.
     * @param newIsShadow whether they change nothing.
     */
    public void onMode(final int rule, final boolean newIsShadow)
    {
        isShadow[rule] = newIsShadow;
        figures.shadow(rule, newIsShadow);
    }

    /**
     * Takes a measurement of a rule's evaluation.
     *
     * @param rule        its index.
     * @param elapsedNs   of all evaluations together.
     * @param evaluations how many.
     */
    public void onCost(final int rule, final long elapsedNs, final int evaluations)
    {
        figures.cost(rule, elapsedNs, evaluations);
    }

    /**
     * Whether a rule's hits change nothing. The writing thread alone may ask.
     *
     * @param rule its index.
     * @return true in shadow, by the rule file or by the damage guard.
     */
    boolean isShadow(final int rule)
    {
        return isShadow[rule];
    }

    /**
     * The rules, in file order.
     */
    Rule[] rules()
    {
        return rules;
    }

    /**
     * Names the rule set. Any thread may ask, here and below.
     *
     * @return the hash of its text.
     */
    public long ruleSetHash()
    {
        return ruleSetHash;
    }

    /**
     * Number of rules.
     *
     * @return how many rows there are.
     */
    public int ruleCount()
    {
        return rules.length;
    }

    /**
     * A rule as the file has it.
     *
     * @param index of the rule.
     * @return the rule.
     */
    public Rule rule(final int index)
    {
        return rules[index];
    }

    /**
     * Transactions counted.
     *
     * @return how many.
     */
    public long transactions()
    {
        return figures.transactions();
    }

    /**
     * Transactions that some rule hit and that had to make room for later ones before they matured: they are missing in every precision.
     *
     * @return how many.
     */
    public long forgotten()
    {
        return figures.forgotten();
    }

    /**
     * The label maturity.
     *
     * @return milliseconds of engine time.
     */
    public long maturityMs()
    {
        return maturityMs;
    }

    /**
     * What a rule did.
     *
     * @param rule its index.
     * @return its figures.
     */
    public RuleFigures figures(final int rule)
    {
        return figures.rule(rule);
    }

    /**
     * Number of challengers.
     *
     * @return how many pairs there are.
     */
    public int pairCount()
    {
        return figures.pairCount();
    }

    /**
     * A challenger beside its champion.
     *
     * @param pair in the file order of the challengers, from 0.
     * @return their figures.
     */
    public PairFigures pair(final int pair)
    {
        return figures.pair(pair);
    }

    private void onHits(final long sequence, final long engineTimeMs, final boolean isStandIn)
    {
        figures.addHits(hits);
        if (!isStandIn)
        {
            countAlone();
        }
        final long before = alerts.first();
        alerts.add(sequence, engineTimeMs, hits);
        if (alerts.first() != before && matured == before)
        {
            matured++;
            figures.onForgotten();
        }
        nextMatureMs = alerts.timeMs(matured) + maturityMs;
    }

    private void countAlone()
    {
        alternatives.begin();
        for (int word = 0; word < HITS_WORDS; word++)
        {
            for (long bits = hits[word]; 0 != bits; bits &= bits - 1)
            {
                final int rule = Long.SIZE * word + Long.numberOfTrailingZeros(bits);
                if (!isShadow[rule])
                {
                    alternatives.add(rule);
                }
            }
        }
        for (int word = 0; word < HITS_WORDS; word++)
        {
            for (long bits = hits[word]; 0 != bits; bits &= bits - 1)
            {
                final int rule = Long.SIZE * word + Long.numberOfTrailingZeros(bits);
                if (alternatives.changes(rule, isShadow[rule]))
                {
                    figures.addAlone(rule);
                }
            }
        }
    }

    private void mature(final long engineTimeMs)
    {
        int left = MATURED_PER_CALL_MAX;
        while (left-- > 0 && matured < alerts.end() && engineTimeMs - alerts.timeMs(matured) >= maturityMs)
        {
            alerts.hits(matured, hits);
            figures.addMatured(hits);
            if (alerts.isFraud(matured))
            {
                figures.addFraud(hits, 1);
            }
            matured++;
        }
        findNextMature();
    }

    private void findNextMature()
    {
        nextMatureMs = matured < alerts.end() ? alerts.timeMs(matured) + maturityMs : Long.MAX_VALUE;
    }

    private static Rule[] rules(final RuleSet ruleSet)
    {
        final Rule[] rules = new Rule[ruleSet.ruleCount()];
        for (int i = 0; i < rules.length; i++)
        {
            rules[i] = ruleSet.rule(i);
        }
        return rules;
    }
}
