package io.veto.perf.pack;

import io.veto.ingest.token.Tokeniser;
import io.veto.perf.generate.FraudKind;
import io.veto.perf.generate.LabelledTraffic;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@value #TRANSACTIONS} transactions as the scorer gets them, what each is, and how it was answered. Filled again and again.
 * <p>
 * <b>Note:</b> one thread.
 */
final class PackBlock
{
    /** Most transactions of a block. */
    static final int TRANSACTIONS = 1 << 12;

    private static final int LENGTH = LabelledTraffic.BLOCK_LENGTH;
    private static final int KEY_LENGTH = 32;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(TRANSACTIONS * LENGTH));
    private final UnsafeBuffer decisions = new UnsafeBuffer(new byte[TRANSACTIONS * DecisionEncoder.ENCODED_LENGTH]);
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final DecisionEncoder decisionEncoder = new DecisionEncoder();
    private final DecisionDecoder decision = new DecisionDecoder();
    private final Tokeniser tokeniser = new Tokeniser(new byte[KEY_LENGTH]);
    private final FraudKind[] kinds = new FraudKind[TRANSACTIONS];
    private final long[] episodes = new long[TRANSACTIONS];
    private final boolean[] isKnowable = new boolean[TRANSACTIONS];
    private final long[] timesMs = new long[TRANSACTIONS];
    private int count;

    /**
     * Makes the next transactions, as the gateway hands them on: card numbers replaced by tokens, stamped with their own time.
     *
     * @param traffic to take them from.
     * @return false if there are none any more.
     */
    boolean fill(final LabelledTraffic traffic)
    {
        count = 0;
        while (count < TRANSACTIONS && traffic.next(buffer, count * LENGTH))
        {
            final int offset = count * LENGTH;
            tokeniser.tokenise(buffer, offset + TransactionEncoder.accountEncodingOffset());
            buffer.putLong(
                offset + TransactionEncoder.effectiveTimeMsEncodingOffset(), traffic.eventTimeMs(), TransactionEncoder.BYTE_ORDER);
            kinds[count] = traffic.kind();
            episodes[count] = traffic.episode();
            isKnowable[count] = traffic.isKnowable();
            timesMs[count] = traffic.eventTimeMs();
            count++;
        }
        return count > 0;
    }

    /**
     * Number of transactions.
     *
     * @return at most {@link #TRANSACTIONS}.
     */
    int count()
    {
        return count;
    }

    /**
     * A transaction.
     *
     * @param index in the block.
     * @return the one decoder of the block, wrapped around it.
     */
    TransactionDecoder transaction(final int index)
    {
        return transaction.wrap(buffer, index * LENGTH, LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    /**
     * Where the answer to a transaction goes.
     *
     * @param index in the block.
     * @return the one encoder of the block, wrapped around it.
     */
    DecisionEncoder answer(final int index)
    {
        return decisionEncoder.wrap(decisions, index * DecisionEncoder.ENCODED_LENGTH);
    }

    /**
     * The answer to a transaction.
     *
     * @param index in the block.
     * @return the one decoder of the block, wrapped around it.
     */
    DecisionDecoder answered(final int index)
    {
        return decision.wrap(decisions, index * DecisionEncoder.ENCODED_LENGTH);
    }

    /**
     * What a transaction is.
     *
     * @param index in the block.
     * @return its kind.
     */
    FraudKind kind(final int index)
    {
        return kinds[index];
    }

    /**
     * The fraud that a transaction is part of.
     *
     * @param index in the block.
     * @return its number; 0 for genuine.
     */
    long episode(final int index)
    {
        return episodes[index];
    }

    /**
     * Whether what went before in its fraud suffices to tell a transaction from a customer's.
     *
     * @param index in the block.
     * @return true if so.
     */
    boolean isKnowable(final int index)
    {
        return isKnowable[index];
    }

    /**
     * When a transaction happened.
     *
     * @param index in the block.
     * @return epoch milliseconds.
     */
    long timeMs(final int index)
    {
        return timesMs[index];
    }
}
