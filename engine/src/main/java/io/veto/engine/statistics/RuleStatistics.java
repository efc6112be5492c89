package io.veto.engine.statistics;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.Thresholds;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Live statistics of the rules of one rule set, and of each challenger beside its champion.
 * <pre>
 *   0                64               64 + 64 * rules
 *   +----------------+----···----+----···----+
 *   | transactions,  | a row for | a row for |
 *   | forgotten      | each rule | each pair |
 *   +----------------+----···----+----···----+
 * </pre>
 * A hit is matured when engine time has moved on by the label maturity since: by then most of what turned out to be fraud is labelled, and
 * the share of fraud among the matured hits is the rule's precision. A label that comes later still counts, as long as its transaction is
 * among the last 2^20 that some rule hit.
 * <p>
 * <b>Note:</b> one writing thread, the scoring thread's, and any number of readers without locks: each number is written with release and
 * read with acquire semantics. Numbers read together may be of neighbouring moments. Allocates nothing per transaction, but a chunk for
 * each 16,384 alerts until the ring of the last alerts is full.
 */
public final class RuleStatistics
{
    /** How old a hit is, in milliseconds of engine time, before it counts towards precision, unless told otherwise. */
    public static final long MATURITY_MS_DEFAULT = TimeUnit.DAYS.toMillis(7);
    /** The label maturity under which statistics that are loaded were saved. */
    public static final long MATURITY_MS_AS_SAVED = -1;

    private static final int HITS_WORDS = DecisionDecoder.hitsLength();
    private static final int MATURED_PER_CALL_MAX = 8;
    private static final int HEADER_LENGTH = 64;
    private static final int TRANSACTIONS_OFFSET = 0;
    private static final int FORGOTTEN_OFFSET = 8;
    private static final int ROW_LENGTH = 64;
    private static final int HITS_OFFSET = 0;
    private static final int MATURED_OFFSET = 8;
    private static final int MATURED_FRAUD_OFFSET = 16;
    private static final int ALONE_OFFSET = 24;
    private static final int COST_OFFSET = 32;
    private static final int SHADOW_OFFSET = 40;
    private static final int PART_LENGTH = 24;
    private static final int PAIR_LENGTH = 3 * PART_LENGTH;
    private static final int COST_SCALE_BITS = 10;
    private static final int COST_SMOOTHING_BITS = 3;

