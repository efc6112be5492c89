package io.veto.perf.windows;

import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * {@value #TRANSACTIONS} transactions as the scorer gets them, made before anything is measured and filled again and again.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class CardBlock
{
    /** Transactions of a block. */
    public static final int TRANSACTIONS = 1 << 12;

    private static final int LENGTH = TransactionEncoder.BLOCK_LENGTH;
    private static final int EURO = 978;
    private static final int MCC = 5411;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(TRANSACTIONS * LENGTH));
    private final TransactionDecoder decoder = new TransactionDecoder();
    private long lastId = 0;

    /**
     * Makes a block whose transactions have no card, time, amount or place yet.
     */
    public CardBlock()
    {
        final TransactionEncoder encoder = new TransactionEncoder();
        for (int i = 0; i < TRANSACTIONS; i++)
        {
            encoder.wrap(buffer, i * LENGTH).currency(EURO).mcc(MCC).cardCountry("DE")
                .latitudeMicro(TransactionEncoder.latitudeMicroNullValue())
                .longitudeMicro(TransactionEncoder.longitudeMicroNullValue())
                .localOffsetMinutes(TransactionEncoder.localOffsetMinutesNullValue());
        }
    }

    /**
     * A transaction.
     *
     * @param index in the block.
     * @return the one decoder of the block, wrapped around it.
     */
    public TransactionDecoder transaction(final int index)
    {
        return decoder.wrap(buffer, index * LENGTH, LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    /**
     * When a transaction happened.
     *
     * @param index in the block.
     * @return epoch milliseconds.
     */
    long timeMs(final int index)
    {
        return buffer.getLong(index * LENGTH + TransactionEncoder.effectiveTimeMsEncodingOffset());
    }

    /**
     * Amount of a transaction.
     *
     * @param index in the block.
     * @return minor units.
     */
    long amountMinor(final int index)
    {
        return buffer.getLong(index * LENGTH + TransactionEncoder.amountMinorEncodingOffset());
    }

    /**
     * Card of a transaction.
     *
     * @param index in the block.
     * @return its token.
     */
    long cardToken(final int index)
    {
        return buffer.getLong(index * LENGTH + TransactionEncoder.accountEncodingOffset());
    }

    /**
     * Country of the merchant of a transaction.
     *
     * @param index in the block.
     * @return both letters in one number.
     */
    short merchantCountry(final int index)
    {
        return buffer.getShort(index * LENGTH + TransactionEncoder.merchantCountryEncodingOffset());
    }

    /**
     * Fills a transaction in, and gives it an id that none of this block had before.
     *
     * @param index           in the block.
     * @param timeMs          epoch milliseconds.
     * @param cardToken       of the card.
     * @param amountMinor     minor units.
     * @param merchantCountry both letters in one number.
     * @param place           names the terminal and its merchant, above 0.
     */
    void put(
        final int index,
        final long timeMs,
        final long cardToken,
        final long amountMinor,
        final short merchantCountry,
        final long place)
    {
        final int offset = index * LENGTH;
        buffer.putLong(offset + TransactionEncoder.transactionIdEncodingOffset(), ++lastId);
        buffer.putLong(offset + TransactionEncoder.eventTimeMsEncodingOffset(), timeMs);
        buffer.putLong(offset + TransactionEncoder.effectiveTimeMsEncodingOffset(), timeMs);
        buffer.putLong(offset + TransactionEncoder.amountMinorEncodingOffset(), amountMinor);
        buffer.putLong(offset + TransactionEncoder.accountEncodingOffset(), cardToken);
        buffer.putShort(offset + TransactionEncoder.merchantCountryEncodingOffset(), merchantCountry);
        buffer.putLong(offset + TransactionEncoder.terminalEncodingOffset(), place);
        buffer.putLong(offset + TransactionEncoder.merchantEncodingOffset(), place);
    }
}
