package io.veto.perf.system;

import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.DecisionDecoder;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * What a sender was told about a message, or what the journal holds of it: equal where nothing was lost.
 *
 * @param sequence of the journal record.
 * @param content  the decision in hexadecimal digits, or the flags of an acknowledgement.
 */
record Told(long sequence, String content)
{
    static Told of(final AnswerDecoder answer)
    {
        return decided(answer.sequence(), answer.decision().buffer(), answer.decision().offset());
    }

    static Told of(final AcknowledgementDecoder acknowledgement)
    {
        return new Told(acknowledgement.sequence(), acknowledgement.flags().toString());
    }

    static Told decided(final long sequence, final DirectBuffer buffer, final int offset)
    {
        final byte[] decision = new byte[DecisionDecoder.ENCODED_LENGTH];
        buffer.getBytes(offset, decision);
        return new Told(sequence, HexFormat.of().formatHex(decision));
    }
}
