package io.veto.perf.windows;

/**
 * What was measured.
 *
 * @param transactions     measured over.
 * @param veto             times of Veto.
 * @param steps            of the transactions that were sampled.
 * @param hits             how often each of the first eight rules hit, those before the measured ones included.
 * @param liveCards        at the end.
 * @param retained         transactions that some window may still need at the end.
 * @param valueNodes       values kept for distinct, min and max at the end.
 * @param accumulators     bytes that rows and values take, free places among them included.
 * @param worstSteps       most steps of one transaction: what it expired, swept and appended.
 * @param residentGrowth   resident memory that came while Veto was at work, in bytes, since before its first transaction.
 * @param allocatedLength  bytes that the thread allocated on the Java heap for the measured transactions of Veto.
 * @param peer             times of plain Java; null if it was not measured.
 * @param peerHeapGrowth   bytes of the Java heap that plain Java's state takes at the end; 0 if it was not measured.
 * @param peerCards        cards that plain Java holds at the end.
 * @param differences      transactions that the two answered differently.
 * @param firstDifference  the first of them; null if there is none.
 */
public record WindowsResult(
    long transactions,
    SliceTimes veto,
    StepMeter steps,
    long[] hits,
    int liveCards,
    long retained,
    long valueNodes,
    long accumulators,
    long worstSteps,
    long residentGrowth,
    long allocatedLength,
    SliceTimes peer,
    long peerHeapGrowth,
    int peerCards,
    long differences,
    String firstDifference)
{
    /**
     * Resident memory for each live card, reservoir included.
     *
     * @return bytes.
     */
    public double residentPerLiveCard()
    {
        return residentGrowth / (double)Math.max(1, liveCards);
    }

    /**
     * What the measured thread allocated.
     *
     * @return bytes for each transaction.
     */
    public double allocatedPerTransaction()
    {
        return allocatedLength / (double)transactions;
    }
}
