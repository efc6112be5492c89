package io.veto.perf.process;

import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.AnswerEncoder;
import io.veto.rules.layout.HelloDecoder;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.RuleTableEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.WelcomeEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A peer that does nothing: answers each transaction with an approval, from plain blocking sockets, one thread, one
 * connection at a time. It speaks as much of the wire as the client library needs, in frames of the same lengths, and
 * neither scores nor keeps anything: what it takes is the price of the socket.
 * <p>
 * <b>Note:</b> a program of its own.
 */
public final class EchoServer
{
    private static final int SOURCE_ID = 1;
    private static final int BUFFER_LENGTH = 256 * 1024;

    private final byte[] inBytes = new byte[BUFFER_LENGTH];
    private final byte[] outBytes = new byte[BUFFER_LENGTH];
    private final UnsafeBuffer in = new UnsafeBuffer(inBytes);
    private final UnsafeBuffer out = new UnsafeBuffer(outBytes);
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final RuleTableEncoder ruleTable = new RuleTableEncoder();
    private final AnswerEncoder answer = new AnswerEncoder();
    private long sequence;
    private int outLength;

    private EchoServer()
    {
    }

    /**
     * Serves on a free port of the loopback address until the process is ended.
     *
     * @param args none.
     * @throws IOException if no port is free.
     */
    public static void main(final String[] args) throws IOException
    {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            System.out.println("listening on " + listener.getInetAddress().getHostAddress() + ":" +
                listener.getLocalPort());
            while (true)
            {
                try (Socket socket = listener.accept())
                {
                    socket.setTcpNoDelay(true);
                    new EchoServer().serve(socket.getInputStream(), socket.getOutputStream());
                }
            }
        }
    }

    private void serve(final InputStream input, final OutputStream output) throws IOException
    {
        int end = 0;
        int read = input.read(inBytes);
        while (read > 0)
        {
            end += read;
            int begin = 0;
            while (end - begin >= FrameDescriptor.MESSAGE_OFFSET &&
                end - begin >= FrameDescriptor.frameLength(in, begin))
            {
                onFrame(begin);
                begin += FrameDescriptor.frameLength(in, begin);
            }
            output.write(outBytes, 0, outLength);
            outLength = 0;
            in.putBytes(0, in, begin, end - begin);
            end -= begin;
            read = input.read(inBytes, end, BUFFER_LENGTH - end);
        }
    }

    private void onFrame(final int offset) throws IOException
    {
        final int templateId = headerDecoder.wrap(in, offset + FrameDescriptor.HEADER_LENGTH).templateId();
        switch (templateId)
        {
            case HelloDecoder.TEMPLATE_ID -> onHello();
            case TransactionDecoder.TEMPLATE_ID -> onTransaction(FrameDescriptor.messageNumber(in, offset));
            default -> throw new IOException("unknown message: expectedTemplateId=" + TransactionDecoder.TEMPLATE_ID +
                "|" + HelloDecoder.TEMPLATE_ID + " templateId=" + templateId);
        }
    }

    private void onHello()
    {
        welcome.wrap(out, outLength + FrameDescriptor.MESSAGE_OFFSET)
            .lastMessageNumber(0)
            .lastSequence(0)
            .ruleSetHash(0)
            .sourceId(SOURCE_ID)
            .epoch(1);
        put(WelcomeEncoder.BLOCK_LENGTH, WelcomeEncoder.BLOCK_LENGTH, WelcomeEncoder.TEMPLATE_ID, 0);
        ruleTable.wrap(out, outLength + FrameDescriptor.MESSAGE_OFFSET).ruleSetHash(0)
            .firstRule(0).ruleCount(0).unused(0).rulesCount(0);
        put(ruleTable.encodedLength(), RuleTableEncoder.BLOCK_LENGTH, RuleTableEncoder.TEMPLATE_ID, 0);
    }

    private void onTransaction(final long messageNumber)
    {
        answer.wrap(out, outLength + FrameDescriptor.MESSAGE_OFFSET).sequence(++sequence)
            .decision().action(Action.APPROVE).flags().clear();
        put(AnswerEncoder.BLOCK_LENGTH, AnswerEncoder.BLOCK_LENGTH, AnswerEncoder.TEMPLATE_ID, messageNumber);
    }

    private void put(final int messageLength, final int blockLength, final int templateId, final long messageNumber)
    {
        final int frameLength = FrameDescriptor.MESSAGE_OFFSET + messageLength;
        FrameDescriptor.putHeader(
            out, outLength, frameLength, 0, SOURCE_ID, messageNumber, headerEncoder, blockLength, templateId);
        outLength += frameLength;
    }
}
