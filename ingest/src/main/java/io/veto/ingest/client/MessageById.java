package io.veto.ingest.client;

import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelByIdEncoder;
import io.veto.rules.layout.ReversalByIdEncoder;
import io.veto.rules.layout.TransactionEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A label or a reversal that names its transaction by the id that its sender gave it, whoever that was and however long ago, as far as the
 * server keeps ids.
 * <p>
 * <b>Note:</b> single-threaded; to be used again once it is offered.
 */
public final class MessageById
{
    /** Name of the source that offers the message. */
    public static final String OWN_SOURCE = "";

    private final IdentifierEncoder identifiers = new IdentifierEncoder();
    private final LabelByIdEncoder label = new LabelByIdEncoder();
    private final ReversalByIdEncoder reversal = new ReversalByIdEncoder();
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[ReversalByIdEncoder.BLOCK_LENGTH]);
    private int templateId;
    private int blockLength;

    /**
     * Makes it a label.
     *
     * @param source        name of the source that sent the transaction; {@link #OWN_SOURCE} for the one that offers the label.
     * @param transactionId as that source gave it.
     * @param fraud         what the transaction turned out to be.
     * @return this.
     * @throws IllegalArgumentException if the transaction id is empty: no transaction is found by that.
     */
    public MessageById label(final String source, final CharSequence transactionId, final FraudLabel fraud)
    {
        begin(LabelByIdEncoder.TEMPLATE_ID, LabelByIdEncoder.BLOCK_LENGTH, transactionId);
        label.wrap(block, 0).fraud(fraud).targetSource(source);
        return this;
    }

    /**
     * Makes it a reversal.
     *
     * @param source        name of the source that sent the transaction; {@link #OWN_SOURCE} for the one that offers the reversal.
     * @param transactionId as that source gave it.
     * @param amountMinor   how much, of the sign of the transaction's amount; {@link VetoClient#ALL_THAT_IS_LEFT} for a full reversal.
     * @return this.
     * @throws IllegalArgumentException if the transaction id is empty: no transaction is found by that.
     */
    public MessageById reversal(final String source, final CharSequence transactionId, final long amountMinor)
    {
        begin(ReversalByIdEncoder.TEMPLATE_ID, ReversalByIdEncoder.BLOCK_LENGTH, transactionId);
        reversal.wrap(block, 0).amountMinor(amountMinor).targetSource(source);
        return this;
    }

    int templateId()
    {
        return templateId;
    }

    int blockLength()
    {
        return blockLength;
    }

    UnsafeBuffer block()
    {
        return block;
    }

    private void begin(final int newTemplateId, final int newBlockLength, final CharSequence transactionId)
    {
        if (transactionId.isEmpty())
        {
            throw new IllegalArgumentException("transaction id is empty: name the transaction by sequence or message number");
        }
        templateId = newTemplateId;
        blockLength = newBlockLength;
        block.setMemory(0, block.capacity(), (byte)0);
        identifiers.put(block, 0, TransactionEncoder.transactionIdLength(), IdentifierEncoder.TRANSACTION_ID_DIGEST_LENGTH, transactionId);
    }
}
