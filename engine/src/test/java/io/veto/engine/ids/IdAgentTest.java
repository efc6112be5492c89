package io.veto.engine.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdAgentTest
{
    private static final int RING_LENGTH = 1024;
    private static final int RETENTION_S = 1_000_000;
    private static final long TOKEN = 77;
    private static final int SOURCES = 2;
    private static final int IDS = 50;

    private final OneToOneRingBuffer requests = ring();
    private final OneToOneRingBuffer replies = ring();
    private final List<String> errors = new ArrayList<>();
    private final Map<String, Long> expected = new HashMap<>();
    private long lastSequence = 0;

    @TempDir
    private Path data;
    private Path journal;
    private Path ids;

    @BeforeEach
    void name()
    {
        journal = data.resolve("journal");
        ids = data.resolve("ids");
    }

    @Test
    void shouldFindTheLastTransactionOfEachIdAcrossRestarts()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final Map<String, Long> found = new HashMap<>();
        for (int restart = 0; restart < 4; restart++)
        {
            append(random, 700);
            found.clear();
            found.putAll(findAll());
        }

        assertEquals(expected, found, () -> "seed=" + seed);
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldPassOverARepeat()
    {
        try (JournalWriter writer = new JournalWriter(journal, 0))
        {
            append(writer, 1, "T1", false);
            append(writer, 1, "T1", true);
            writer.flush();
        }

        assertEquals(1, findAll().get("1/T1"));
    }

    @Test
    void shouldBeginAnewWhereTheIndexIsOfAnotherJournal() throws IOException
    {
        append(new Random(1), 300);
        findAll();
        try (Stream<Path> files = Files.list(journal))
        {
            for (final Path file : files.toList())
            {
                Files.delete(file);
            }
        }
        expected.clear();
        lastSequence = 0;
        append(new Random(2), 400);

        assertEquals(expected, findAll());
    }

    @Test
    void shouldBeginAnewWhereAFileOfTheIndexIsDamaged() throws IOException
    {
        append(new Random(3), 300);
        findAll();
        overwrite("CURRENT");

        assertEquals(expected, findAll());
    }

    @Test
    void shouldSayThatTheIndexCannotBeHadAndTellItOnce() throws IOException
    {
        append(new Random(4), 3);
        Files.writeString(ids, "a file");

        try (Running running = new Running())
        {
            assertEquals(List.of(IdAgent.FAILED, IdAgent.FAILED), List.of(running.find(1, "A"), running.find(1, "B")));
        }
        assertEquals(1, errors.size(), errors::toString);
    }

    @Test
    void shouldNotAnswerBeforeItHasGotAsFarAsTheAskerKnows()
    {
        append(new Random(5), 10);
        try (Running running = new Running())
        {
            running.ask(1, "T0", lastSequence + 1);
            for (int i = 0; i < 100; i++)
            {
                running.agent.doWork();
            }
            assertEquals(0, replies.size());

            append(new Random(6), 1);

            assertTrue(running.reply() >= IdIndex.NULL_SEQUENCE);
        }
    }

    @Test
    void shouldTakeLittleAtATimeWhileNobodyWaits() throws IOException
    {
        append(new Random(4), 3 * IdAgent.SLICE_RECORDS);
        final IdAgent agent = new IdAgent(journal, ids, RETENTION_S, requests, replies, error -> errors.add(error.getMessage()));
        agent.doWork();
        agent.onClose();

        try (IdIndex index = new IdIndex(ids, RETENTION_S))
        {
            assertEquals(IdAgent.SLICE_RECORDS, index.lastSequence());
        }
    }

    private Map<String, Long> findAll()
    {
        final Map<String, Long> found = new HashMap<>();
        try (Running running = new Running())
        {
            for (int source = 1; source <= SOURCES; source++)
            {
                for (int id = 0; id < IDS; id++)
                {
                    final long sequence = running.find(source, "T" + id);
                    if (IdIndex.NULL_SEQUENCE != sequence)
                    {
                        found.put(source + "/T" + id, sequence);
                    }
                }
            }
        }
        return found;
    }

    private void append(final Random random, final int count)
    {
        try (JournalWriter writer = new JournalWriter(journal, lastSequence))
        {
            for (int i = 0; i < count; i++)
            {
                append(writer, 1 + random.nextInt(SOURCES), random.nextInt(10) > 0 ? "T" + random.nextInt(IDS) : "", false);
            }
            writer.flush();
        }
    }

    private void append(final JournalWriter writer, final int source, final String id, final boolean isRepeat)
    {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.TRANSACTION_LENGTH]);
        RecordDescriptor.putHeader(record, 0, record.capacity(), RecordDescriptor.TYPE_TRANSACTION, 0, ++lastSequence, 0);
        RecordDescriptor.putSource(record, 0, source, lastSequence);
        new TransactionEncoder().wrap(record, RecordDescriptor.SOURCED_BLOCK_OFFSET).transactionId(id).inputFlags().duplicate(isRepeat);
        writer.append(record, 0, record.capacity());
        if (!id.isEmpty() && !isRepeat)
        {
            expected.put(source + "/" + id, lastSequence);
        }
    }

    private void overwrite(final String name) throws IOException
    {
        try (RandomAccessFile file = new RandomAccessFile(ids.resolve(name).toFile(), "rw"))
        {
            file.write(new byte[(int)file.length()]);
        }
    }

    private static OneToOneRingBuffer ring()
    {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    private final class Running implements AutoCloseable
    {
        private final IdAgent agent = new IdAgent(journal, ids, RETENTION_S, requests, replies, error -> errors.add(error.getMessage()));

        long find(final int source, final String id)
        {
            ask(source, id, lastSequence);
            return reply();
        }

        void ask(final int source, final String id, final long knownSequence)
        {
            final int index = requests.tryClaim(IdAgent.TYPE, IdAgent.REQUEST_LENGTH);
            requests.buffer().putLong(index, TOKEN);
            requests.buffer().putLong(index + IdAgent.KNOWN_OFFSET, knownSequence);
            requests.buffer().putInt(index + IdAgent.SOURCE_ID_OFFSET, source);
            requests.buffer().setMemory(index + IdAgent.ID_OFFSET, IdIndex.ID_LENGTH, (byte)0);
            requests.buffer().putStringWithoutLengthAscii(index + IdAgent.ID_OFFSET, id);
            requests.commit(index);
        }

        long reply()
        {
            final long[] reply = new long[2];
            while (0 == replies.read((type, buffer, offset, length) ->
            {
                reply[0] = buffer.getLong(offset);
                reply[1] = buffer.getLong(offset + IdAgent.SEQUENCE_OFFSET);
            }))
            {
                agent.doWork();
            }
            assertEquals(TOKEN, reply[0]);
            return reply[1];
        }

        @Override
        public void close()
        {
            agent.onClose();
        }
    }
}
