package io.veto.ingest.gateway;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AcknowledgementEncoder;
import io.veto.rules.layout.AnswerEncoder;
import io.veto.rules.layout.CorrectionFlagsDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.InputFlagsDecoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.TransactionDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Makes the answer of a journalled message, the same whether it has just been journalled or is read back.
 * <p>
 * <b>Note:</b> one thread per instance.
 */
final class AnswerFrames
{
    /** Longest answer in bytes. */
    static final int LENGTH_MAX = FrameDescriptor.MESSAGE_OFFSET + AnswerEncoder.BLOCK_LENGTH;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final InputFlagsDecoder inputFlags = new InputFlagsDecoder();
    private final AnswerEncoder answer = new AnswerEncoder();
    private final AcknowledgementEncoder acknowledgement = new AcknowledgementEncoder();

    /**
     * Length of the answer to a record.
     *
     * @param type of the record.
     * @return whole frame in bytes.
     */
    static int length(final int type)
    {
        return FrameDescriptor.MESSAGE_OFFSET + (RecordDescriptor.TYPE_TRANSACTION == type ?
            AnswerEncoder.BLOCK_LENGTH : AcknowledgementEncoder.BLOCK_LENGTH);
    }

    /**
     * Whether a frame is the answer to a transaction under other rules.
     *
     * @param frame       buffer that holds it.
     * @param frameOffset of the frame.
     * @param ruleSetHash of the rules.
     * @return false for an acknowledgement.
     */
    static boolean isOfOtherRules(final DirectBuffer frame, final int frameOffset, final long ruleSetHash)
    {
        return AnswerEncoder.TEMPLATE_ID == FrameDescriptor.templateId(frame, frameOffset) && ruleSetHash != frame.getLong(
            frameOffset + FrameDescriptor.MESSAGE_OFFSET + AnswerEncoder.decisionEncodingOffset() +
            DecisionEncoder.ruleSetHashEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes the answer to a record.
     *
     * @param record       buffer of a record that holds a message.
     * @param recordOffset of the record.
     * @param flags        of the frame, besides what the record tells.
     * @param frame        buffer to write into.
     * @param frameOffset  of the frame.
     */
    void encode(
        final DirectBuffer record, final int recordOffset, final int flags, final MutableDirectBuffer frame, final int frameOffset)
    {
        final int type = RecordDescriptor.type(record, recordOffset);
        final int sourceId = RecordDescriptor.sourceId(record, recordOffset);
        final long messageNumber = RecordDescriptor.messageNumber(record, recordOffset);
        final long sequence = RecordDescriptor.sequence(record, recordOffset);
        final int block = frameOffset + FrameDescriptor.MESSAGE_OFFSET;
        if (RecordDescriptor.TYPE_TRANSACTION == type)
        {
            inputFlags.wrap(
                record, recordOffset + RecordDescriptor.SOURCED_BLOCK_OFFSET + TransactionDecoder.inputFlagsEncodingOffset());
            FrameDescriptor.putHeader(frame, frameOffset, length(type), inputFlags.duplicate() ? flags | FrameDescriptor.FLAG_DUPLICATE :
                flags, sourceId, messageNumber, header, AnswerEncoder.BLOCK_LENGTH, AnswerEncoder.TEMPLATE_ID);
            answer.wrap(frame, block).sequence(sequence);
            frame.putBytes(block + AnswerEncoder.decisionEncodingOffset(), record, recordOffset + RecordDescriptor.DECISION_OFFSET,
                DecisionEncoder.ENCODED_LENGTH);
        }
        else
        {
            final int flagsOffset = RecordDescriptor.TYPE_LABEL == type ?
                LabelDecoder.flagsEncodingOffset() : ReversalDecoder.flagsEncodingOffset();
            FrameDescriptor.putHeader(frame, frameOffset, length(type), flags, sourceId, messageNumber, header,
                AcknowledgementEncoder.BLOCK_LENGTH, AcknowledgementEncoder.TEMPLATE_ID);
            acknowledgement.wrap(frame, block).sequence(sequence).unused(0).unused2(0);
            frame.putBytes(block + AcknowledgementEncoder.flagsEncodingOffset(), record,
                recordOffset + RecordDescriptor.SOURCED_BLOCK_OFFSET + flagsOffset, CorrectionFlagsDecoder.ENCODED_LENGTH);
        }
    }
}
