package io.veto.perf.load;

import io.veto.ingest.client.SessionException;

/**
 * Takes transactions and answers them in order.
 * <p>
 * <b>Note:</b> one thread; never waits.
 */
public interface LoadTarget
{
    /**
     * Offers the next transaction.
     *
     * @return false if there is no room for it now.
     */
    boolean offer();

    /**
     * Sends what is to be sent and takes the answers that have come.
     *
     * @param onAnswer run once for each answer, in the order of the offers.
     * @return work done; 0 if there was none.
     * @throws SessionException if there will be no more answers.
     */
    int poll(Runnable onAnswer) throws SessionException;
}
