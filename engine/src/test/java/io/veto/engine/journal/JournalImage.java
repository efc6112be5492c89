package io.veto.engine.journal;

import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A small journal with its mark, its files kept in memory so that they can be damaged and put back.
 */
final class JournalImage
{
    /** Bytes by which its files grow. */
    static final long BLOCK_LENGTH = 1 << 20;

    private final Path journal;
    private final Map<Path, byte[]> files = new TreeMap<>();
    private final List<String> records;

    /**
     * Takes the files as they are.
     *
     * @param data folder that holds the journal.
     */
    JournalImage(final Path data) throws IOException
    {
        journal = data.resolve("journal");
        try (Stream<Path> paths = Files.walk(data))
        {
            for (final Path path : paths.filter(Files::isRegularFile).toList())
            {
                files.put(path, Files.readAllBytes(path));
            }
        }
        records = records(journal);
    }

    /**
     * Writes a journal of two processes, 30 ticks and four cycles.
     *
     * @param data   folder to hold it.
     * @param marked whether the second process noted its end.
     */
    static JournalImage write(final Path data, final boolean marked) throws IOException
    {
        final Path journal = data.resolve("journal");
        try (JournalWriter writer = new JournalWriter(journal, 0, BLOCK_LENGTH))
        {
            append(writer, TestRecords.start(1, 0));
            TestRecords.appendTicks(writer, 1, 9, 3);
            writer.roll();
            TestRecords.appendTicks(writer, 10, 14, 2);
        }
        try (JournalWriter writer = new JournalWriter(journal, 14, BLOCK_LENGTH))
        {
            append(writer, TestRecords.start(2, 14));
            writer.flush();
            ticks(writer, 2, 15, 22);
            writer.roll();
            ticks(writer, 2, 23, 30);
            if (marked)
            {
                writer.mark();
            }
        }
        return new JournalImage(data);
    }

    static void append(final JournalWriter writer, final UnsafeBuffer record)
    {
        writer.append(record, 0, record.capacity());
    }

    static void ticks(final JournalWriter writer, final int epoch, final long from, final long to)
    {
        for (long sequence = from; sequence <= to; sequence++)
        {
            append(writer, TestRecords.tick(epoch, sequence));
            if (0 == sequence % 2)
            {
                writer.flush();
            }
        }
        writer.flush();
    }

    /**
     * Opens a journal where it ends.
     *
     * @param journal folder of the journal.
     * @param end     of it.
     */
    static JournalWriter behind(final Path journal, final JournalEnd end)
    {
        return JournalWriter.behind(journal, end, 0, Durability.PROCESS, new DiskGuard(journal, 0, warning -> { }), BLOCK_LENGTH,
            SpaceCall.system());
    }

    Path journal()
    {
        return journal;
    }

    /**
     * What it holds as long as it is not damaged.
     *
     * @return each record as {@link #records(Path)} gives it.
     */
    List<String> records()
    {
        return records;
    }

    List<Path> files()
    {
        return List.copyOf(files.keySet());
    }

    byte[] bytes(final Path file)
    {
        return files.get(file);
    }

    /**
     * Puts every file back as it was.
     */
    void restore() throws IOException
    {
        IoUtil.delete(journal.toFile(), true);
        Files.createDirectories(journal);
        for (final Map.Entry<Path, byte[]> file : files.entrySet())
        {
            Files.write(file.getKey(), file.getValue());
        }
    }

    void flip(final Path file, final int offset, final int bit) throws IOException
    {
        put(file, offset, (byte)(files.get(file)[offset] ^ 1 << bit));
    }

    void putBack(final Path file, final int offset) throws IOException
    {
        put(file, offset, files.get(file)[offset]);
    }

    static void put(final Path file, final long offset, final byte... bytes) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.seek(offset);
            access.write(bytes);
        }
    }

    /**
     * Reads the journal to its end.
     *
     * @param journal folder of the journal.
     * @return each record as type, sequence, epoch and time.
     * @throws JournalDamagedException if it is damaged.
     */
    static List<String> records(final Path journal)
    {
        final List<String> records = new ArrayList<>();
        try (JournalReader reader = new JournalReader(journal))
        {
            do
            {
                while (reader.next())
                {
                    records.add(reader.type() + " " + reader.sequence() + " " + reader.epoch() + " " +
                        RecordDescriptor.ingressTimeNs(reader.buffer(), reader.offset()));
                }
            }
            while (!reader.isAtEnd());
        }
        return records;
    }

    /**
     * Starts as a process does: finds the end, cuts a torn tail, appends a process start and a tick.
     *
     * @param journal folder of the journal.
     * @return where the journal ended before.
     * @throws JournalDamagedException if it is damaged.
     */
    static JournalEnd startAgain(final Path journal)
    {
        final JournalEnd end = JournalScan.of(journal).check();
        try (JournalWriter writer = behind(journal, end))
        {
            append(writer, TestRecords.start(end.epoch() + 1, end.sequence()));
            append(writer, TestRecords.tick(end.epoch() + 1, end.sequence() + 1));
            writer.flush();
        }
        return end;
    }
}
