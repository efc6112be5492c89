package io.veto.engine.statistics;

import io.veto.rules.language.Rule;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The numbers of {@link RuleStatistics}, where one thread counts and others look.
 * <pre>
 *   0                64               64 + 64 * rules
 *   +----------------+----···----+----···----+
 *   | transactions,  | a row for | a row for |
 *   | forgotten      | each rule | each pair |
 *   +----------------+----···----+----···----+
 * </pre>
 * A pair is a challenger beside its champion; its row has three parts: hit by both, by the champion alone, by the challenger alone.
 * <p>
 * <b>Note:</b> one writing thread and any number of readers without locks: each number is written with release and read with acquire
 * semantics. Numbers read together may be of neighbouring moments. Allocates nothing but what is read.
 */
final class FigureTable
{
    private static final int HITS_WORDS = DecisionDecoder.hitsLength();
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

    private final int rules;
    private final int[] champions;
    private final int[] challengers;
    private final UnsafeBuffer figures;

    /**
     * Begins with zeros.
     *
     * @param rules in file order.
     */
    FigureTable(final Rule[] rules)
    {
        this.rules = rules.length;
        int pairs = 0;
        for (final Rule rule : rules)
        {
            pairs += Rule.NULL_RULE == rule.champion() ? 0 : 1;
        }
        champions = new int[pairs];
        challengers = new int[pairs];
        int pair = 0;
        for (final Rule rule : rules)
        {
            if (Rule.NULL_RULE != rule.champion())
            {
                champions[pair] = rule.champion();
                challengers[pair++] = rule.index();
            }
        }
        figures = new UnsafeBuffer(ByteBuffer.allocateDirect(pairRow(pairs)));
    }

    void load(final StateReader reader)
    {
        reader.getLong("length of figures", figures.capacity(), figures.capacity());
        reader.getBytes(figures, 0, figures.capacity());
    }

    void save(final StateWriter writer)
    {
        writer.putLong(figures.capacity());
        writer.putBytes(figures, 0, figures.capacity());
    }

    void onTransaction()
    {
        add(TRANSACTIONS_OFFSET, 1);
    }

    void onForgotten()
    {
        add(FORGOTTEN_OFFSET, 1);
    }

    /**
     * Counts a transaction for every rule, and every pair, that hit it.
     *
     * @param hits a bit for each rule, here and below.
     */
    void addHits(final long[] hits)
    {
        add(hits, HITS_OFFSET, 1);
    }

    void addMatured(final long[] hits)
    {
        add(hits, MATURED_OFFSET, 1);
    }

    void addFraud(final long[] hits, final long delta)
    {
        add(hits, MATURED_FRAUD_OFFSET, delta);
    }

    /** Counts a transaction that would have been answered otherwise without a rule, or with it. */
    void addAlone(final int rule)
    {
        add(row(rule) + ALONE_OFFSET, 1);
    }

    void shadow(final int rule, final boolean isShadow)
    {
        figures.putLongRelease(row(rule) + SHADOW_OFFSET, isShadow ? 1 : 0);
    }

    void cost(final int rule, final long elapsedNs, final int evaluations)
    {
        final int offset = row(rule) + COST_OFFSET;
        final long sample = Math.max(1, (elapsedNs << COST_SCALE_BITS) / evaluations);
        final long before = figures.getLong(offset);
        figures.putLongRelease(offset, 0 == before ? sample : before + ((sample - before) >> COST_SMOOTHING_BITS));
    }

    long transactions()
    {
        return figures.getLongAcquire(TRANSACTIONS_OFFSET);
    }

    long forgotten()
    {
        return figures.getLongAcquire(FORGOTTEN_OFFSET);
    }

    RuleFigures rule(final int rule)
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

    int pairCount()
    {
        return champions.length;
    }

    PairFigures pair(final int pair)
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

    private void add(final long[] hits, final int numberOffset, final long delta)
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
            final boolean isChampion = isHit(hits, champions[pair]);
            final boolean isChallenger = isHit(hits, challengers[pair]);
            if (isChampion || isChallenger)
            {
                final int part = !isChallenger ? 1 : !isChampion ? 2 : 0;
                add(pairRow(pair) + part * PART_LENGTH + numberOffset, delta);
            }
        }
    }

    private static boolean isHit(final long[] hits, final int rule)
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
        return HEADER_LENGTH + rules * ROW_LENGTH + pair * PAIR_LENGTH;
    }
}
