package io.veto.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.disk.ForcedNames;
import io.veto.engine.disk.WatchedFileSystem;
import io.veto.engine.journal.JournalFiles.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalRollTest
{
    @TempDir
    private Path data;
    private Path journal;

    @BeforeEach
    void name()
    {
        journal = data.resolve("journal");
    }

    @Test
    void shouldBeginAFileWithTheFirstRecordOfADay()
    {
        try (JournalWriter writer = open(0))
        {
            append(writer, 1, "2026-11-26T23:34:56.789Z");
            append(writer, 2, "2026-11-26T23:59:59.999Z");
            append(writer, 3, "2026-11-27T00:00:00.001Z");
            append(writer, 4, "2026-11-27T09:00:00Z");
            append(writer, 5, "2026-11-30T12:00:00Z");
        }

        assertEquals(List.of("20261126-2334V.cq4", "20261127-0000V.cq4", "20261130-1200V.cq4"), names());
        assertEquals(LongStream.rangeClosed(1, 5).boxed().toList(), sequences());
    }

    @Test
    void shouldBeginAFileWithEachProcessAndNeverGoBack()
    {
        for (int i = 0; i < 3; i++)
        {
            try (JournalWriter writer = open(i))
            {
                append(writer, i + 1, "2026-11-26T23:34:5" + (9 - i) + "Z");
            }
        }
        try (JournalWriter writer = open(3))
        {
            append(writer, 4, "2026-10-01T00:00:00Z");
            writer.roll();
            append(writer, 5, "2026-10-01T00:00:00Z");
        }

        assertEquals(
            List.of("20261126-2334V.sealed", "20261126-2335V.sealed", "20261126-2336V.sealed", "20261126-2337V.cq4", "20261126-2338V.cq4"),
            names());
        assertEquals(LongStream.rangeClosed(1, 5).boxed().toList(), sequences());
    }

    @Test
    void shouldMarkHowFarItIsForcedWhereAFileBegins()
    {
        try (JournalWriter writer = open(0))
        {
            append(writer, 1, "2026-11-26T23:59:00Z");
            append(writer, 2, "2026-11-26T23:59:01Z");
            assertEquals(new HighWaterMark(1, 1, JournalFiles.list(journal).get(0).cycle()), HighWaterMark.read(journal));
            append(writer, 3, "2026-11-27T00:00:00Z");
            append(writer, 4, "2026-11-27T00:00:00Z");
            assertEquals(new HighWaterMark(3, 1, JournalFiles.list(journal).get(1).cycle()), HighWaterMark.read(journal));
            writer.mark();
            assertEquals(new HighWaterMark(4, 1, JournalFiles.list(journal).get(1).cycle()), HighWaterMark.read(journal));
        }
    }

    @Test
    void shouldForceWhatWasLeftBehindByAProcessThatEndedBeforeItCouldForceAnything() throws IOException
    {
        try (JournalWriter writer = open(0))
        {
            append(writer, 1, "2026-11-26T23:34:00Z");
        }
        final byte[] mark = Files.readAllBytes(HighWaterMark.file(journal));
        try (JournalWriter writer = open(1))
        {
            append(writer, 2, "2026-11-26T23:35:00Z");
        }
        Files.write(HighWaterMark.file(journal), mark);
        final ForcedNames forced = new ForcedNames();

        try (JournalWriter writer = new JournalWriter(WatchedFileSystem.watched(journal, forced), 2, JournalImage.BLOCK_LENGTH))
        {
            append(writer, 3, "2026-11-26T23:36:00Z");
        }

        assertTrue(forced.names().containsAll(
            Set.of("20261126-2334V.sealed", "20261126-2335V.sealed", "20261126-2336V.cq4", "journal", "journal.mark")),
            () -> forced.names().toString());
    }

    @Test
    void shouldMarkNothingBeforeItHasWritten()
    {
        try (JournalWriter writer = open(0))
        {
            writer.mark();
        }

        assertNull(HighWaterMark.read(journal));
    }

    @Test
    void shouldSeekEveryRecordAcrossFiles()
    {
        write(42, 3_000);
        final List<Long> found = new ArrayList<>();

        try (JournalReader reader = new JournalReader(journal))
        {
            for (long sequence = 3_000; sequence >= 1; sequence -= 7)
            {
                assertTrue(reader.seek(sequence), "sequence " + sequence);
                assertTrue(reader.next());
                found.add(reader.sequence());
            }
            assertFalse(reader.seek(3_001));
        }

        assertEquals(LongStream.iterate(3_000, i -> i >= 1, i -> i - 7).boxed().toList(), found);
    }

    @Test
    void shouldSeekInALongFile()
    {
        try (JournalWriter writer = new JournalWriter(journal, 0, JournalQueue.BLOCK_LENGTH))
        {
            TestRecords.appendTicks(writer, 1, 100_000, 7);
        }
        final Random random = new Random(42);
        final List<Long> expected = random.longs(200, 1, 100_001).boxed().toList();
        final List<Long> found = new ArrayList<>();

        try (JournalReader reader = new JournalReader(journal))
        {
            for (final long sequence : expected)
            {
                assertTrue(reader.seek(sequence), "sequence " + sequence);
                assertTrue(reader.next());
                found.add(reader.sequence());
            }
        }

        assertEquals(expected, found);
    }

    @Test
    @Timeout(60)
    void shouldReadWhileAnotherThreadWritesAndRolls() throws InterruptedException, IOException
    {
        Files.createDirectories(journal);
        final int last = 20_000;
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = new Thread(() -> write(43, last));
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        final List<Long> found = new ArrayList<>();

        thread.start();
        try (JournalReader reader = new JournalReader(journal))
        {
            while (reader.sequence() < last && null == failure.get())
            {
                if (!reader.next())
                {
                    reader.isAtEnd();
                }
                else if (RecordDescriptor.TYPE_TICK == reader.type())
                {
                    found.add(reader.sequence());
                }
            }
        }
        thread.join();

        assertNull(failure.get());
        assertEquals(LongStream.rangeClosed(1, last).boxed().toList(), found);
    }

    /**
     * Appends ticks in batches of random length, and begins files and processes at random.
     */
    private void write(final long seed, final long last)
    {
        final Random random = new Random(seed);
        long sequence = 0;
        while (sequence < last)
        {
            try (JournalWriter writer = open(sequence))
            {
                if (0 == sequence)
                {
                    JournalImage.append(writer, TestRecords.start(1, 0));
                }
                final long processLast = Math.min(last, sequence + last / 3 + 1);
                while (sequence < processLast)
                {
                    final int batch = 1 + random.nextInt(40);
                    TestRecords.appendTicks(writer, sequence + 1, Math.min(processLast, sequence + batch), batch);
                    sequence = Math.min(processLast, sequence + batch);
                    if (0 == random.nextInt(100))
                    {
                        writer.roll();
                    }
                }
            }
        }
    }

    private JournalWriter open(final long lastSequence)
    {
        return new JournalWriter(journal, lastSequence, JournalImage.BLOCK_LENGTH);
    }

    private static void append(final JournalWriter writer, final long sequence, final String time)
    {
        final Instant instant = Instant.parse(time);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordDescriptor.TICK_LENGTH]);
        RecordDescriptor.putHeader(record, 0, RecordDescriptor.TICK_LENGTH, RecordDescriptor.TYPE_TICK, 1, sequence,
            TimeUnit.MILLISECONDS.toNanos(instant.toEpochMilli()));
        JournalImage.append(writer, record);
        writer.flush();
    }

    private List<String> names()
    {
        return JournalFiles.list(journal).stream().map(JournalFile::path).map(path -> path.getFileName().toString()).toList();
    }

    private List<Long> sequences()
    {
        final List<Long> sequences = new ArrayList<>();
        try (JournalReader reader = new JournalReader(journal))
        {
            assertTrue(reader.seek(1));
            while (reader.next())
            {
                sequences.add(reader.sequence());
            }
            assertTrue(reader.isAtEnd());
        }
        return sequences;
    }
}
