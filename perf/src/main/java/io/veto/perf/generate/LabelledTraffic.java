package io.veto.perf.generate;

import io.veto.rules.layout.TransactionEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * Synthetic traffic as blocks of the wire's {@code Transaction}, one after another in event-time order, with what each is. The
 * transactions are those of a {@link TrafficFile} of the same plan.
 * <p>
 * <b>Note:</b> one thread. Memory grows with neither cards nor transactions.
 */
public final class LabelledTraffic
{
    /** When traffic begins, epoch milliseconds. */
    public static final long BEGIN_MS = ArrivalClock.START_MS;
    /** Length of a block in bytes. */
    public static final int BLOCK_LENGTH = TransactionEncoder.BLOCK_LENGTH;

    private final long transactions;
    private final TrafficStream stream;
    private final BlockPublisher publisher;
    private SyntheticTransaction transaction;
    private long done;

    /**
     * Begins with the first transaction.
     *
     * @param plan of the traffic.
     */
    public LabelledTraffic(final TrafficPlan plan)
    {
        transactions = plan.transactions();
        stream = new TrafficStream(plan);
        publisher = new BlockPublisher(plan.seed());
    }

    /**
     * Makes the next transaction.
     *
     * @param buffer to write it to.
     * @param offset of its block.
     * @return false if there is none any more.
     */
    public boolean next(final MutableDirectBuffer buffer, final int offset)
    {
        if (done == transactions)
        {
            return false;
        }
        transaction = stream.next();
        publisher.publish(transaction, ++done, transaction.eventTimeMs, buffer, offset);
        return true;
    }

    /**
     * When the transaction made last happened.
     *
     * @return epoch milliseconds.
     */
    public long eventTimeMs()
    {
        return transaction.eventTimeMs;
    }

    /**
     * What the transaction made last is.
     *
     * @return its kind.
     */
    public FraudKind kind()
    {
        return transaction.kind;
    }

    /**
     * The fraud that the transaction made last is part of.
     *
     * @return its number; 0 for genuine.
     */
    public long episode()
    {
        return transaction.episode;
    }

    /**
     * Whether what went before in its fraud suffices to tell the transaction made last from a customer's.
     *
     * @return false for genuine, and where a rule that waits for several could not have waited long enough.
     */
    public boolean isKnowable()
    {
        return transaction.isKnowable;
    }
}
