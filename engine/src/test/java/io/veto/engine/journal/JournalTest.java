package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest
{
    @TempDir
    private Path data;
    private Path folder;

    @BeforeEach
    void name()
    {
        folder = data.resolve("journal");
    }

    @Test
    void shouldReadWhatWasAppendedInOrder()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 1000, 7);
        }

        assertEquals(LongStream.rangeClosed(1, 1000).boxed().toList(), sequences());
    }

    @Test
    void shouldSplitABatchThatIsLongerThanAnExcerptMayBe()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 3 * JournalQueue.BATCH_RECORDS_MAX + 1, Integer.MAX_VALUE);
        }

        assertEquals(3 * JournalQueue.BATCH_RECORDS_MAX + 1, sequences().size());
    }

    @Test
    void shouldKeepARecordLongerThanABatchWhole()
    {
        final int length = 3 * JournalQueue.BATCH_LENGTH_MAX;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
        RecordDescriptor.putHeader(record, 0, length, RecordDescriptor.TYPE_RULE_SET, 1, 2, 0);
        record.putByte(length - 9, (byte)42);
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 1, 1);
            journal.append(record, 0, length);
            TestRecords.appendTicks(journal, 3, 3, 1);
        }

        assertEquals(List.of(1L, 2L, 3L), sequences());
    }

    @Test
    void shouldGoOnBehindTheLastRecordAfterAProcessStart()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 5, 2);
        }
        try (JournalWriter journal = new JournalWriter(folder, 5))
        {
            final UnsafeBuffer start = TestRecords.start(2, 5);
            journal.append(start, 0, start.capacity());
            final UnsafeBuffer tick = TestRecords.tick(2, 6);
            journal.append(tick, 0, tick.capacity());
            journal.flush();
        }

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 5L, 6L), sequences());
    }

    @Test
    void shouldRefuseToAppendAGap()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 42, 42);
            final UnsafeBuffer tick = TestRecords.tick(1, 44);

            final IllegalStateException e = assertThrows(IllegalStateException.class, () -> journal.append(tick, 0, tick.capacity()));

            assertEquals("journal not contiguous: expectedSequence=43 sequence=44", e.getMessage());
        }
    }

    @Test
    void shouldNoticeAMissingProcessStart()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 1, 1);
            final UnsafeBuffer tick = TestRecords.tick(2, 2);
            journal.append(tick, 0, tick.capacity());
            journal.flush();
        }

        final JournalDamagedException e = assertThrows(JournalDamagedException.class, this::sequences);

        assertTrue(e.getMessage().startsWith(
            "journal damaged: a process start is missing: sequence=2 expectedEpoch=1 epoch=2 file="), e.getMessage());
    }

    @Test
    void shouldSeekEveryRecord()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 300, 7);
        }
        final List<Long> found = new ArrayList<>();

        try (JournalReader reader = new JournalReader(folder))
        {
            for (long sequence = 300; sequence >= 1; sequence--)
            {
                assertTrue(reader.seek(sequence));
                assertTrue(reader.next());
                found.add(reader.sequence());
            }
        }

        assertEquals(LongStream.rangeClosed(1, 300).map(i -> 301 - i).boxed().toList(), found);
    }

    @Test
    void shouldSeekEveryRecordAroundProcessStarts()
    {
        final List<Long> found = new ArrayList<>();
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 3, 1);
            appendStart(journal, 2, 3);
            appendStart(journal, 3, 3);
            final UnsafeBuffer tick = TestRecords.tick(3, 4);
            journal.append(tick, 0, tick.capacity());
            journal.flush();
            appendStart(journal, 4, 4);
        }

        try (JournalReader reader = new JournalReader(folder))
        {
            for (long sequence = 1; sequence <= 4; sequence++)
            {
                assertTrue(reader.seek(sequence), "sequence " + sequence);
                assertTrue(reader.next());
                found.add(RecordDescriptor.TYPE_TICK == reader.type() ? reader.sequence() : -1);
            }
        }

        assertEquals(List.of(1L, 2L, 3L, 4L), found);
    }

    @Test
    void shouldFindEveryFlippedBitOfAnExcerptsHeader() throws IOException
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 10, 1);
        }
        final Path file = dataFile();
        final int header = find(Files.readAllBytes(file), 6) - Integer.BYTES;
        final List<Integer> missed = new ArrayList<>();

        for (int bit = 0; bit < Integer.SIZE; bit++)
        {
            flip(file, header + bit / Byte.SIZE, bit % Byte.SIZE);
            try
            {
                sequences();
                missed.add(bit);
            }
            catch (final JournalDamagedException e)
            {
                assertTrue(e.getMessage().startsWith("journal damaged: "), e.getMessage());
            }
            flip(file, header + bit / Byte.SIZE, bit % Byte.SIZE);
        }

        assertEquals(List.of(), missed);
    }

    private static void appendStart(final JournalWriter journal, final int epoch, final long lastSequence)
    {
        final UnsafeBuffer start = TestRecords.start(epoch, lastSequence);
        journal.append(start, 0, start.capacity());
        journal.flush();
    }

    @Test
    void shouldNotFindARecordThatIsNotThere()
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 10, 3);
        }

        try (JournalReader reader = new JournalReader(folder))
        {
            assertFalse(reader.seek(11));
        }
    }

    @Test
    void shouldFindEveryFlippedBitOfARecordAndNameItsSequence() throws IOException
    {
        try (JournalWriter journal = open(0))
        {
            TestRecords.appendTicks(journal, 1, 40, 8);
        }
        final Path file = dataFile();
        final byte[] image = Files.readAllBytes(file);
        final int target = 23;
        final int offset = find(image, target);
        final Random random = new Random(42);
        final List<String> missed = new ArrayList<>();
        for (int i = 0; i < RecordDescriptor.TICK_LENGTH; i++)
        {
            final int bit = random.nextInt(8);
            flip(file, offset + i, bit);
            final String message = assertThrows(JournalDamagedException.class, this::sequences).getMessage();
            if (!message.contains("sequence=" + target + " "))
            {
                missed.add(i + ": " + message);
            }
            flip(file, offset + i, bit);
        }

        assertEquals(List.of(), missed);
        assertEquals(40, sequences().size());
    }

    private JournalWriter open(final long lastSequence)
    {
        final JournalWriter journal = new JournalWriter(folder, lastSequence);
        if (0 == lastSequence)
        {
            final UnsafeBuffer start = TestRecords.start(1, 0);
            journal.append(start, 0, start.capacity());
            journal.flush();
        }
        return journal;
    }

    private List<Long> sequences()
    {
        final List<Long> sequences = new ArrayList<>();
        try (JournalReader reader = new JournalReader(folder))
        {
            assertTrue(reader.next());
            assertEquals(RecordDescriptor.TYPE_PROCESS_START, reader.type());
            do
            {
                while (reader.next())
                {
                    sequences.add(reader.sequence());
                }
            }
            while (!reader.isAtEnd());
        }
        return sequences;
    }

    private Path dataFile() throws IOException
    {
        try (Stream<Path> files = Files.list(folder))
        {
            return files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
    }

    private static int find(final byte[] image, final long sequence)
    {
        final UnsafeBuffer expected = TestRecords.tick(1, sequence);
        for (int offset = 0; offset < image.length - expected.capacity(); offset += 4)
        {
            boolean same = true;
            for (int i = 0; same && i < expected.capacity() - Integer.BYTES; i++)
            {
                same = image[offset + i] == expected.getByte(i);
            }
            if (same)
            {
                return offset;
            }
        }
        throw new AssertionError("no record of sequence " + sequence);
    }

    private static void flip(final Path file, final long offset, final int bit) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.seek(offset);
            final int value = access.read();
            access.seek(offset);
            access.write(value ^ (1 << bit));
        }
    }
}
