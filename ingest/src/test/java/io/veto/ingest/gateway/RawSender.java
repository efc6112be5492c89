package io.veto.ingest.gateway;

import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.FetchAnswersEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.HelloEncoder;
import io.veto.rules.layout.LabelByIdEncoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.ProblemDecoder;
import io.veto.rules.layout.ReversalByIdEncoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.RuleTableDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.WelcomeDecoder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A sender with plain blocking sockets that can say anything, right or wrong, and reads one frame at a time.
 */
final class RawSender implements AutoCloseable
{
    private static final int TIMEOUT_MS = 3_000;

    private final Socket socket;
    private final DataInputStream input;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int sourceId = 0;
    private long lastNumber = 0;

    RawSender(final int port) throws IOException
    {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /**
     * Says Hello and reads the Welcome and the rule table.
     *
     * @return the last journalled message number.
     */
    long greet(final String name) throws IOException
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + HelloEncoder.BLOCK_LENGTH];
        new HelloEncoder().wrap(buffer(frame, 0, HelloEncoder.BLOCK_LENGTH, HelloEncoder.TEMPLATE_ID),
            FrameDescriptor.MESSAGE_OFFSET).sourceName(name);
        send(frame);
        final UnsafeBuffer reply = read();
        if (WelcomeDecoder.TEMPLATE_ID != templateId(reply))
        {
            throw new IOException(problem(reply));
        }
        final WelcomeDecoder welcome = new WelcomeDecoder().wrap(
            reply, FrameDescriptor.MESSAGE_OFFSET, WelcomeDecoder.BLOCK_LENGTH, WelcomeDecoder.SCHEMA_VERSION);
        sourceId = (int)welcome.sourceId();
        lastNumber = welcome.lastMessageNumber();
        read();
        return lastNumber;
    }

    byte[] transaction(final String card, final String terminal, final long amountMinor, final long timeMs)
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + TransactionEncoder.BLOCK_LENGTH];
        final UnsafeBuffer buffer = buffer(frame, ++lastNumber, TransactionEncoder.BLOCK_LENGTH, TransactionEncoder.TEMPLATE_ID);
        new TransactionEncoder().wrap(buffer, FrameDescriptor.MESSAGE_OFFSET)
            .eventTimeMs(timeMs).amountMinor(amountMinor).terminal(terminal).transactionId("t" + lastNumber);
        buffer.putStringWithoutLengthAscii(FrameDescriptor.MESSAGE_OFFSET + TransactionEncoder.accountEncodingOffset(), card);
        return frame;
    }

    byte[] transaction(final String id, final String card, final String terminal, final long amountMinor, final long timeMs)
    {
        final byte[] frame = transaction(card, terminal, amountMinor, timeMs);
        new TransactionEncoder().wrap(new UnsafeBuffer(frame), FrameDescriptor.MESSAGE_OFFSET).transactionId(id);
        return frame;
    }

    byte[] label(final long targetMessageNumber, final FraudLabel fraud)
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + LabelEncoder.BLOCK_LENGTH];
        final UnsafeBuffer buffer = buffer(frame, ++lastNumber, LabelEncoder.BLOCK_LENGTH, LabelEncoder.TEMPLATE_ID);
        new LabelEncoder().wrap(buffer, FrameDescriptor.MESSAGE_OFFSET).targetSequence(LabelEncoder.targetSequenceNullValue())
            .targetMessageNumber(targetMessageNumber).fraud(fraud);
        return frame;
    }

    byte[] reversal(final long targetMessageNumber, final long amountMinor)
    {
        return reversal(ReversalEncoder.targetSequenceNullValue(), targetMessageNumber, amountMinor);
    }

    byte[] reversal(final long targetSequence, final long targetMessageNumber, final long amountMinor)
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + ReversalEncoder.BLOCK_LENGTH];
        final UnsafeBuffer buffer = buffer(frame, ++lastNumber, ReversalEncoder.BLOCK_LENGTH, ReversalEncoder.TEMPLATE_ID);
        new ReversalEncoder().wrap(buffer, FrameDescriptor.MESSAGE_OFFSET).targetSequence(targetSequence)
            .targetMessageNumber(targetMessageNumber).amountMinor(amountMinor);
        return frame;
    }

    byte[] labelById(final String source, final String id, final FraudLabel fraud)
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + LabelByIdEncoder.BLOCK_LENGTH];
        final UnsafeBuffer buffer = buffer(frame, ++lastNumber, LabelByIdEncoder.BLOCK_LENGTH, LabelByIdEncoder.TEMPLATE_ID);
        new LabelByIdEncoder().wrap(buffer, FrameDescriptor.MESSAGE_OFFSET).targetTransactionId(id).fraud(fraud).targetSource(source);
        return frame;
    }

    byte[] reversalById(final String source, final String id, final long amountMinor)
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + ReversalByIdEncoder.BLOCK_LENGTH];
        final UnsafeBuffer buffer = buffer(frame, ++lastNumber, ReversalByIdEncoder.BLOCK_LENGTH, ReversalByIdEncoder.TEMPLATE_ID);
        new ReversalByIdEncoder().wrap(buffer, FrameDescriptor.MESSAGE_OFFSET).targetTransactionId(id).amountMinor(amountMinor)
            .targetSource(source);
        return frame;
    }

    byte[] fetch(final long from, final long to)
    {
        final byte[] frame = new byte[FrameDescriptor.MESSAGE_OFFSET + FetchAnswersEncoder.BLOCK_LENGTH];
        final UnsafeBuffer buffer = buffer(frame, 0, FetchAnswersEncoder.BLOCK_LENGTH, FetchAnswersEncoder.TEMPLATE_ID);
        new FetchAnswersEncoder().wrap(buffer, FrameDescriptor.MESSAGE_OFFSET).fromMessageNumber(from).toMessageNumber(to);
        return frame;
    }

    void lastNumber(final long number)
    {
        lastNumber = number;
    }

    void send(final byte[] bytes) throws IOException
    {
        socket.getOutputStream().write(bytes);
    }

    void sayNoMore() throws IOException
    {
        socket.shutdownOutput();
    }

    /**
     * Reads the next frame.
     *
     * @return the frame, or null when the server has closed the connection.
     */
    UnsafeBuffer read() throws IOException
    {
        final byte[] length = new byte[Integer.BYTES];
        try
        {
            input.readFully(length);
        }
        catch (final EOFException e)
        {
            return null;
        }
        final byte[] frame = Arrays.copyOf(length, FrameDescriptor.frameLength(new UnsafeBuffer(length), 0));
        input.readFully(frame, Integer.BYTES, frame.length - Integer.BYTES);
        return new UnsafeBuffer(frame);
    }

    /**
     * Reads the next answer in short: message number, action, flags of an answer; message number and flags of an acknowledgement; the text
     * of a problem; ids and modes of a rule table.
     */
    String readShort() throws IOException
    {
        final UnsafeBuffer frame = read();
        if (null == frame)
        {
            return "closed";
        }
        final String replayed = (0 == (FrameDescriptor.flags(frame, 0) & FrameDescriptor.FLAG_DUPLICATE) ? "" : " duplicate") +
            (0 == (FrameDescriptor.flags(frame, 0) & FrameDescriptor.FLAG_REPLAYED) ? "" : " replayed");
        final long number = FrameDescriptor.messageNumber(frame, 0);
        return switch (templateId(frame))
        {
            case AnswerDecoder.TEMPLATE_ID ->
            {
                final DecisionDecoder decision = answer(frame).decision();
                final StringBuilder flags = new StringBuilder();
                decision.flags().appendTo(flags);
                yield number + " " + decision.action() + flags + replayed;
            }
            case AcknowledgementDecoder.TEMPLATE_ID ->
            {
                final StringBuilder flags = new StringBuilder();
                new AcknowledgementDecoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET, AcknowledgementDecoder.BLOCK_LENGTH, 0).flags()
                    .appendTo(flags);
                yield number + " acknowledged" + flags + replayed;
            }
            case RuleTableDecoder.TEMPLATE_ID -> ruleTable(frame);
            default -> problem(frame);
        };
    }

    static AnswerDecoder answer(final UnsafeBuffer frame)
    {
        return new AnswerDecoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET, AnswerDecoder.BLOCK_LENGTH, AnswerDecoder.SCHEMA_VERSION);
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }

    private UnsafeBuffer buffer(final byte[] frame, final long number, final int blockLength, final int templateId)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        FrameDescriptor.putHeader(buffer, 0, frame.length, 0, sourceId, number, header, blockLength, templateId);
        return buffer;
    }

    private static int templateId(final UnsafeBuffer frame)
    {
        return new MessageHeaderDecoder().wrap(frame, FrameDescriptor.HEADER_LENGTH).templateId();
    }

    private static String ruleTable(final UnsafeBuffer frame)
    {
        final StringBuilder text = new StringBuilder("rules");
        final RuleTableDecoder table = new RuleTableDecoder().wrap(
            frame, FrameDescriptor.MESSAGE_OFFSET, RuleTableDecoder.BLOCK_LENGTH, RuleTableDecoder.SCHEMA_VERSION);
        for (final RuleTableDecoder.RulesDecoder rule : table.rules())
        {
            text.append(' ').append(rule.ruleId()).append('=').append(rule.mode());
            rule.skipReason();
        }
        return text.toString();
    }

    private static String problem(final UnsafeBuffer frame)
    {
        return new ProblemDecoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET, ProblemDecoder.BLOCK_LENGTH, ProblemDecoder.SCHEMA_VERSION)
            .text();
    }
}
