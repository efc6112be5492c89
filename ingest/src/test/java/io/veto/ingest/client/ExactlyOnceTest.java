package io.veto.ingest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client and a real server, its connections cut at any byte and the server stopped and started again in between: every message is
 * answered once, in order, and as in a run that nothing befell.
 */
@Timeout(120)
class ExactlyOnceTest
{
    private static final int MESSAGES = 4_000;
    private static final int LABEL_EVERY = 5;
    private static final int BYTES_MAX = 100_000;
    private static final int RESTARTS = 3;
    private static final long NOON = 1_700_000_000_000L;

    @TempDir
    private Path folder;
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);

    private static final class Collector implements ClientHandler
    {
        private final List<String> answers = new ArrayList<>();
        private int disconnects = 0;

        @Override
        public void onRuleTable(final RuleTable ruleTable)
        {
            assertEquals("big", ruleTable.ruleId(0));
        }

        @Override
        public void onAnswer(
            final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
        {
            final StringBuilder text = new StringBuilder().append(messageNumber).append(duplicate ? " duplicate " : " ")
                .append(answer.sequence()).append(' ');
            answers.add(answer.decision().appendTo(text).toString());
        }

        @Override
        public void onAcknowledgement(
            final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
        {
            final StringBuilder text = new StringBuilder().append(messageNumber).append(' ').append(acknowledgement.sequence()).append(' ');
            acknowledgement.flags().appendTo(text);
            answers.add(text.toString());
        }

        @Override
        public void onDisconnect(final String cause)
        {
            disconnects++;
        }
    }

    @Test
    void shouldAnswerEachMessageOnceAsInARunThatNothingBefell() throws IOException, SessionException
    {
        final long seed = System.nanoTime();
        final Collector unbroken = new Collector();
        try (TestAppliance server = new TestAppliance(folder.resolve("unbroken"));
            VetoClient client = new VetoClient(context().address(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.appliance().port()))))
        {
            exchange(client, unbroken, MESSAGES);
        }

        final Collector broken = new Collector();
        final int restarts = breakAndExchange(broken, new Random(seed));

        assertEquals(unbroken.answers, broken.answers, () -> "seed=" + seed);
        assertTrue(broken.disconnects > RESTARTS && RESTARTS == restarts, () -> "seed=" + seed + " disconnects=" + broken.disconnects);
        TestJournal.replay(folder.resolve("broken")).scorer().close();
    }

    private int breakAndExchange(final Collector collector, final Random random) throws IOException, SessionException
    {
        TestAppliance server = new TestAppliance(folder.resolve("broken"));
        int restarts = 0;
        try (CuttingProxy proxy = new CuttingProxy(server.appliance().port(), random.nextLong(), BYTES_MAX);
            VetoClient client = new VetoClient(context().address(proxy.address()).window(1 + random.nextInt(300))))
        {
            for (int end = MESSAGES / (RESTARTS + 1); end < MESSAGES; end += MESSAGES / (RESTARTS + 1))
            {
                exchange(client, collector, end + random.nextInt(100));
                server.close();
                server = new TestAppliance(folder.resolve("broken"));
                proxy.port(server.appliance().port());
                restarts++;
            }
            proxy.stopCutting();
            exchange(client, collector, MESSAGES);
        }
        finally
        {
            server.close();
        }
        return restarts;
    }

    /** Offers what there is room for, and returns when so many are answered: those behind them are on their way. */
    private void exchange(final VetoClient client, final Collector collector, final int answers) throws SessionException
    {
        while (client.lastAnswered() < answers)
        {
            int work = client.poll(collector);
            while (client.lastOffered() < MESSAGES && offer(client, client.lastOffered() + 1) > 0)
            {
                work++;
            }
            if (0 == work)
            {
                Thread.yield();
            }
        }
    }

    /** A message is a function of its number; every seventh transaction repeats the one before. */
    private long offer(final VetoClient client, final long number)
    {
        if (0 == number % LABEL_EVERY)
        {
            return client.offerLabel(number - 1, FraudLabel.FRAUD);
        }
        final Random random = new Random(31 * (0 == number % 7 ? number - 1 : number));
        block.setMemory(0, TransactionEncoder.BLOCK_LENGTH, (byte)0);
        new TransactionEncoder().wrap(block, 0).eventTimeMs(NOON + number * 1_000).amountMinor(1 + random.nextInt(30_000))
            .terminal("T" + random.nextInt(5)).transactionId("id-" + (0 == number % 7 ? number - 1 : number));
        block.putStringWithoutLengthAscii(TransactionEncoder.accountEncodingOffset(), "card-" + random.nextInt(50));
        return client.offer(block, 0);
    }

    private static ClientContext context()
    {
        return new ClientContext().sourceName("test").backoffMs(1, 20).reconnectTimeoutMs(60_000).silenceTimeoutMs(2_000);
    }
}
