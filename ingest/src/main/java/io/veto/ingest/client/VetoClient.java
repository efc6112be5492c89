package io.veto.ingest.client;

import io.veto.ingest.client.SessionException.Reason;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.MessageHeaderDecoder;
import io.veto.rules.layout.ProblemDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.RuleTableDecoder;
import io.veto.rules.layout.WelcomeDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * One sender's session with a server: transactions, labels and reversals are offered, their answers are handed over in
 * the same order, each exactly once, over as many connections as it takes.
 * <pre>
 *   offer ──► unanswered frames ──► socket ──► server
 *                  ▲    │ sent again from the server's last journalled number on
 *                  └────┘ after a broken connection
 *   handler ◄── answers ◄── socket ◄── server
 * </pre>
 * Nothing moves but inside {@link #poll(ClientHandler)}: it connects, reads, calls the handler, writes, and connects
 * again when the connection breaks. A server that stays away longer than allowed, refuses a message or contradicts
 * itself ends the session with a {@link SessionException}.
 * <p>
 * Answers are the server's promise that the record is in its journal. So after a broken connection the server's last
 * journalled number decides: what is behind it is sent again, what is at or before it is fetched.
 * <p>
 * <b>Note:</b> single-threaded and non-blocking. Allocates nothing per message; a connection allocates.
 */
public final class VetoClient implements AutoCloseable
{
    /** The window is full: poll until answers have come. */
    public static final long BACK_PRESSURED = -1;
    /** The first connection is not made yet: poll until {@link #isReady()}. */
    public static final long NOT_READY = -2;
    /** Amount of a full reversal. */
    public static final long ALL_THAT_IS_LEFT = ReversalEncoder.amountMinorNullValue();

    private enum State
    {
        BETWEEN, CONNECTING, AWAITING_WELCOME, AWAITING_RULES, READY
    }

    private final ClientContext context;
    private final Outage outage;
    private final UnansweredRing unanswered;
    private final FrameReceiver receiver = new FrameReceiver();
    private final AnswerDelivery delivery;
    private final WelcomeDecoder welcomeDecoder = new WelcomeDecoder();
    private final RuleTableDecoder ruleTableDecoder = new RuleTableDecoder();
    private final RuleTableReader ruleTableReader = new RuleTableReader();
    private final ProblemDecoder problemDecoder = new ProblemDecoder();
    private Connection connection;
    private State state = State.BETWEEN;
    private boolean hasBeenReady;
    private int connections;
    private int sourceId;
    private long lastJournalled;
    private long lastHeardNs;

    /**
     * Prepares a session; nothing is connected before the first poll.
     *
     * @param context address and source name set.
     */
    public VetoClient(final ClientContext context)
    {
        this.context = context;
        unanswered = new UnansweredRing(context.window());
        outage = new Outage(context);
        delivery = new AnswerDelivery(context, receiver, unanswered, outage);
    }

    /**
     * Offers a transaction.
     *
     * @param buffer that holds the block of a {@code Transaction}, which is copied.
     * @param offset of the block in bytes.
     * @return its message number, {@link #BACK_PRESSURED} or {@link #NOT_READY}.
     */
    public long offer(final DirectBuffer buffer, final int offset)
    {
        final long refusal = refusal();
        return refusal < 0 ? refusal : unanswered.putTransaction(sourceId, buffer, offset);
    }

    /**
     * Offers what one of this source's last 64 messages turned out to be.
     *
     * @param targetMessageNumber number of the transaction's message.
     * @param fraud               what it turned out to be.
     * @return the label's own message number, {@link #BACK_PRESSURED} or {@link #NOT_READY}.
     */
    public long offerLabel(final long targetMessageNumber, final FraudLabel fraud)
    {
        final long refusal = refusal();
        return refusal < 0 ? refusal : unanswered.putLabel(sourceId, targetMessageNumber, fraud);
    }

    /**
     * Offers to give one of this source's last 64 messages back.
     *
     * @param targetMessageNumber number of the transaction's message.
     * @param amountMinor         how much, of the sign of the transaction's amount; {@link #ALL_THAT_IS_LEFT} for a full reversal.
     * @return the reversal's own message number, {@link #BACK_PRESSURED} or {@link #NOT_READY}.
     */
    public long offerReversal(final long targetMessageNumber, final long amountMinor)
    {
        final long refusal = refusal();
        return refusal < 0 ? refusal : unanswered.putReversal(
            sourceId, ReversalEncoder.targetSequenceNullValue(), targetMessageNumber, amountMinor);
    }

    /**
     * Offers to give a transaction of any source back.
     *
     * @param targetSequence journal sequence of the transaction, as its answer told; 0 where it is unknown.
     * @param amountMinor    how much, of the sign of the transaction's amount; {@link #ALL_THAT_IS_LEFT} for a full reversal.
     * @return the reversal's own message number, {@link #BACK_PRESSURED} or {@link #NOT_READY}.
     */
    public long offerReversalOfSequence(final long targetSequence, final long amountMinor)
    {
        final long refusal = refusal();
        return refusal < 0 ? refusal : unanswered.putReversal(
            sourceId, targetSequence, ReversalEncoder.targetMessageNumberNullValue(), amountMinor);
    }

    /**
     * Offers a label or a reversal that names its transaction by id.
     *
     * @param message to offer, which is copied.
     * @return its own message number, {@link #BACK_PRESSURED} or {@link #NOT_READY}.
     */
    public long offer(final MessageById message)
    {
        final long refusal = refusal();
        return refusal < 0 ? refusal : unanswered.putById(sourceId, message);
    }

    /**
     * One turn of the session: connects if it is not, reads and hands over what has come, writes what is to be sent.
     *
     * @param handler called on this thread.
     * @return 0 if there was nothing to do: the caller may idle.
     * @throws SessionException if the session is over.
     */
    public int poll(final ClientHandler handler) throws SessionException
    {
        final long nowNs = System.nanoTime();
        int work = 0;
        try
        {
            work = switch (state)
            {
                case BETWEEN -> attemptWhenDue(nowNs);
                case CONNECTING -> finishConnect(nowNs);
                default -> exchange(handler, nowNs);
            };
        }
        catch (final IOException ex)
        {
            disconnect(handler, nowNs, Outage.causeOf(ex));
        }
        checkPatience(handler, nowNs);
        return work;
    }

    /**
     * Whether a connection stands and the server has said what it holds of this source.
     *
     * @return true if so.
     */
    public boolean isReady()
    {
        return state == State.READY;
    }

    /**
     * Number of the last message offered.
     *
     * @return message number, 0 if there is none.
     */
    public long lastOffered()
    {
        return unanswered.offered();
    }

    /**
     * Number of the last message whose answer was handed over.
     *
     * @return message number, 0 if there is none.
     */
    public long lastAnswered()
    {
        return unanswered.answered();
    }

    /**
     * The last message of this source that was in the journal when the present connection began.
     *
     * @return message number, 0 if there is none.
     */
    public long lastJournalled()
    {
        return lastJournalled;
    }

    /**
     * Connections made so far, up to the server's rule table.
     *
     * @return their number.
     */
    public int connections()
    {
        return connections;
    }

    /**
     * Polls until every message that was offered is answered, over as many connections as it takes.
     *
     * @param handler   called on this thread.
     * @param timeoutMs longest wait in milliseconds.
     * @return false if some are not answered in time; polling may go on.
     * @throws SessionException if the session is over.
     */
    public boolean flush(final ClientHandler handler, final long timeoutMs) throws SessionException
    {
        final IdleStrategy idleStrategy = new BackoffIdleStrategy();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (unanswered.answered() < unanswered.offered())
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                return false;
            }
            idleStrategy.idle(poll(handler));
        }
        return true;
    }

    /** Closes the connection and waits for nothing. What has no answer yet may or may not be in the journal: {@link #flush} first. */
    @Override
    public void close()
    {
        CloseHelper.quietClose(connection);
        connection = null;
        state = State.BETWEEN;
    }

    private long refusal()
    {
        if (!hasBeenReady)
        {
            return NOT_READY;
        }
        return unanswered.isFull() ? BACK_PRESSURED : 0;
    }

    private int attemptWhenDue(final long nowNs) throws IOException
    {
        if (!outage.isAttemptDue(nowNs))
        {
            return 0;
        }
        connection = new Connection(context.address());
        receiver.reset();
        state = State.CONNECTING;
        lastHeardNs = nowNs;
        return 1;
    }

    private int finishConnect(final long nowNs) throws IOException
    {
        if (!connection.finishConnect())
        {
            return 0;
        }
        connection.putHello(context.sourceName());
        state = State.AWAITING_WELCOME;
        lastHeardNs = nowNs;
        return 1;
    }

    private int exchange(final ClientHandler handler, final long nowNs) throws IOException, SessionException
    {
        int work = receive(handler, nowNs);
        if (state == State.READY && !unanswered.isAwaitingAnswer())
        {
            lastHeardNs = nowNs;
        }
        try
        {
            work += connection.flush();
            if (state == State.READY && connection.isFlushed())
            {
                work += unanswered.send(connection.channel());
            }
        }
        catch (final IOException ex)
        {
            receiveRest(handler, nowNs);
            throw ex;
        }
        return work;
    }

    private int receive(final ClientHandler handler, final long nowNs) throws IOException, SessionException
    {
        final int read = receiver.fill(connection.channel());
        if (read > 0)
        {
            lastHeardNs = nowNs;
        }
        int frames = 0;
        while (receiver.hasFrame() && onFrame(handler))
        {
            receiver.consume();
            frames++;
        }
        if (read < 0)
        {
            throw new IOException("closed by the server");
        }
        return frames;
    }

    private void receiveRest(final ClientHandler handler, final long nowNs) throws IOException, SessionException
    {
        int frames;
        do
        {
            frames = receive(handler, nowNs);
        }
        while (frames > 0);
    }

    private boolean onFrame(final ClientHandler handler) throws IOException, SessionException
    {
        final MessageHeaderDecoder header = receiver.header();
        switch (header.templateId())
        {
            case AnswerDecoder.TEMPLATE_ID, AcknowledgementDecoder.TEMPLATE_ID ->
            {
                return delivery.onAnswer(handler, state == State.READY, lastJournalled);
            }
            case WelcomeDecoder.TEMPLATE_ID -> onWelcome(header);
            case RuleTableDecoder.TEMPLATE_ID -> onRuleTable(handler, header);
            case ProblemDecoder.TEMPLATE_ID -> onProblem(header);
            default -> throw context.inconsistent(
                "unknown message of the server: expectedTemplateId=2|4|11|12|14 templateId=" + header.templateId());
        }
        return true;
    }

    private void onWelcome(final MessageHeaderDecoder header) throws SessionException
    {
        welcomeDecoder.wrap(receiver.buffer(), receiver.messageOffset(), header.blockLength(), header.version());
        if (state != State.AWAITING_WELCOME)
        {
            throw context.inconsistent("a second Welcome on one connection");
        }
        lastJournalled = welcomeDecoder.lastMessageNumber();
        sourceId = (int)welcomeDecoder.sourceId();
        if (!hasBeenReady && !context.offersFromFirst())
        {
            unanswered.reset(lastJournalled);
        }
        if (lastJournalled < unanswered.answered())
        {
            throw context.inconsistent("the server is behind its own answers: expectedLastMessageNumber>=" +
                unanswered.answered() + " lastMessageNumber=" + lastJournalled +
                "; was it started on another data folder?");
        }
        state = State.AWAITING_RULES;
    }

    private void onRuleTable(final ClientHandler handler, final MessageHeaderDecoder header) throws SessionException
    {
        if (state == State.AWAITING_WELCOME)
        {
            throw context.inconsistent("a RuleTable before the Welcome");
        }
        ruleTableDecoder.wrap(receiver.buffer(), receiver.messageOffset(), header.blockLength(), header.version());
        final RuleTable ruleTable = ruleTableReader.onFrame(ruleTableDecoder);
        if (ruleTable != null)
        {
            handler.onRuleTable(ruleTable);
        }
        if (ruleTable != null && state == State.AWAITING_RULES)
        {
            onReady();
        }
    }

    private void onReady()
    {
        if (lastJournalled > unanswered.answered())
        {
            connection.putFetchAnswers(sourceId, unanswered.answered() + 1, lastJournalled);
        }
        unanswered.rewind(sourceId, lastJournalled);
        outage.onConnected(unanswered.offered() > unanswered.answered());
        hasBeenReady = true;
        connections++;
        state = State.READY;
    }

    private void onProblem(final MessageHeaderDecoder header) throws IOException, SessionException
    {
        problemDecoder.wrap(receiver.buffer(), receiver.messageOffset(), header.blockLength(), header.version());
        final String text = problemDecoder.text();
        final boolean isReplaced = text.startsWith(FrameDescriptor.CONNECTED_AGAIN);
        if (isReplaced && outage.isOwnGreeting())
        {
            throw new IOException(text);
        }
        throw new SessionException(isReplaced ? Reason.REPLACED : Reason.REFUSED, text);
    }

    private void checkPatience(final ClientHandler handler, final long nowNs) throws SessionException
    {
        if (state != State.BETWEEN && nowNs - lastHeardNs > context.silenceTimeoutNs())
        {
            disconnect(handler, nowNs, "silent for " + TimeUnit.NANOSECONDS.toMillis(nowNs - lastHeardNs) + " ms");
        }
        if (state != State.READY && outage.isTooLong(nowNs))
        {
            close();
            throw outage.end(nowNs, unanswered.answered());
        }
    }

    private void disconnect(final ClientHandler handler, final long nowNs, final String cause)
    {
        close();
        outage.onLost(nowNs, "address=" + context.addressText() + " cause=" + cause);
        handler.onDisconnect(outage.cause());
    }
}
