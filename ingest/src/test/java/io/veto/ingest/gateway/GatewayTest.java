package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.TestAppliance;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest
{
    private static final String PAN = "9999990000000011";
    private static final long NOON = 1_700_000_000_000L;
    private static final long DAY_MS = 86_400_000;

    @TempDir
    private Path folder;
    private TestAppliance server;
    private int port;

    @BeforeEach
    void open() throws IOException
    {
        server = new TestAppliance(folder.resolve("data"));
        port = server.appliance().port();
    }

    @AfterEach
    void everyOtherSenderIsStillServed() throws IOException
    {
        try (RawSender other = new RawSender(port))
        {
            other.greet("the-other");
            other.send(other.transaction("another-card", "T9", 100, NOON + 10 * DAY_MS));
            assertEquals("1 APPROVE{}", other.readShort());
        }
        finally
        {
            server.close();
        }
        assertTrue(!server.log().contains(PAN), "a card number was logged");
    }

    @Test
    void shouldAnswerTransactionsAndLabelsInOrder() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction(PAN, "T1", 22_001, NOON));
            sender.send(sender.label(1, FraudLabel.FRAUD));
            sender.send(sender.transaction(PAN, "T1", 100, NOON + 3 * DAY_MS / 2));

            assertEquals(List.of("1 REVIEW{}", "2 acknowledged{}", "3 REVIEW{}"), readShort(sender, 3));
        }
    }

    @Test
    void shouldAnswerASenderThatHasSaidItsLastWord() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction(PAN, "T1", 22_001, NOON));
            sender.sayNoMore();

            assertEquals(List.of("1 REVIEW{}", "closed"), readShort(sender, 2));
        }
    }

    @Test
    void shouldFlagALabelOfAnUnknownTransaction() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.label(7, FraudLabel.FRAUD));

            assertEquals("1 acknowledged{unknownTarget}", sender.readShort());
        }
    }

    @Test
    void shouldGiveTheLastJournalledNumberAndTheAnswersAgain() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction(PAN, "T1", 22_001, NOON));
            sender.send(sender.label(1, FraudLabel.GENUINE));
            sender.send(sender.transaction(PAN, "T1", 100, NOON));
            readShort(sender, 3);
        }
        try (RawSender sender = new RawSender(port))
        {
            assertEquals(3, sender.greet("acquirer"));
            sender.send(sender.fetch(1, 3));
            sender.send(sender.transaction(PAN, "T1", 100, NOON));

            assertEquals(List.of("1 REVIEW{} replayed", "2 acknowledged{unchanged} replayed", "3 APPROVE{} replayed", "4 APPROVE{}"),
                readShort(sender, 4));
        }
    }

    @Test
    void shouldGiveThousandsOfAnswersAgain() throws IOException
    {
        final int count = 3 * HistoryAgent.COUNT_MAX + 5;
        final List<String> expected = new ArrayList<>();
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            for (int i = 1; i <= count; i++)
            {
                sender.send(sender.transaction("card-" + i, "T1", 100, NOON));
                sender.readShort();
                expected.add(i + " APPROVE{} replayed");
            }
        }
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.fetch(1, count));

            assertEquals(expected, readShort(sender, count));
        }
    }

    @Test
    void shouldRefuseToFetchWhatIsNotThere() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.fetch(1, 1));

            assertEquals("fetch refused: minimumFrom=1 maximumTo=0 from=1 to=1", sender.readShort());
            assertEquals("closed", sender.readShort());
        }
    }

    @Test
    void shouldCloseTheOlderConnectionOfASource() throws IOException
    {
        try (RawSender older = new RawSender(port); RawSender newer = new RawSender(port))
        {
            older.greet("acquirer");
            newer.greet("acquirer");

            assertTrue(older.readShort().startsWith("the source has connected again from /127.0.0.1:"));
        }
    }

    @Test
    void shouldRefuseMoreConnectionsThanItsBound() throws IOException
    {
        final List<RawSender> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++)
        {
            final RawSender sender = new RawSender(port);
            sender.greet("source-" + i);
            senders.add(sender);
        }
        try (RawSender last = new RawSender(port))
        {
            assertEquals("too many connections: maximumSessions=4", last.readShort());
        }
        for (final RawSender sender : senders)
        {
            sender.close();
        }
        awaitRoom();
    }

    private void awaitRoom() throws IOException
    {
        boolean refused = true;
        for (int attempt = 0; refused && attempt < 100; attempt++)
        {
            try (RawSender sender = new RawSender(port))
            {
                sender.greet("source-0");
                refused = false;
            }
            catch (final IOException e)
            {
                assertEquals("too many connections: maximumSessions=4", e.getMessage());
            }
        }
    }

    @Test
    void shouldRefuseAFrameThatIsTooLong() throws IOException
    {
        assertProblem(frame -> frame.putInt(0, 1025, ByteOrder.BIG_ENDIAN),
            "frame length out of bounds: minimumLength=28 maximumLength=1024 length=1025");
    }

    @Test
    void shouldRefuseAFrameOfNegativeLength() throws IOException
    {
        assertProblem(frame -> frame.putInt(0, -1, ByteOrder.BIG_ENDIAN),
            "frame length out of bounds: minimumLength=28 maximumLength=1024 length=4294967295");
    }

    @Test
    void shouldRefuseAnotherEncoding() throws IOException
    {
        assertProblem(frame -> frame.putShort(4, (short)0x5BE0, ByteOrder.BIG_ENDIAN),
            "unknown encoding: expectedEncoding=0xeb50 encoding=0x5be0");
    }

    @Test
    void shouldRefuseAnotherSchema() throws IOException
    {
        assertProblem(frame -> frame.putShort(24, (short)7),
            "unknown schema: expectedSchemaId=22100 schemaId=7 expectedVersion=1 version=1");
    }

    @Test
    void shouldRefuseAnUnknownMessage() throws IOException
    {
        assertProblem(frame -> frame.putShort(22, (short)99), "unknown message: expectedTemplateId=1|3|5|6|7|10|13 templateId=99");
    }

    @Test
    void shouldRefuseABlockOfAnotherLength() throws IOException
    {
        assertProblem(frame -> frame.putShort(20, (short)192),
            "wrong length: templateId=1 expectedBlockLength=200 blockLength=192 expectedFrameLength=228 frameLength=228");
    }

    @Test
    void shouldRefuseAnotherSource() throws IOException
    {
        assertProblem(frame -> frame.putInt(8, 77), "wrong source: expectedSourceId=1 sourceId=77");
    }

    @Test
    void shouldRefuseAMessageOutOfOrder() throws IOException
    {
        assertProblem(frame -> frame.putLong(12, 5),
            "message out of order: expectedMessageNumber=1 messageNumber=5: connect again and go on from the Welcome");
    }

    @Test
    void shouldRefuseAnAmountOutOfBounds() throws IOException
    {
        assertProblem(frame -> frame.putLong(FrameDescriptor.MESSAGE_OFFSET + 8, 1_000_000_000_001L),
            "transaction refused: messageNumber=1 amount out of bounds: maximumAmountMinor=1000000000000 amountMinor=1000000000001");
    }

    @Test
    void shouldRefuseATimeOutOfBounds() throws IOException
    {
        assertProblem(frame -> frame.putLong(FrameDescriptor.MESSAGE_OFFSET, -1),
            "transaction refused: messageNumber=1 event time out of bounds: minimumEventTimeMs=0 maximumEventTimeMs=253402300799999 " +
            "eventTimeMs=-1");
    }

    @Test
    void shouldRefuseAnEmptyAccount() throws IOException
    {
        assertProblem(frame -> frame.setMemory(
            FrameDescriptor.MESSAGE_OFFSET + TransactionEncoder.accountEncodingOffset(), 32, (byte)0),
            "transaction refused: messageNumber=1 the account is empty");
    }

    @Test
    void shouldRefuseACardNumberInAnotherFieldAndJournalNothingOfIt() throws IOException
    {
        final List<String> problems = new ArrayList<>();
        long last = 0;
        for (final int offset : new int[] {TransactionEncoder.transactionIdEncodingOffset(), TransactionEncoder.merchantEncodingOffset()})
        {
            try (RawSender sender = new RawSender(port))
            {
                last = sender.greet("acquirer");
                final byte[] frame = sender.transaction("", PAN, "T1", 100, NOON);
                new UnsafeBuffer(frame).putStringWithoutLengthAscii(FrameDescriptor.MESSAGE_OFFSET + offset, PAN);
                sender.send(frame);
                problems.add(sender.readShort());
            }
        }

        assertEquals(List.of(
            "transaction refused: messageNumber=1 the card number stands in another field as well: field=transactionId",
            "transaction refused: messageNumber=1 the card number stands in another field as well: field=merchant"), problems);
        assertEquals(0, last);
    }

    @Test
    void shouldRefuseAJumpOfEventTimeByMoreThanFourHundredDays() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction(PAN, "T1", 100, 0));
            sender.send(sender.transaction(PAN, "T1", 100, 400 * DAY_MS));
            sender.send(sender.transaction(PAN, "T1", 100, 800 * DAY_MS + 1));

            assertEquals(List.of("1 APPROVE{}", "2 APPROVE{}", "transaction refused: messageNumber=3 event time jumps ahead by more than " +
                "400 d: engineTime=1971-02-05T00:00:00Z eventTime=1972-03-11T00:00:00.001Z: mend the time, or feed this stretch into a " +
                "data folder of its own"), readShort(sender, 3));
        }
        server.close();
        server = new TestAppliance(folder.resolve("other"));
        port = server.appliance().port();
    }

    @Test
    void shouldRefuseMessagesBeforeAHello() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.send(sender.transaction(PAN, "T1", 100, NOON));

            assertEquals("the first frame must be a Hello: expectedTemplateId=10 templateId=1", sender.readShort());
        }
    }

    @Test
    void shouldRefuseASourceNameWithBlanks() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            final String problem = assertThrows(IOException.class, () -> sender.greet("a b")).getMessage();

            assertEquals("hello refused: the source name must be 1 to 64 printable ASCII characters without blanks: length=3", problem);
        }
    }

    @Test
    void shouldNotWaitForTheRestOfAFrameForEver() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(Arrays.copyOf(sender.transaction(PAN, "T1", 100, NOON), 100));

            assertEquals("half a frame and then silence: expectedLength=228 length=100", sender.readShort());
        }
    }

    @Test
    void shouldNotWaitForAHelloForEver() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            assertEquals("no Hello came in time", sender.readShort());
        }
    }

    @Test
    void shouldKeepASilentSenderThatOwesNothing() throws IOException, InterruptedException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            Thread.sleep(1_000);
            sender.send(sender.transaction(PAN, "T1", 100, NOON));

            assertEquals("1 APPROVE{}", sender.readShort());
        }
    }

    @Test
    void shouldTakeFramesThatComeByteByByte() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            for (final byte b : sender.transaction(PAN, "T1", 100, NOON))
            {
                sender.send(new byte[]{b});
            }

            assertEquals("1 APPROVE{}", sender.readShort());
        }
    }

    @Test
    void shouldAnswerEverythingToASenderThatReadsLate() throws IOException
    {
        final int count = 20_000;
        final List<String> expected = new ArrayList<>();
        final List<String> actual = new ArrayList<>();
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            final Thread writer = new Thread(() -> sendAll(sender, count));
            writer.start();
            Thread.sleep(300);
            for (int i = 1; i <= count; i++)
            {
                expected.add(i + " APPROVE{}");
                actual.add(sender.readShort());
            }
            writer.join();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }

        assertEquals(expected, actual);
    }

    private static void sendAll(final RawSender sender, final int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                sender.send(sender.transaction("card-" + i, "T1", 100, NOON));
            }
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(e);
        }
    }

    private void assertProblem(final Consumer<UnsafeBuffer> damage, final String problem) throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            final byte[] frame = sender.transaction(PAN, "T1", 100, NOON);
            damage.accept(new UnsafeBuffer(frame));
            sender.send(frame);

            assertEquals(List.of(problem, "closed"), readShort(sender, 2));
        }
        assertTrue(server.log().contains(": " + problem + "\n"), server.log());
    }

    private static List<String> readShort(final RawSender sender, final int count) throws IOException
    {
        final List<String> read = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            read.add(sender.readShort());
        }
        return read;
    }
}
