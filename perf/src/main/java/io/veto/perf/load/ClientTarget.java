package io.veto.perf.load;

import io.veto.ingest.client.ClientContext;
import io.veto.ingest.client.ClientHandler;
import io.veto.ingest.client.RuleTable;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.client.VetoClient;
import io.veto.perf.generate.TransactionTable;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.AnswerDecoder;
import java.net.InetSocketAddress;
import org.agrona.concurrent.IdleStrategy;

/**
 * A server behind the client library, fed from a table. The library sees to it that the answers come in order, each
 * once; anything else ends the session.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing per transaction.
 */
public final class ClientTarget implements LoadTarget, ClientHandler, AutoCloseable
{
    /** Transactions that may be unanswered at a time. */
    public static final int WINDOW = 1 << 16;

    private static final int OFFERS_PER_TURN = 256;

    private final TransactionTable table;
    private final VetoClient client;
    private final Runnable nothing = () -> {};
    private RuleTable ruleTable = RuleTable.unknown(0);
    private Runnable onAnswer = nothing;
    private long answered;
    private long reviewed;
    private long challenged;
    private long declined;
    private long flagged;
    private long disconnects;

    /**
     * Prepares a session; {@link #connect} begins it.
     *
     * @param address    of the server.
     * @param sourceName of the sender.
     * @param table      to take transactions from.
     * @param timeoutMs  how long to try to connect, and how long the server may be silent.
     */
    public ClientTarget(
        final InetSocketAddress address, final String sourceName, final TransactionTable table, final long timeoutMs)
    {
        this.table = table;
        client = new VetoClient(new ClientContext()
            .address(address)
            .sourceName(sourceName)
            .window(WINDOW)
            .offersFromFirst(false)
            .silenceTimeoutMs(timeoutMs)
            .reconnectTimeoutMs(timeoutMs));
    }

    /**
     * Connects.
     *
     * @param idle between two looks.
     * @throws SessionException if the server cannot be reached in time.
     */
    public void connect(final IdleStrategy idle) throws SessionException
    {
        while (!client.isReady())
        {
            idle.idle(client.poll(this));
        }
    }

    /**
     * Sends as fast as answers come and waits for the last.
     *
     * @param count transactions to send.
     * @param idle  between two looks.
     * @return time from the first offer to the last answer, in nanoseconds.
     * @throws SessionException if the session ends before.
     */
    public long sendAll(final long count, final IdleStrategy idle) throws SessionException
    {
        final long beginNs = System.nanoTime();
        final long end = answered + count;
        long left = count;
        while (answered < end)
        {
            int work = 0;
            while (left > 0 && work < OFFERS_PER_TURN && offer())
            {
                left--;
                work++;
            }
            idle.idle(work + poll(nothing));
        }
        return System.nanoTime() - beginNs;
    }

    @Override
    public boolean offer()
    {
        return client.lastOffered() - client.lastAnswered() < WINDOW &&
            client.offer(table.buffer(), table.next()) > 0;
    }

    @Override
    public int poll(final Runnable onAnswer) throws SessionException
    {
        this.onAnswer = onAnswer;
        return client.poll(this);
    }

    /**
     * What was answered so far.
     *
     * @return the counts.
     */
    public AnswerCounts counts()
    {
        return new AnswerCounts(answered, reviewed, challenged, declined, flagged, disconnects);
    }

    /**
     * The rules that answer.
     *
     * @return the table that the server sent.
     */
    public RuleTable ruleTable()
    {
        return ruleTable;
    }

    @Override
    public void onRuleTable(final RuleTable table)
    {
        ruleTable = table;
    }

    @Override
    public void onAnswer(final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
    {
        final Action action = answer.decision().action();
        answered++;
        reviewed += action == Action.REVIEW ? 1 : 0;
        challenged += action == Action.CHALLENGE ? 1 : 0;
        declined += action == Action.DECLINE ? 1 : 0;
        flagged += answer.decision().flags().isEmpty() ? 0 : 1;
        onAnswer.run();
    }

    @Override
    public void onAcknowledgement(
        final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
    {
        throw new IllegalStateException("acknowledged what is no label: messageNumber=" + messageNumber);
    }

    @Override
    public void onDisconnect(final String cause)
    {
        disconnects++;
    }

    @Override
    public void close()
    {
        client.close();
    }
}
