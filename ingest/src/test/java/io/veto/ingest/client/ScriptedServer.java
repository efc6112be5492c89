package io.veto.ingest.client;

import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AcknowledgementEncoder;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.AnswerEncoder;
import io.veto.rules.layout.Effect;
import io.veto.rules.layout.FetchAnswersDecoder;
import io.veto.rules.layout.HelloDecoder;
import io.veto.rules.layout.LabelByIdDecoder;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.ProblemEncoder;
import io.veto.rules.layout.ReversalByIdDecoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleTableEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.WelcomeEncoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A server on plain blocking sockets that keeps its "journal" in memory and misbehaves as a test asks. One thread, one
 * connection at a time, on a free port of the loopback address. A decision follows from the amount alone: below 100.00
 * approve, below 500.00 review with rule {@code big}, above decline with rules {@code big} and {@code huge}. A reversal has
 * no effect if it names sequence 0, and one by id, or a label by id, if the id is {@code nobody}.
 */
public final class ScriptedServer implements AutoCloseable
{
    /** Rule ids of the table. */
    public static final List<String> RULE_IDS = List.of("big", "huge");

    private static final long JOIN_TIMEOUT_MS = 10_000;
    private static final int SOURCE_ID = 7;
    private static final long RULE_SET_HASH = 0x1234;

    /** One message as it lies in the journal. */
    public record Journalled(String text, long amountMinor, boolean isLabel)
    {
    }

    private final List<Journalled> journal = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final UnsafeBuffer in = new UnsafeBuffer(new byte[FrameDescriptor.INBOUND_LENGTH_MAX]);
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[FrameDescriptor.OUTBOUND_LENGTH_MAX]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final Script script;
    private final ServerSocket listener;
    private final Thread thread;
    private volatile Socket socket;
    private volatile boolean isClosed;
    private volatile Throwable failure;
    private int connections;
    private boolean isSilent;

    /** What a server does after a message is in the journal. */
    public enum Step
    {
        /** Answers it. */
        ANSWER,
        /** Closes the connection without an answer. */
        CUT,
        /** Answers it, then closes the connection. */
        ANSWER_AND_CUT,
        /** Forgets its journal and closes the connection. */
        FORGET,
        /** Says that something is wrong with it, and closes the connection; it is not in the journal. */
        PROBLEM,
        /** Says nothing any more. */
        SILENCE,
        /** Answers under another number. */
        WRONG_NUMBER,
        /** Sends what is no frame. */
        GARBAGE
    }

    /** How a server behaves. */
    @FunctionalInterface
    public interface Script
    {
        /**
         * What to do with a message.
         *
         * @param connection    number of the connection, from 1.
         * @param messageNumber of the message.
         * @return the step.
         */
        Step onMessage(int connection, long messageNumber);
    }

