package io.veto.perf.journal;

import org.agrona.MutableDirectBuffer;

/**
 * Transactions as the scorer gets them, tokenised and with their effective time, one after another in the order of their time.
 * <p>
 * <b>Note:</b> one thread.
 */
public interface JournalTraffic
{
    /**
     * Makes the next transaction.
     *
     * @param buffer to write it to.
     * @param offset of its block.
     */
    void next(MutableDirectBuffer buffer, int offset);
}
