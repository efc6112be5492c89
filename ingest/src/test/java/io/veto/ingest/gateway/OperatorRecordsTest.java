package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Layout;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.line.OperatorRecord;
import io.veto.engine.recovery.DataFolder;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.ListChangeDecoder;
import io.veto.rules.layout.ListChangeEncoder;
import io.veto.rules.layout.ListOperation;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operators' records between the transactions of a sender. */
@Timeout(60)
class OperatorRecordsTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final int THREADS = 3;
    private static final int RECORDS = 100;
    private static final int TRANSACTIONS = 500;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldJournalEachOnceBetweenTheTransactionsOfASender(final Layout layout) throws IOException, InterruptedException
    {
        final SortedMap<Long, Long> expected = new TreeMap<>();
        final List<String> answers = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        final List<List<OperatorRecord>> offered = new ArrayList<>();
        try (TestAppliance server = new TestAppliance(folder.resolve("data"), ClockMode.EVENT, layout, 10_000);
            RawSender sender = new RawSender(server.appliance().port()))
        {
            for (int i = 0; i < THREADS; i++)
            {
                final long firstKey = 1 + i * RECORDS;
                final List<OperatorRecord> own = new ArrayList<>();
                offered.add(own);
                threads.add(new Thread(() -> offerAll(server.appliance().operatorQueue(), firstKey, own)));
            }
            sender.greet("acquirer");
            threads.forEach(Thread::start);
            for (int i = 1; i <= TRANSACTIONS; i++)
            {
                sender.send(sender.transaction("card-" + i, "T1", 100, NOON));
                answers.add(sender.readShort());
            }
            for (final Thread thread : threads)
            {
                thread.join();
            }
            for (int i = 0; i < THREADS * RECORDS; i++)
            {
                expected.put(offered.get(i / RECORDS).get(i % RECORDS).journalled().join(), 1L + i);
            }
        }

        assertEquals(expected, journalledKeys());
        assertEquals(THREADS * RECORDS, expected.size());
        assertEquals(TRANSACTIONS, answers.stream().filter(a -> a.endsWith(" APPROVE{}")).count());
        assertEquals(THREADS * RECORDS, TestJournal.replay(folder.resolve("data")).scorer().lists().entries());
    }

    @Test
    void shouldJournalARecordAsLongAsTheyComeAndOneThatIsLonger() throws IOException
    {
        final String reason = "r".repeat(4_096);
        final OperatorRecord longer = listChange(1, reason, reason, reason, reason, reason, reason, reason, reason, reason, reason, reason,
            reason, reason, reason, reason, reason, reason);
        final byte[] image = new byte[longer.length()];
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(sender.transaction("card", "T1", 100, NOON));
            assertEquals("1 APPROVE{}", sender.readShort());
            server.appliance().operatorQueue().offer(longer);
            assertEquals(4, longer.journalled().join());
            sender.send(sender.transaction("card", "T1", 22_001, NOON));
            assertEquals("2 REVIEW{}", sender.readShort());
        }
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data"))))
        {
            assertTrue(reader.seek(4) && reader.next());
            reader.buffer().getBytes(reader.offset(), image, 0, RecordDescriptor.crcOffset(image.length));
        }
        final byte[] expected = new byte[longer.length()];
        longer.buffer().getBytes(0, expected, 0, RecordDescriptor.crcOffset(image.length));

        assertTrue(image.length > 64 * 1024, "length=" + image.length);
        assertEquals(new UnsafeBuffer(expected), new UnsafeBuffer(image));
        assertEquals(17, TestJournal.replay(folder.resolve("data")).scorer().lists().entries());
    }

    @Test
    void shouldRefuseWhatComesWhenItStops() throws IOException
    {
        final OperatorRecord late = listChange(1, "");
        final TestAppliance server = new TestAppliance(folder.resolve("data"));
        server.close();
        server.appliance().operatorQueue().offer(late);

        assertEquals("the server stops: start it again and ask again",
            assertThrows(CompletionException.class, late.journalled()::join).getCause().getMessage());
    }

    private static void offerAll(final OperatorQueue queue, final long firstKey, final List<OperatorRecord> offered)
    {
        for (int i = 0; i < RECORDS; i++)
        {
            final OperatorRecord record = listChange(firstKey + i, "because");
            while (!queue.offer(record))
            {
                Thread.yield();
            }
            offered.add(record);
        }
    }

    private static OperatorRecord listChange(final long firstKey, final String... reasons)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128 * 1024]);
        final ListChangeEncoder change = new ListChangeEncoder().wrap(buffer, RecordDescriptor.HEADER_LENGTH)
            .listName("known").kind((short)ListKind.TERMINAL.ordinal());
        final ListChangeEncoder.EntriesEncoder entries = change.entriesCount(reasons.length);
        for (int i = 0; i < reasons.length; i++)
        {
            entries.next().key(firstKey + i).expiresMs(Lists.NEVER_MS).operation(ListOperation.ADD).shown("T" + (firstKey + i))
                .reason(reasons[i]);
        }
        return new OperatorRecord(RecordDescriptor.TYPE_LIST, buffer, RecordDescriptor.recordLength(change.limit()));
    }

    private SortedMap<Long, Long> journalledKeys()
    {
        final SortedMap<Long, Long> keys = new TreeMap<>();
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data"))))
        {
            while (reader.next())
            {
                if (RecordDescriptor.TYPE_LIST == reader.type())
                {
                    keys.put(reader.sequence(), new ListChangeDecoder().wrap(reader.buffer(),
                        reader.offset() + RecordDescriptor.HEADER_LENGTH, ListChangeEncoder.BLOCK_LENGTH, 0).entries().next().key());
                }
            }
        }
        return keys;
    }
}
