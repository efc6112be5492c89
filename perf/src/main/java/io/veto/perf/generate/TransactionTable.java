package io.veto.perf.generate;

import io.veto.rules.layout.TransactionEncoder;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Synthetic traffic as blocks of the wire's {@code Transaction}, made before anything is measured and handed out again
 * and again: each lap over the table is as many days later as the plan has, and no transaction id comes twice. So
 * event time never goes back, windows turn, and the number of cards stays what the plan says.
 * <p>
 * The transactions are those of a {@link TrafficFile} of the same plan, their labels left out.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
public final class TransactionTable
{
    private static final int BLOCK_LENGTH = TransactionEncoder.BLOCK_LENGTH;
    private static final int ROWS_MAX = Integer.MAX_VALUE / BLOCK_LENGTH;
    private static final int ID_OFFSET = TransactionEncoder.transactionIdEncodingOffset();
    private static final int ID_DIGITS_OFFSET = ID_OFFSET + "ffffff-".length();
    private static final int ID_DIGITS = 11;
    private static final int EVENT_TIME_OFFSET = TransactionEncoder.eventTimeMsEncodingOffset();

    private final UnsafeBuffer buffer;
    private final int rows;
    private final long lapMs;
    private long handedOut;
    private long lastNumber;

    /**
     * Makes the table.
     *
     * @param plan          of the traffic; at most 10,737,418 transactions, 200 bytes each outside the heap.
     * @param daysBefore    days that go before the first transaction, so that it follows on other traffic.
     * @param numbersBefore transactions that go before the first, so that ids follow on those of other traffic.
     * @throws IllegalArgumentException if the plan has too many transactions.
     */
    public TransactionTable(final TrafficPlan plan, final int daysBefore, final long numbersBefore)
    {
        if (plan.transactions() > ROWS_MAX)
        {
            throw new IllegalArgumentException("too many transactions for a table: expectedTransactions<=" + ROWS_MAX +
                " transactions=" + plan.transactions());
        }
        rows = (int)plan.transactions();
        lapMs = plan.days() * ArrivalClock.DAY_MS;
        lastNumber = numbersBefore;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(rows * BLOCK_LENGTH));
        final TrafficStream stream = new TrafficStream(plan);
        final BlockPublisher publisher = new BlockPublisher(plan.seed());
        for (int row = 0; row < rows; row++)
        {
            final SyntheticTransaction transaction = stream.next();
            publisher.publish(
                transaction, row + 1L, transaction.eventTimeMs + daysBefore * ArrivalClock.DAY_MS, buffer, row * BLOCK_LENGTH);
        }
    }

    /**
     * Makes the next transaction ready.
     *
     * @return offset of its block in {@link #buffer()}, in bytes; valid until as many more are taken as the table has.
     */
    public int next()
    {
        final int row = (int)(handedOut % rows);
        final int offset = row * BLOCK_LENGTH;
        if (handedOut >= rows)
        {
            buffer.putLong(offset + EVENT_TIME_OFFSET, buffer.getLong(offset + EVENT_TIME_OFFSET) + lapMs);
        }
        handedOut++;
        long number = ++lastNumber;
        for (int i = ID_DIGITS - 1; i >= 0; i--)
        {
            buffer.putByte(offset + ID_DIGITS_OFFSET + i, (byte)('0' + number % 10));
            number /= 10;
        }
        return offset;
    }

    /**
     * Holds the blocks.
     *
     * @return the buffer.
     */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Transactions of one lap.
     *
     * @return their number.
     */
    public int rows()
    {
        return rows;
    }
}
