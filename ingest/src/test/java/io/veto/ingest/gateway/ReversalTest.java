package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.DivergenceException;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReversalTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final long ALL = ReversalEncoder.amountMinorNullValue();
    private static final String UNKNOWN = "acknowledged{unknownTarget}";
    private static final String EXCEEDED = "acknowledged{exceeded}";

    @TempDir
    private Path folder;

    @Test
    void shouldCountAReversedTransactionNoMore() throws IOException
    {
        final List<String> answers = converse(
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.reversal(2, ALL),
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.reversal(5, 99),
            sender -> sender.transaction("card", "T1", 100, NOON));

        assertEquals(List.of("1 APPROVE{}", "2 APPROVE{}", "3 APPROVE{}", "4 acknowledged{}", "5 APPROVE{}", "6 acknowledged{}",
            "7 DECLINE{}"), answers);
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldFlagWhatIsGivenBackTwiceOrBeyondWhatIsLeft() throws IOException
    {
        final List<String> answers = converse(
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.transaction("card", "T1", -100, NOON),
            sender -> sender.reversal(1, 101),
            sender -> sender.reversal(1, -1),
            sender -> sender.reversal(1, 60),
            sender -> sender.reversal(1, 41),
            sender -> sender.reversal(1, ALL),
            sender -> sender.reversal(1, ALL),
            sender -> sender.reversal(2, 1),
            sender -> sender.reversal(2, -100));

        assertEquals(List.of("1 APPROVE{}", "2 APPROVE{}", "3 " + EXCEEDED, "4 " + EXCEEDED, "5 acknowledged{}", "6 " + EXCEEDED,
            "7 acknowledged{}", "8 " + EXCEEDED, "9 " + EXCEEDED, "10 acknowledged{}"), answers);
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldFlagAReversalOfAnUnknownTransaction() throws IOException
    {
        final List<String> answers = converse(
            sender -> sender.reversal(7, ALL),
            sender -> sender.reversal(999, ReversalEncoder.targetMessageNumberNullValue(), ALL),
            sender -> sender.reversal(1, ALL));

        assertEquals(List.of("1 " + UNKNOWN, "2 " + UNKNOWN, "3 " + UNKNOWN), answers);
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldCountWhatBecameOfReversals() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (final byte[] frame : List.of(sender.transaction("card", "T1", 100, NOON), sender.reversal(1, ALL),
                sender.reversal(1, ALL), sender.reversal(99, ALL)))
            {
                sender.send(frame);
                sender.readShort();
            }

            assertEquals("transactions 1, reversals 3, reversals of unknown target 1, reversals exceeded 1",
                server.appliance().counters().toString());
        }
    }

    @Test
    void shouldGiveTheAcknowledgementAgainAfterARestartAndRememberWhatIsLeft() throws IOException
    {
        converse(
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.reversal(1, ALL),
            sender -> sender.reversal(1, ALL));
        final List<String> answers = new ArrayList<>();
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(sender.fetch(1, 3));
            sender.send(sender.reversal(3, ReversalEncoder.targetMessageNumberNullValue(), ALL));
            for (int i = 0; i < 4; i++)
            {
                answers.add(sender.readShort());
            }
        }

        assertEquals(List.of("1 APPROVE{} replayed", "2 acknowledged{} replayed", "3 " + EXCEEDED + " replayed", "4 " + EXCEEDED),
            answers);
        TestJournal.replay(folder.resolve("data"));
    }

    @Test
    void shouldRefuseAnAmountOfNothingOrOutOfBounds() throws IOException
    {
        final String refused =
            "reversal refused: messageNumber=1 amount is nothing or out of bounds: maximumAmountMinor=1000000000000 amountMinor=";

        assertEquals(List.of(refused + "0"), converse(sender -> sender.reversal(1, 0)));
        assertEquals(List.of(refused + "1000000000001"), converse(sender -> sender.reversal(1, 1_000_000_000_001L)));
        assertEquals(List.of(refused + "-1000000000001"), converse(sender -> sender.reversal(1, -1_000_000_000_001L)));
    }

    @Test
    void shouldFindAFlagThatReplayDoesNotGive() throws IOException
    {
        converse(
            sender -> sender.transaction("card", "T1", 100, NOON),
            sender -> sender.reversal(1, ALL));
        final Path forged = folder.resolve("forged");
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data")));
            JournalWriter writer = new JournalWriter(DataFolder.journal(forged), 0))
        {
            while (reader.next())
            {
                final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.length(reader.buffer(), reader.offset())]);
                record.putBytes(0, reader.buffer(), reader.offset(), record.capacity());
                if (RecordDescriptor.TYPE_REVERSAL == reader.type())
                {
                    record.putShort(RecordDescriptor.SOURCED_BLOCK_OFFSET + ReversalDecoder.flagsEncodingOffset(), (short)8);
                }
                writer.append(record, 0, record.capacity());
            }
            writer.flush();
        }

        final DivergenceException e = assertThrows(DivergenceException.class, () -> TestJournal.replay(forged));

        assertEquals("replay differs: sequence=4 expectedReversalFlags=8 reversalFlags=0", e.getMessage());
    }

    private interface Message
    {
        byte[] frame(RawSender sender);
    }

    private List<String> converse(final Message... messages) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (final Message message : messages)
            {
                sender.send(message.frame(sender));
                answers.add(sender.readShort());
            }
        }
        return answers;
    }
}
