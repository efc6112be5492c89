package io.veto.ingest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.client.ScriptedServer.Journalled;
import io.veto.ingest.client.ScriptedServer.Step;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session hands every answer over once and in order, whatever happens to its connections. */
@Timeout(60)
class VetoClientTest
{
    private static final long LABEL_EVERY = 5;
    private static final double FAULT_PROBABILITY = 0.02;

    private final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder transaction = new TransactionEncoder().wrap(block, 0);
    private final Collector collector = new Collector();

    private static final class Collector implements ClientHandler
    {
        private final List<String> answers = new ArrayList<>();
        private final List<String> causes = new ArrayList<>();
        private final List<String> ruleIds = new ArrayList<>();
        private boolean keeps = true;
        private long count;

        @Override
        public void onRuleTable(final RuleTable ruleTable)
        {
            ruleTable.rules().forEach(rule -> ruleIds.add(rule.id()));
        }

        @Override
        public void onAnswer(final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
        {
            count++;
            if (keeps)
            {
                answers.add("answer " + messageNumber + " " + answer.sequence());
            }
        }

        @Override
        public void onAcknowledgement(
            final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
        {
            count++;
            if (keeps)
            {
                answers.add("acknowledged " + messageNumber + " " + acknowledgement.sequence());
            }
        }

        @Override
        public void onDisconnect(final String cause)
        {
            causes.add(cause);
        }
    }

    @Test
    void shouldTellRuleTableAndAnswers() throws IOException, SessionException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER);
            VetoClient client = new VetoClient(context(server).window(4)))
        {
            exchange(client, 7);

            assertEquals(ScriptedServer.RULE_IDS, collector.ruleIds);
            assertEquals(expectedAnswers(7), collector.answers);
            assertEquals(expectedJournal(7), server.journal());
        }
    }

    @Test
    void shouldRefuseOffersBeforeItIsReadyAndWhenTheWindowIsFull() throws IOException, SessionException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER);
            VetoClient client = new VetoClient(context(server).window(2)))
        {
            final List<Long> results = new ArrayList<>();
            results.add(client.offer(block, 0));
            while (!client.isReady())
            {
                client.poll(collector);
            }
            results.add(client.offer(block, 0));
            results.add(client.offerLabel(1, FraudLabel.FRAUD));
            results.add(client.offer(block, 0));

            assertEquals(List.of(VetoClient.NOT_READY, 1L, 2L, VetoClient.BACK_PRESSURED), results);
        }
    }

    @Test
    void shouldNameTheReversedByNumberOrBySequence() throws IOException, SessionException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> number == 3 && connection == 1 ? Step.CUT : Step.ANSWER);
            VetoClient client = new VetoClient(context(server)))
        {
            exchange(client, 1);
            client.offerReversal(1, 250);
            client.offerReversal(1, VetoClient.ALL_THAT_IS_LEFT);
            client.offerReversalOfSequence(77, -250);
            client.offerReversalOfSequence(78, VetoClient.ALL_THAT_IS_LEFT);
            exchange(client, 5);

            assertEquals(List.of(
                new Journalled("t1", 1, false),
                new Journalled("number 1 250", 0, true),
                new Journalled("number 1 all", 0, true),
                new Journalled("sequence 77 -250", 0, true),
                new Journalled("sequence 78 all", 0, true)), server.journal());
            assertEquals(List.of("answer 1 1001", "acknowledged 2 1002", "acknowledged 3 1003", "acknowledged 4 1004",
                "acknowledged 5 1005"), collector.answers);
        }
    }

    @Test
    void shouldGoOnBehindTheJournalWhenItDoesNotOfferFromTheFirst() throws IOException, SessionException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER);
            VetoClient client = new VetoClient(context(server).offersFromFirst(false)))
        {
            server.putJournalled(new Journalled("earlier", 1, false));
            while (!client.isReady())
            {
                client.poll(collector);
            }
            final long messageNumber = client.offer(block, 0);
            while (client.lastAnswered() < messageNumber)
            {
                client.poll(collector);
            }

            assertEquals(List.of("answer 2 1002"), collector.answers);
            assertEquals(List.of("hello test 1"), server.events());
        }
    }

    @Test
    void shouldHandEachAnswerOverOnceWhenConnectionsBreakAtRandom() throws IOException, SessionException
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final Step[] faults = {Step.CUT, Step.ANSWER_AND_CUT, Step.SILENCE};
        final int messages = 3_000;
        try (ScriptedServer server = new ScriptedServer((connection, number) ->
            random.nextDouble() < FAULT_PROBABILITY ? faults[random.nextInt(faults.length)] : Step.ANSWER);
            VetoClient client = new VetoClient(context(server)
                .window(1 + random.nextInt(100))
                .silenceTimeoutMs(20)
                .reconnectTimeoutMs(20_000)))
        {
            exchange(client, messages);

            assertEquals(expectedAnswers(messages), collector.answers, () -> "seed=" + seed);
            assertEquals(expectedJournal(messages), server.journal(), () -> "seed=" + seed);
        }
    }

    @Test
    void shouldFlushWhatWasOfferedOverABrokenConnection() throws IOException, SessionException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> number == 3 && connection == 1 ? Step.CUT : Step.ANSWER);
            VetoClient client = new VetoClient(context(server)))
        {
            exchange(client, 1);
            for (int i = 2; i <= 7; i++)
            {
                offerNext(client);
            }

            assertTrue(client.flush(collector, 30_000));
            assertEquals(expectedAnswers(7), collector.answers);
        }
    }

    @Test
    void shouldSayThatNotEverythingIsAnsweredInTime() throws IOException, SessionException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> number == 2 ? Step.SILENCE : Step.ANSWER);
            VetoClient client = new VetoClient(context(server)))
        {
            exchange(client, 1);
            offerNext(client);

            assertFalse(client.flush(collector, 20));
        }
    }

    @Test
    void shouldEndWhenTheServerContradictsItself() throws IOException
    {
        assertEquals("answers not contiguous: expectedMessageNumber=3 messageNumber=4 address=",
            endOfSession(Step.WRONG_NUMBER, 1));
        assertEquals("not a frame of Veto: expectedEncoding=0xEB50 encoding=0x2F31 expectedSchemaId=22100 " +
            "schemaId=2573 expectedFrameLength=26001..32768 frameLength=1213486160; is another program listening " +
            "there?", endOfSession(Step.GARBAGE, 1));
        assertEquals("the server is behind its own answers: expectedLastMessageNumber>=2 lastMessageNumber=0; " +
            "was it started on another data folder? address=", endOfSession(Step.FORGET, 1));
    }

    @Test
    void shouldEndWhenTheJournalHoldsAnotherKindOfMessage() throws IOException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER);
            VetoClient client = new VetoClient(context(server)))
        {
            server.putJournalled(new Journalled("1 FRAUD", 0, true));

            final SessionException ex = assertThrows(SessionException.class, () -> exchange(client, 1));

            assertEquals("answer of the wrong kind: messageNumber=1 expectedTemplateId=2 templateId=4; the source " +
                "has sent something else before: give it another name address=127.0.0.1:" +
                server.address().getPort(), ex.getMessage());
        }
    }

    @Test
    void shouldAllocateNothingPerMessage() throws IOException, SessionException
    {
        final int warmUpMessages = 50_000;
        final int messages = 200_000;
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER);
            VetoClient client = new VetoClient(context(server).window(1024)))
        {
            collector.keeps = false;
            exchange(client, warmUpMessages);
            final long beginBytes = threads.getCurrentThreadAllocatedBytes();
            exchange(client, warmUpMessages + messages);
            final long bytes = threads.getCurrentThreadAllocatedBytes() - beginBytes;

            assertEquals(warmUpMessages + messages, collector.count);
            assertTrue(bytes <= messages / 100, () -> "expectedBytes<=" + messages / 100 + " bytes=" + bytes);
        }
    }

    private String endOfSession(final Step step, final int faults) throws IOException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) ->
            number == 3 && connection <= faults ? step : Step.ANSWER);
            VetoClient client = new VetoClient(context(server).window(1)))
        {
            final SessionException ex = assertThrows(SessionException.class, () -> exchange(client, 5));

            assertEquals(SessionException.Reason.INCONSISTENT, ex.reason());
            return ex.getMessage().replaceAll("127\\.0\\.0\\.1:\\d+$", "").strip();
        }
    }

    private void exchange(final VetoClient client, final int messages) throws SessionException
    {
        while (client.lastAnswered() < messages)
        {
            int work = client.poll(collector);
            while (client.lastOffered() < messages && offerNext(client) > 0)
            {
                work++;
            }
            if (work == 0)
            {
                Thread.yield();
            }
        }
    }

    private long offerNext(final VetoClient client)
    {
        final long messageNumber = client.lastOffered() + 1;
        if (messageNumber % LABEL_EVERY == 0)
        {
            return client.offerLabel(messageNumber - 1, FraudLabel.FRAUD);
        }
        transaction.transactionId(collector.keeps ? "t" + messageNumber : "t").amountMinor(messageNumber);
        return client.offer(block, 0);
    }

    private static List<String> expectedAnswers(final int messages)
    {
        final List<String> answers = new ArrayList<>();
        for (int number = 1; number <= messages; number++)
        {
            answers.add((number % LABEL_EVERY == 0 ? "acknowledged " : "answer ") + number + " " + (1000 + number));
        }
        return answers;
    }

    private static List<Journalled> expectedJournal(final int messages)
    {
        final List<Journalled> journal = new ArrayList<>();
        for (int number = 1; number <= messages; number++)
        {
            journal.add(number % LABEL_EVERY == 0 ?
                new Journalled(number - 1 + " FRAUD", 0, true) :
                new Journalled("t" + number, number, false));
        }
        return journal;
    }

    private static ClientContext context(final ScriptedServer server)
    {
        return new ClientContext().address(server.address()).sourceName("test").backoffMs(1, 10);
    }
}
