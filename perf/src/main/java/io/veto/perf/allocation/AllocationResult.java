package io.veto.perf.allocation;

import io.veto.perf.load.AnswerCounts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the threads of an appliance allocated.
 *
 * @param transactions  measured over.
 * @param elapsedNs     from the first send to the last answer.
 * @param answers       to these transactions.
 * @param bytesByThread bytes on the Java heap, by the name of the thread, in the order a transaction passes them.
 */
public record AllocationResult(
    long transactions, long elapsedNs, AnswerCounts answers, Map<String, Long> bytesByThread)
{
    /** Most bytes a transaction may cost on all threads together. */
    public static final double BYTES_PER_TRANSACTION_MAX = 0.01;

    /**
     * Keeps a copy of the map.
     */
    public AllocationResult
    {
        bytesByThread = Collections.unmodifiableMap(new LinkedHashMap<>(bytesByThread));
    }

    /**
     * Bytes of all threads together.
     *
     * @return the sum.
     */
    public long bytes()
    {
        return bytesByThread.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * What a transaction cost on all threads together.
     *
     * @return bytes for each transaction.
     */
    public double bytesPerTransaction()
    {
        return bytes() / (double)transactions;
    }

    /**
     * Whether the hot path allocates next to nothing.
     *
     * @return true if a transaction cost at most {@value #BYTES_PER_TRANSACTION_MAX} bytes.
     */
    public boolean isWithinBounds()
    {
        return bytesPerTransaction() <= BYTES_PER_TRANSACTION_MAX;
    }
}
