package io.veto.perf.windows;

import java.nio.file.Path;

/**
 * What is to be measured of the windows.
 *
 * @param rate         transactions for each second of their own time.
 * @param transactions to measure over, rounded up to whole blocks.
 * @param warmup       transactions before those, rounded up to whole blocks.
 * @param cards        number of cards.
 * @param seed         of the traffic.
 * @param everyCardFirst whether every card comes once before the traffic is what it is.
 * @param samplePeriod one transaction in so many is sampled.
 * @param rulesName    of the rule file.
 * @param rulesText    of the rule file.
 * @param reservoir    folder for the segments of the reservoir, deleted afterwards; null for main memory.
 * @param withPeer     whether plain Java is measured beside, which knows {@link PeersRules} only.
 */
public record WindowsPlan(
    long rate,
    long transactions,
    long warmup,
    int cards,
    long seed,
    boolean everyCardFirst,
    int samplePeriod,
    String rulesName,
    String rulesText,
    Path reservoir,
    boolean withPeer)
{
    /**
     * Blocks that hold at least so many transactions.
     *
     * @param transactions to hold.
     * @return number of blocks.
     */
    static int blocks(final long transactions)
    {
        return Math.toIntExact((transactions + CardBlock.TRANSACTIONS - 1) / CardBlock.TRANSACTIONS);
    }
}
