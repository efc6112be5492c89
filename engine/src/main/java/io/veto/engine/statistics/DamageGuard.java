package io.veto.engine.statistics;

import io.veto.rules.language.Rule;
import java.util.Arrays;

/**
 * Says when a rule hits more than its author expects, by more than chance explains.
 * <p>
 * Hits are counted in blocks of 1,000, of 10,000 and of 100,000 transactions, one behind the other. A rule leaves its band as soon as its
 * hits in a block exceed {@code m + sqrt(36 m) + 6}, where {@code m} is the expected share of the block, whole numbers all. So a rule that
 * hits just as often as it may is stopped wrongly in about one block of a hundred million. One that may hit 2 % and hits everything is
 * stopped behind the 54th transaction, one that hits 8 % within a block of 1,000, and one that hits 2.4 % within a block of 100,000.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction. It is no state of the line: what it decides is journalled.
 */
final class DamageGuard
{
    private static final int[] BLOCKS = {1_000, 10_000, 100_000};
    private static final int MILLION = 1_000_000;
    private static final int DEVIATIONS_SQUARED = 36;
    private static final int SLACK = 6;

    private final long[][] hits;
    private final long[][] limits;
    private final boolean hasGuarded;
    private int seen = 0;
    private long fullBlocks = 0;

    /**
     * Begins a block of each length.
     *
     * @param rules of the rule set.
     */
    DamageGuard(final Rule[] rules)
    {
        hits = new long[BLOCKS.length][rules.length];
        limits = new long[BLOCKS.length][rules.length];
        boolean any = false;
        for (int i = 0; i < rules.length; i++)
        {
            final int share = rules[i].expectedMaxMillionths();
            any |= Rule.NULL_SHARE != share;
            for (int block = 0; block < BLOCKS.length; block++)
            {
                limits[block][i] = Rule.NULL_SHARE == share ? Long.MAX_VALUE : limit(BLOCKS[block], share);
            }
        }
        hasGuarded = any;
    }

    /**
     * Whether any rule says what it expects.
     */
    boolean hasGuarded()
    {
        return hasGuarded;
    }

    /**
     * Counts a transaction, before its hits.
     */
    void onTransaction()
    {
        if (seen == BLOCKS[0])
        {
            beginBlocks();
        }
        seen++;
    }

    /**
     * Counts a hit.
     *
     * @param rule its index.
     * @return index of the block that it exceeds, negative while the rule is in its band.
     */
    int onHit(final int rule)
    {
        int exceeded = -1;
        for (int block = 0; block < BLOCKS.length; block++)
        {
            if (++hits[block][rule] > limits[block][rule] && exceeded < 0)
            {
                exceeded = block;
            }
        }
        return exceeded;
    }

    /**
     * Forgets the hits of a rule that counts again.
     */
    void begin(final int rule)
    {
        for (final long[] ofBlock : hits)
        {
            ofBlock[rule] = 0;
        }
    }

    /**
     * Hits of a rule in the current block.
     */
    long hits(final int block, final int rule)
    {
        return hits[block][rule];
    }

    /**
     * Transactions in the current block.
     */
    long transactions(final int block)
    {
        return fullBlocks * BLOCKS[0] % BLOCKS[block] + seen;
    }

    private void beginBlocks()
    {
        seen = 0;
        fullBlocks++;
        for (int block = 0; block < BLOCKS.length; block++)
        {
            if (0 == transactions(block))
            {
                Arrays.fill(hits[block], 0);
            }
        }
    }

    /**
     * Most hits in a block.
     *
     * @param transactions of the block.
     * @param share        expected at most, in millionths.
     * @return hits that chance explains.
     */
    static long limit(final int transactions, final int share)
    {
        final long millionths = (long)transactions * share;
        long root = 0;
        while (root * root * MILLION < DEVIATIONS_SQUARED * millionths)
        {
            root++;
        }
        return millionths / MILLION + root + SLACK;
    }
}
