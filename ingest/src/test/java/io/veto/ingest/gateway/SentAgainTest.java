package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.TransactionEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A message number that comes again, and a transaction that comes again under another number. */
@Timeout(60)
class SentAgainTest
{
    private static final String PAN = "9999990000000011";
    private static final long NOON = 1_700_000_000_000L;

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
            other.send(other.transaction("another-card", "T9", 100, NOON));
            assertEquals("1 APPROVE{}", other.readShort());
        }
        finally
        {
            server.close();
        }
        assertTrue(!server.log().contains(PAN), "a card number was logged");
        TestJournal.replay(folder.resolve("data")).scorer().close();
    }

    @Test
    void shouldAnswerTheSameMessagesFromTheJournalInOrderWithNewOnes() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            final byte[] transaction = sender.transaction(PAN, "T1", 22_001, NOON);
            final byte[] label = sender.label(1, FraudLabel.FRAUD);
            final byte[] reversal = sender.reversal(1, 1);
            final byte[] bySequence = sender.reversal(2, ReversalEncoder.targetMessageNumberNullValue(), 1);
            sender.send(all(transaction, label, reversal, bySequence));
            final List<String> first = read(sender, 4);
            sender.send(all(transaction, label, reversal, bySequence, sender.transaction(PAN, "T1", 100, NOON), label));

            assertEquals(List.of(first.get(0) + " replayed", first.get(1) + " replayed", first.get(2) + " replayed",
                first.get(3) + " replayed", "5 APPROVE{}", first.get(1) + " replayed"), read(sender, 6));
        }
    }

    @Test
    void shouldAnswerAMessageThatComesAgainWhileTheFirstIsOnTheLine() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            final byte[] transaction = sender.transaction(PAN, "T1", 22_001, NOON);
            sender.send(all(transaction, transaction, transaction));

            assertEquals(List.of("1 REVIEW{}", "1 REVIEW{} replayed", "1 REVIEW{} replayed"), read(sender, 3));
        }
        assertEquals(1, TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_TRANSACTION));
    }

    @Test
    void shouldAnswerMoreMessagesThanMayBeOnTheirWayAtATime() throws IOException
    {
        final int count = 5 * Resent.PENDING_MAX + 3;
        final List<String> expected = new ArrayList<>();
        final List<byte[]> frames = new ArrayList<>();
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            for (int i = 1; i <= count; i++)
            {
                frames.add(sender.transaction("card-" + i, "T1", 100, NOON));
                expected.add(i + " APPROVE{} replayed");
            }
            sender.send(all(frames.toArray(new byte[0][])));
            read(sender, count);
            sender.send(all(frames.toArray(new byte[0][])));

            assertEquals(expected, read(sender, count));
        }
    }

    @Test
    void shouldLeaveOutOfTheComparisonWhatTheSenderHasNoSayIn() throws IOException
    {
        assertEquals("1 REVIEW{} replayed", afterwards(frame -> new TransactionEncoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET)
            .effectiveTimeMs(77).unused(5).inputFlags().overBudget(true).duplicate(true)));
    }

    @Test
    void shouldRefuseOtherBytesByName() throws IOException
    {
        final String refused =
            "message number sent again with other bytes: source=acquirer messageNumber=1: connect again and go on from the Welcome";

        assertEquals(refused, afterwards(frame -> new TransactionEncoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET).amountMinor(1)));
        assertEquals(refused, afterwards(frame -> new TransactionEncoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET).transactionId("x")));
        assertEquals(refused, afterwards(frame -> frame.putByte(
            FrameDescriptor.MESSAGE_OFFSET + TransactionEncoder.accountEncodingOffset() + PAN.length() - 1, (byte)'9')));
        assertEquals(refused, afterwards(frame -> frame.setMemory(
            FrameDescriptor.MESSAGE_OFFSET + TransactionEncoder.accountEncodingOffset(), 32, (byte)0)));
        assertEquals(1, TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_TRANSACTION));
    }

    @Test
    void shouldRefuseAnotherKindOfMessageUnderTheSameNumber() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction(PAN, "T1", 22_001, NOON));
            sender.send(sender.transaction(PAN, "T1", 22_001, NOON));
            read(sender, 2);
            final byte[] label = sender.label(1, FraudLabel.FRAUD);
            FrameDescriptor.putHeader(new UnsafeBuffer(label), 0, label.length, 0, FrameDescriptor.sourceId(new UnsafeBuffer(label), 0), 2,
                new MessageHeaderEncoder(), LabelEncoder.BLOCK_LENGTH, LabelEncoder.TEMPLATE_ID);
            sender.send(label);

            assertEquals(List.of("message number sent again with other bytes: source=acquirer messageNumber=2: connect again and go on " +
                "from the Welcome", "closed"), read(sender, 2));
        }
    }

    @Test
    void shouldRefuseALabelThatNamesAnotherTarget() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction(PAN, "T1", 22_001, NOON));
            final byte[] label = sender.label(1, FraudLabel.FRAUD);
            sender.send(label);
            read(sender, 2);
            new LabelEncoder().wrap(new UnsafeBuffer(label), FrameDescriptor.MESSAGE_OFFSET).targetSequence(2);
            sender.send(label);

            assertEquals("message number sent again with other bytes: source=acquirer messageNumber=2: connect again and go on from the " +
                "Welcome", sender.readShort());
        }
    }

    @Test
    void shouldAnswerARepeatUnderAnotherNumberAlikeAndCountItOnce() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("id-1", PAN, "T1", 22_001, NOON));
            final UnsafeBuffer first = sender.read();
            sender.send(sender.transaction("id-1", PAN, "T1", 22_001, NOON + 1_000));
            final UnsafeBuffer second = sender.read();

            assertEquals(FrameDescriptor.FLAG_DUPLICATE, FrameDescriptor.flags(second, 0));
            assertEquals(RawSender.answer(first).sequence() + 1, RawSender.answer(second).sequence());
            assertEquals(decision(first), decision(second));
            assertEquals(1, server.appliance().counters().repeats.get());
        }
    }

    @Test
    void shouldRecogniseARepeatAfterARestartAndFlagItWhenItIsFetched() throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("id-1", PAN, "T1", 22_001, NOON));
            sender.readShort();
        }
        server.close();
        open();
        try (RawSender sender = new RawSender(port))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("id-1", PAN, "T1", 22_001, NOON));
            sender.readShort();
            sender.send(sender.fetch(1, 2));

            assertEquals(List.of("1 REVIEW{} replayed", "2 REVIEW{} duplicate replayed"), read(sender, 2));
        }
    }

    /** Sends a transaction, changes its frame, and sends it under the same number again on a connection of its own. */
    private String afterwards(final Consumer<UnsafeBuffer> change) throws IOException
    {
        try (RawSender sender = new RawSender(port))
        {
            final long last = sender.greet("acquirer");
            final byte[] frame = sender.transaction("t1", PAN, "T1", 22_001, NOON);
            final UnsafeBuffer buffer = new UnsafeBuffer(frame);
            if (0 == last)
            {
                sender.send(frame);
                sender.readShort();
            }
            FrameDescriptor.putHeader(buffer, 0, frame.length, 0, FrameDescriptor.sourceId(buffer, 0), 1, new MessageHeaderEncoder(),
                TransactionEncoder.BLOCK_LENGTH, TransactionEncoder.TEMPLATE_ID);
            change.accept(buffer);
            sender.send(frame);
            return sender.readShort();
        }
    }

    private static String decision(final UnsafeBuffer frame)
    {
        final StringBuilder text = new StringBuilder();
        return RawSender.answer(frame).decision().appendTo(text).toString();
    }

    private static List<String> read(final RawSender sender, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            answers.add(sender.readShort());
        }
        return answers;
    }

    private static byte[] all(final byte[]... frames)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final byte[] frame : frames)
        {
            bytes.writeBytes(frame);
        }
        return bytes.toByteArray();
    }
}
