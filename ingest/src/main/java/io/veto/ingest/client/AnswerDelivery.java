package io.veto.ingest.client;

import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.TransactionEncoder;

/**
 * Hands answers over, each once and in order, and ends the session where the server's do not fit the messages that were offered.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing.
 */
final class AnswerDelivery
{
    private final ClientContext context;
    private final FrameReceiver receiver;
    private final UnansweredRing unanswered;
    private final Outage outage;
    private final AnswerDecoder answerDecoder = new AnswerDecoder();
    private final AcknowledgementDecoder acknowledgementDecoder = new AcknowledgementDecoder();

    AnswerDelivery(final ClientContext context, final FrameReceiver receiver, final UnansweredRing unanswered, final Outage outage)
    {
        this.context = context;
        this.receiver = receiver;
        this.unanswered = unanswered;
        this.outage = outage;
    }

    /**
     * Takes the answer that the receiver holds.
     *
     * @param handler        told of it.
     * @param isReady        whether the server has told its rules.
     * @param lastJournalled last message that was in the journal when the connection began.
     * @return false where it answers what an earlier run has sent and this one has not offered yet: it stays where it is.
     * @throws SessionException if it is not the next answer, or not one to the message of that number.
     */
    boolean onAnswer(final ClientHandler handler, final boolean isReady, final long lastJournalled) throws SessionException
    {
        final MessageHeaderDecoder header = receiver.header();
        final long messageNumber = receiver.messageNumber();
        final long expected = unanswered.answered() + 1;
        if (!isReady || messageNumber != expected)
        {
            throw context.inconsistent("answers not contiguous: expectedMessageNumber=" + expected + " messageNumber=" + messageNumber);
        }
        if (messageNumber > unanswered.offered())
        {
            if (messageNumber > lastJournalled)
            {
                throw context.inconsistent("answer to a message that was never sent: expectedMessageNumber<=" +
                    unanswered.offered() + " messageNumber=" + messageNumber);
            }
            return false;
        }
        final boolean isTransaction = unanswered.templateId(messageNumber) == TransactionEncoder.TEMPLATE_ID;
        if (isTransaction != (header.templateId() == AnswerDecoder.TEMPLATE_ID))
        {
            throw context.inconsistent("answer of the wrong kind: messageNumber=" + messageNumber + " expectedTemplateId=" +
                (isTransaction ? AnswerDecoder.TEMPLATE_ID : AcknowledgementDecoder.TEMPLATE_ID) + " templateId=" +
                header.templateId() + "; the source has sent something else before: give it another name");
        }
        unanswered.onAnswered(messageNumber);
        outage.onAnswer();
        deliver(handler, header, messageNumber, isTransaction);
        return true;
    }

    private void deliver(
        final ClientHandler handler, final MessageHeaderDecoder header, final long messageNumber, final boolean isTransaction)
    {
        if (isTransaction)
        {
            handler.onAnswer(messageNumber, receiver.isReplayed(), receiver.isDuplicate(), answerDecoder.wrap(
                receiver.buffer(), receiver.messageOffset(), header.blockLength(), header.version()));
        }
        else
        {
            handler.onAcknowledgement(messageNumber, receiver.isReplayed(), acknowledgementDecoder.wrap(
                receiver.buffer(), receiver.messageOffset(), header.blockLength(), header.version()));
        }
    }
}
