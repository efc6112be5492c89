package io.veto.perf.generate;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was generated.
 *
 * @param transactions        number of transactions.
 * @param transactionsByKind  the same by kind, every kind named, in the order of {@link FraudKind}.
 */
public record TrafficSummary(long transactions, Map<FraudKind, Long> transactionsByKind)
{
    /**
     * Keeps a copy of the map.
     */
    public TrafficSummary
    {
        transactionsByKind = Collections.unmodifiableMap(new EnumMap<>(transactionsByKind));
    }

    /**
     * Number of frauds of all kinds.
     *
     * @return transactions that are not genuine.
     */
    public long frauds()
    {
        return transactions - transactionsByKind.get(FraudKind.GENUINE);
    }
}
