package io.veto.perf.restart;

import io.veto.ingest.client.ClientContext;
import io.veto.ingest.client.ClientHandler;
import io.veto.ingest.client.RuleTable;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.client.VetoClient;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.load.LatencyMeter;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.TransactionEncoder;
import java.net.InetSocketAddress;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks a server one thing and waits for its answer.
 * <p>
 * <b>Note:</b> one thread.
 */
final class FirstAnswer implements ClientHandler
{
    private static final String SOURCE_NAME = "first";
    private static final long PATIENCE_MS = 60_000;

    private boolean isAnswered = false;

    private FirstAnswer()
    {
    }

    /**
     * Asks.
     *
     * @param address of the server.
     * @param timeMs  event time of the transaction, epoch milliseconds.
     * @param number  of the transaction, so that it repeats no earlier one.
     * @throws SessionException if there is no answer.
     */
    static void await(final InetSocketAddress address, final long timeMs, final int number) throws SessionException
    {
        final FirstAnswer handler = new FirstAnswer();
        final IdleStrategy idle = LatencyMeter.idle();
        try (VetoClient client = new VetoClient(new ClientContext().address(address).sourceName(SOURCE_NAME).offersFromFirst(false)
            .silenceTimeoutMs(PATIENCE_MS).reconnectTimeoutMs(PATIENCE_MS)))
        {
            while (!client.isReady())
            {
                idle.idle(client.poll(handler));
            }
            final UnsafeBuffer transaction = transaction(timeMs, number);
            while (client.offer(transaction, 0) <= 0)
            {
                idle.idle(client.poll(handler));
            }
            while (!handler.isAnswered)
            {
                idle.idle(client.poll(handler));
            }
        }
    }

    @Override
    public void onRuleTable(final RuleTable ruleTable)
    {
    }

    @Override
    public void onAnswer(final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
    {
        isAnswered = true;
    }

    @Override
    public void onAcknowledgement(final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
    {
        throw new IllegalStateException("acknowledged what is no label: messageNumber=" + messageNumber);
    }

    @Override
    public void onDisconnect(final String cause)
    {
    }

    private static UnsafeBuffer transaction(final long timeMs, final int number)
    {
        final TransactionTable table =
            new TransactionTable(new TrafficPlan(1, 1, TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_MIN), 0, number);
        final UnsafeBuffer transaction = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
        transaction.putBytes(0, table.buffer(), table.next(), TransactionEncoder.BLOCK_LENGTH);
        transaction.putLong(TransactionEncoder.eventTimeMsEncodingOffset(), timeMs, TransactionEncoder.BYTE_ORDER);
        return transaction;
    }
}