    private final long ruleSetHash;
    private final long maturityMs;
    private final Rule[] rules;
    private final Alternatives alternatives;
    private final AlertRing alerts;
    private final boolean[] isShadow;
    private final int[] champions;
    private final int[] challengers;
    private final UnsafeBuffer figures;
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
        int pairs = 0;
        for (final Rule rule : rules)
        {
            pairs += Rule.NULL_RULE == rule.champion() ? 0 : 1;
        }
        champions = new int[pairs];
        challengers = new int[pairs];
        figures = new UnsafeBuffer(ByteBuffer.allocateDirect(HEADER_LENGTH + rules.length * ROW_LENGTH + pairs * PAIR_LENGTH));
        int pair = 0;
        for (final Rule rule : rules)
        {
            onMode(rule.index(), rule.isShadow());
            if (Rule.NULL_RULE != rule.champion())
            {
                champions[pair] = rule.champion();
                challengers[pair++] = rule.index();
            }
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
        final UnsafeBuffer figures = statistics.figures;
        reader.getLong("length of figures", figures.capacity(), figures.capacity());
        reader.getBytes(figures, 0, figures.capacity());
        for (int i = 0; i < rules.length; i++)
        {
            statistics.isShadow[i] = 0 != figures.getLong(row(i) + SHADOW_OFFSET);
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
        writer.putLong(figures.capacity());
        writer.putBytes(figures, 0, figures.capacity());
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
        add(TRANSACTIONS_OFFSET, 1);
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
                addToParts(MATURED_FRAUD_OFFSET, isFraud ? 1 : -1);
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
        figures.putLongRelease(row(rule) + SHADOW_OFFSET, newIsShadow ? 1 : 0);
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
        final int offset = row(rule) + COST_OFFSET;
        final long sample = Math.max(1, (elapsedNs << COST_SCALE_BITS) / evaluations);
        final long before = figures.getLong(offset);
        figures.putLongRelease(offset, 0 == before ? sample : before + ((sample - before) >> COST_SMOOTHING_BITS));
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
        return figures.getLongAcquire(TRANSACTIONS_OFFSET);
    }

    /**
     * Transactions that some rule hit and that had to make room for later ones before they matured: they are missing in every precision.
     *
     * @return how many.
     */
    public long forgotten()
    {
        return figures.getLongAcquire(FORGOTTEN_OFFSET);
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
        final int row = row(rule);
        final long cost = figures.getLongAcquire(row + COST_OFFSET);
        return new RuleFigures(
            figures.getLongAcquire(row + HITS_OFFSET),
            figures.getLongAcquire(row + ALONE_OFFSET),
            figures.getLongAcquire(row + MATURED_OFFSET),
            figures.getLongAcquire(row + MATURED_FRAUD_OFFSET),
            cost + (1 << COST_SCALE_BITS - 1) >> COST_SCALE_BITS,
            0 != figures.getLongAcquire(row + SHADOW_OFFSET));
    }

    /**
     * Number of challengers.
     *
     * @return how many pairs there are.
     */
    public int pairCount()
    {
        return champions.length;
    }

    /**
     * A challenger beside its champion.
     *
     * @param pair in the file order of the challengers, from 0.
     * @return their figures.
     */
    public PairFigures pair(final int pair)
    {
        final int row = pairRow(pair);
        return new PairFigures(
            champions[pair], challengers[pair], part(row), part(row + PART_LENGTH), part(row + 2 * PART_LENGTH));
    }

    private PairFigures.Part part(final int offset)
    {
        return new PairFigures.Part(figures.getLongAcquire(offset + HITS_OFFSET), figures.getLongAcquire(offset + MATURED_OFFSET),
            figures.getLongAcquire(offset + MATURED_FRAUD_OFFSET));
    }

    private void onHits(final long sequence, final long engineTimeMs, final boolean isStandIn)
    {
        addToParts(HITS_OFFSET, 1);
        if (!isStandIn)
        {
            countAlone();
        }
        final long before = alerts.first();
        alerts.add(sequence, engineTimeMs, hits);
        if (alerts.first() != before && matured == before)
        {
            matured++;
            add(FORGOTTEN_OFFSET, 1);
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
                    add(row(rule) + ALONE_OFFSET, 1);
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
            addToParts(MATURED_OFFSET, 1);
            if (alerts.isFraud(matured))
            {
                addToParts(MATURED_FRAUD_OFFSET, 1);
            }
            matured++;
        }
        findNextMature();
    }

    private void findNextMature()
    {
        nextMatureMs = matured < alerts.end() ? alerts.timeMs(matured) + maturityMs : Long.MAX_VALUE;
    }

    /**
     * Adds to one number of every rule, and of every pair, that the hits at hand belong to.
     */
    private void addToParts(final int numberOffset, final long delta)
    {
        for (int word = 0; word < HITS_WORDS; word++)
        {
            for (long bits = hits[word]; 0 != bits; bits &= bits - 1)
            {
                add(row(Long.SIZE * word + Long.numberOfTrailingZeros(bits)) + numberOffset, delta);
            }
        }
        for (int pair = 0; pair < champions.length; pair++)
        {
            final boolean isChampion = isHit(champions[pair]);
            final boolean isChallenger = isHit(challengers[pair]);
            if (isChampion || isChallenger)
            {
                final int part = !isChallenger ? 1 : !isChampion ? 2 : 0;
                add(pairRow(pair) + part * PART_LENGTH + numberOffset, delta);
            }
        }
    }

    private boolean isHit(final int rule)
    {
        return (hits[rule >>> 6] & 1L << rule) != 0;
    }

    private void add(final int offset, final long delta)
    {
        figures.putLongRelease(offset, figures.getLong(offset) + delta);
    }

    private static int row(final int rule)
    {
        return HEADER_LENGTH + rule * ROW_LENGTH;
    }

    private int pairRow(final int pair)
    {
        return HEADER_LENGTH + rules.length * ROW_LENGTH + pair * PAIR_LENGTH;
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