    /**
     * Starts a server.
     *
     * @param script how it behaves.
     * @throws IOException if there is no free port.
     */
    public ScriptedServer(final Script script) throws IOException
    {
        this.script = script;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = new Thread(this::run, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Where it listens.
     *
     * @return the address.
     */
    public InetSocketAddress address()
    {
        return new InetSocketAddress("127.0.0.1", listener.getLocalPort());
    }

    /**
     * What is in the journal, in order.
     *
     * @return a copy.
     */
    public List<Journalled> journal()
    {
        synchronized (journal)
        {
            return List.copyOf(journal);
        }
    }

    /**
     * Connections and fetches, in order.
     *
     * @return a copy.
     */
    public List<String> events()
    {
        synchronized (events)
        {
            return List.copyOf(events);
        }
    }

    /**
     * Puts a message into the journal as if an earlier run had sent it.
     *
     * @param message to put.
     */
    public void putJournalled(final Journalled message)
    {
        journal.add(message);
    }

    @Override
    public void close() throws IOException
    {
        isClosed = true;
        listener.close();
        final Socket open = socket;
        if (open != null)
        {
            open.close();
        }
        try
        {
            thread.join(JOIN_TIMEOUT_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        if (failure != null)
        {
            throw new AssertionError("the scripted server failed", failure);
        }
    }

    private void run()
    {
        while (!isClosed)
        {
            try (Socket accepted = listener.accept())
            {
                socket = accepted;
                accepted.setTcpNoDelay(true);
                connections++;
                serve(new DataInputStream(new BufferedInputStream(accepted.getInputStream(), 1 << 16)),
                    new BufferedOutputStream(accepted.getOutputStream(), 1 << 16));
            }
            catch (final IOException ex)
            {
                events.add("closed");
            }
            catch (final RuntimeException | Error ex)
            {
                failure = ex;
            }
        }
    }

    private void serve(final DataInputStream input, final OutputStream output) throws IOException
    {
        isSilent = false;
        while (true)
        {
            if (input.available() == 0)
            {
                output.flush();
            }
            final int frameLength = input.readInt();
            input.readFully(in.byteArray(), 4, frameLength - 4);
            if (isSilent)
            {
                continue;
            }
            final long number = FrameDescriptor.messageNumber(in, 0);
            final MessageHeaderDecoder header =
                new MessageHeaderDecoder().wrap(in, FrameDescriptor.HEADER_LENGTH);
            switch (header.templateId())
            {
                case HelloDecoder.TEMPLATE_ID -> onHello(output);
                case FetchAnswersDecoder.TEMPLATE_ID -> onFetch(output);
                case TransactionDecoder.TEMPLATE_ID, LabelDecoder.TEMPLATE_ID, ReversalDecoder.TEMPLATE_ID,
                    LabelByIdDecoder.TEMPLATE_ID, ReversalByIdDecoder.TEMPLATE_ID ->
                {
                    if (!onMessage(output, header.templateId(), number))
                    {
                        return;
                    }
                }
                default -> throw new IllegalStateException("templateId=" + header.templateId());
            }
        }
    }

    private void onHello(final OutputStream output) throws IOException
    {
        final HelloDecoder hello = new HelloDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, 64, 0);
        events.add("hello " + hello.sourceName() + " " + journal.size());
        new WelcomeEncoder().wrap(out, FrameDescriptor.MESSAGE_OFFSET)
            .lastMessageNumber(journal.size())
            .lastSequence(1000 + journal.size())
            .ruleSetHash(RULE_SET_HASH)
            .sourceId(SOURCE_ID)
            .epoch(connections);
        send(output, WelcomeEncoder.BLOCK_LENGTH, WelcomeEncoder.BLOCK_LENGTH, WelcomeEncoder.TEMPLATE_ID, 0, 0);
        final RuleTableEncoder table = new RuleTableEncoder().wrap(out, FrameDescriptor.MESSAGE_OFFSET)
            .ruleSetHash(RULE_SET_HASH).firstRule(0).ruleCount(RULE_IDS.size()).unused(0);
        final RuleTableEncoder.RulesEncoder rules = table.rulesCount(RULE_IDS.size());
        RULE_IDS.forEach((ruleId) -> rules.next().ruleId(ruleId).points(0).effect(Effect.REVIEW)
            .mode(RuleMode.LIVE).code("").reason(""));
        send(output, table.encodedLength(), RuleTableEncoder.BLOCK_LENGTH, RuleTableEncoder.TEMPLATE_ID, 0, 0);
        output.flush();
    }

    private void onFetch(final OutputStream output) throws IOException
    {
        final FetchAnswersDecoder fetch =
            new FetchAnswersDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, FetchAnswersDecoder.BLOCK_LENGTH, 0);
        events.add("fetch " + fetch.fromMessageNumber() + ".." + fetch.toMessageNumber());
        for (long number = fetch.fromMessageNumber(); number <= fetch.toMessageNumber(); number++)
        {
            answer(output, number, FrameDescriptor.FLAG_REPLAYED, number);
        }
        output.flush();
    }

    private boolean onMessage(final OutputStream output, final int templateId, final long number) throws IOException
    {
        if (number != journal.size() + 1 || FrameDescriptor.sourceId(in, 0) != SOURCE_ID)
        {
            throw new IllegalStateException("expectedNumber=" + (journal.size() + 1) + " number=" + number);
        }
        final Step step = script.onMessage(connections, number);
        if (step == Step.PROBLEM)
        {
            problem(output, number);
            return false;
        }
        journal.add(journalled(templateId));
        switch (step)
        {
            case FORGET -> journal.clear();
            case ANSWER, ANSWER_AND_CUT -> answer(output, number, 0, number);
            case WRONG_NUMBER -> answer(output, number, 0, number + 1);
            case GARBAGE -> output.write("HTTP/1.1 400 Bad Request\r\n\r\n12345".getBytes("US-ASCII"));
            case SILENCE -> isSilent = true;
            default -> events.add("cut");
        }
        if (step != Step.ANSWER)
        {
            output.flush();
        }
        return step == Step.ANSWER || step == Step.SILENCE || step == Step.GARBAGE || step == Step.WRONG_NUMBER;
    }

    private Journalled journalled(final int templateId)
    {
        if (templateId == LabelDecoder.TEMPLATE_ID)
        {
            final LabelDecoder label =
                new LabelDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, LabelDecoder.BLOCK_LENGTH, 0);
            if (label.targetSequence() != LabelDecoder.targetSequenceNullValue())
            {
                throw new IllegalStateException("targetSequence=" + label.targetSequence());
            }
            return new Journalled(label.targetMessageNumber() + " " + label.fraud(), 0, true);
        }
        if (templateId == ReversalDecoder.TEMPLATE_ID)
        {
            return new Journalled(reversed(), 0, true);
        }
        if (templateId == LabelByIdDecoder.TEMPLATE_ID)
        {
            final LabelByIdDecoder label =
                new LabelByIdDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, LabelByIdDecoder.BLOCK_LENGTH, 0);
            return new Journalled(
                "id " + label.targetTransactionId() + " of " + label.targetSource() + " " + label.fraud(), 0, true);
        }
        if (templateId == ReversalByIdDecoder.TEMPLATE_ID)
        {
            final ReversalByIdDecoder reversal =
                new ReversalByIdDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, ReversalByIdDecoder.BLOCK_LENGTH, 0);
            return new Journalled("id " + reversal.targetTransactionId() + " of " + reversal.targetSource() +
                amount(reversal.amountMinor(), ReversalByIdDecoder.amountMinorNullValue()), 0, true);
        }
        final TransactionDecoder transaction =
            new TransactionDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, TransactionDecoder.BLOCK_LENGTH, 0);
        return new Journalled(transaction.transactionId(), transaction.amountMinor(), false);
    }

    private String reversed()
    {
        final ReversalDecoder reversal =
            new ReversalDecoder().wrap(in, FrameDescriptor.MESSAGE_OFFSET, ReversalDecoder.BLOCK_LENGTH, 0);
        final boolean isSequence = reversal.targetSequence() != ReversalDecoder.targetSequenceNullValue();
        return (isSequence ? "sequence " + reversal.targetSequence() : "number " + reversal.targetMessageNumber()) +
            amount(reversal.amountMinor(), ReversalDecoder.amountMinorNullValue());
    }

    private static String amount(final long amountMinor, final long allThatIsLeft)
    {
        return amountMinor == allThatIsLeft ? " all" : " " + amountMinor;
    }

    private void answer(final OutputStream output, final long number, final int flags, final long saidNumber)
        throws IOException
    {
        final Journalled message = journal.get((int)number - 1);
        if (message.isLabel())
        {
            new AcknowledgementEncoder().wrap(out, FrameDescriptor.MESSAGE_OFFSET).sequence(1000 + number)
                .flags().clear().unknownTarget(message.text().startsWith("sequence 0 ") || message.text().startsWith("id nobody "));
            send(output, AcknowledgementEncoder.BLOCK_LENGTH, AcknowledgementEncoder.BLOCK_LENGTH,
                AcknowledgementEncoder.TEMPLATE_ID, flags, saidNumber);
            return;
        }
        final boolean isBig = message.amountMinor() >= 100_00;
        final boolean isHuge = message.amountMinor() >= 500_00;
        final AnswerEncoder answer = new AnswerEncoder().wrap(out, FrameDescriptor.MESSAGE_OFFSET)
            .sequence(1000 + number);
        answer.decision()
            .ruleSetHash(RULE_SET_HASH)
            .hits(0, (isBig ? 1 : 0) | (isHuge ? 2 : 0))
            .hits(1, 0)
            .hits(2, 0)
            .hits(3, 0)
            .score(isHuge ? 40 : 0)
            .action(isHuge ? Action.DECLINE : isBig ? Action.REVIEW : Action.APPROVE)
            .errorRule((short)0)
            .flags().clear().late(isHuge).standIn(isHuge);
        send(output, AnswerEncoder.BLOCK_LENGTH, AnswerEncoder.BLOCK_LENGTH, AnswerEncoder.TEMPLATE_ID, flags,
            saidNumber);
    }

    private void problem(final OutputStream output, final long number) throws IOException
    {
        final ProblemEncoder problem = new ProblemEncoder().wrap(out, FrameDescriptor.MESSAGE_OFFSET)
            .messageNumber(number)
            .text("event time too far ahead:\nexpectedTimeMs<=5 timeMs=9");
        send(output, problem.encodedLength(), ProblemEncoder.BLOCK_LENGTH, ProblemEncoder.TEMPLATE_ID, 0, 0);
        output.flush();
    }

    private void send(
        final OutputStream output,
        final int encodedLength,
        final int blockLength,
        final int templateId,
        final int flags,
        final long messageNumber) throws IOException
    {
        final int frameLength = FrameDescriptor.MESSAGE_OFFSET + encodedLength;
        FrameDescriptor.putHeader(
            out, 0, frameLength, flags, SOURCE_ID, messageNumber, headerEncoder, blockLength, templateId);
        output.write(out.byteArray(), 0, frameLength);
    }
}
