package io.veto.engine.journal;

import io.veto.engine.journal.JournalFiles.JournalFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a journal begins behind whose first files were archived: a file beside the journal's folder, written before any of them leaves.
 * <pre>
 *   0         8            16               24       28       32                40           length - 4
 *   +---------+------------+----------------+--------+--------+-----------------+---------···+----------+
 *   |  magic  |  sequence  |  engineTimeMs  | cycle  | epoch  |  records length |  records   |  crc32c  |
 *   +---------+------------+----------------+--------+--------+-----------------+---------···+----------+
 * </pre>
 * sequence, epoch and cycle: of the last record that was archived. engineTimeMs: engine time behind it. records: those that still
 * matter, as they were written. All fields are little-endian.
 * <p>
 * Files up to that cycle that are there all the same are passed over, unless the journal is whole: then the base is.
 * <p>
 * <b>Note:</b> never changes; {@link #forEach} on one thread at a time.
 */
public final class JournalBase
{
    /** Most bytes of the records. */
    public static final int RECORDS_LENGTH_MAX = 1 << 30;

    private static final long MAGIC = 0x0001_4553_4142_5456L;
    private static final int RECORDS_OFFSET = 40;

    private final long sequence;
    private final int epoch;
    private final int cycle;
    private final long engineTimeMs;
    private final UnsafeBuffer records;

    /**
     * Makes a base.
     *
     * @param sequence     of the last record before the journal's first.
     * @param epoch        of it.
     * @param cycle        whose file held it.
     * @param engineTimeMs behind it, in epoch milliseconds.
     * @param records      that still matter, one behind the other.
     */
    public JournalBase(final long sequence, final int epoch, final int cycle, final long engineTimeMs, final byte[] records)
    {
        this.sequence = sequence;
        this.epoch = epoch;
        this.cycle = cycle;
        this.engineTimeMs = engineTimeMs;
        this.records = new UnsafeBuffer(records);
    }

    /** Takes the records of a base. */
    @FunctionalInterface
    public interface RecordVisitor
    {
        /**
         * A record.
         *
         * @param buffer that holds it.
         * @param offset of it.
         */
        void onRecord(DirectBuffer buffer, int offset);
    }

    /**
     * Where the base of a journal is.
     *
     * @param journal folder of the journal.
     * @return the file beside it.
     */
    public static Path file(final Path journal)
    {
        final Path absolute = journal.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + ".base");
    }

    /**
     * Reads what a journal begins behind.
     *
     * @param journal folder of the journal.
     * @return its base; null where the journal is whole, or there is none.
     * @throws JournalDamagedException if the journal is not whole and its base is not what was written.
     */
    public static JournalBase of(final Path journal)
    {
        final Path file = file(journal);
        if (!Files.exists(file) || isWhole(journal))
        {
            return null;
        }
        try
        {
            return decode(file, Files.readAllBytes(file));
        }
        catch (final IOException e)
        {
            throw new JournalDamagedException("base of the journal cannot be read: file=" + file.getFileName() + " cause=" +
                e.getMessage());
        }
    }

    /**
     * Writes and forces this base in place of the one before.
     *
     * @param journal folder of the journal.
     * @throws IOException if it cannot be written; the one before is as it was.
     */
    public void write(final Path journal) throws IOException
    {
        final Path file = file(journal);
        final Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        final ByteBuffer bytes = ByteBuffer.allocate(RECORDS_OFFSET + records.capacity() + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putLong(sequence).putLong(engineTimeMs).putInt(cycle).putInt(epoch).putLong(records.capacity());
        bytes.put(records.byteArray());
        bytes.putInt(crc(bytes.array())).flip();
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING))
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        JournalFiles.force(file.getParent());
    }

    /**
     * Sequence of the last record before the journal's first.
     *
     * @return the sequence.
     */
    public long sequence()
    {
        return sequence;
    }

    /**
     * Epoch of that record.
     *
     * @return number of process starts so far, modulo 65,536.
     */
    public int epoch()
    {
        return epoch;
    }

    /**
     * Cycle whose file held that record.
     *
     * @return the cycle.
     */
    public int cycle()
    {
        return cycle;
    }

    /**
     * Engine time behind that record.
     *
     * @return epoch milliseconds; {@link Long#MIN_VALUE} where no time had passed yet.
     */
    public long engineTimeMs()
    {
        return engineTimeMs;
    }

    /**
     * Tells the records that still matter, in their order.
     *
     * @param visitor to tell them to.
     */
    public void forEach(final RecordVisitor visitor)
    {
        int offset = 0;
        while (offset < records.capacity())
        {
            visitor.onRecord(records, offset);
            offset += RecordDescriptor.length(records, offset);
        }
    }

    /**
     * Says that what came before the base is needed.
     *
     * @return one line.
     */
    public String needed()
    {
        return "journal begins behind archived files, and there is no snapshot to begin with: firstSequence=" + (sequence + 1) +
            ": put the archived files back into the journal";
    }

    private static boolean isWhole(final Path journal)
    {
        for (final JournalFile file : JournalFiles.list(journal))
        {
            final long first = JournalSeek.firstSequence(file);
            if (first > RecordDescriptor.NULL_SEQUENCE)
            {
                return 1 == first;
            }
        }
        return false;
    }

    private static JournalBase decode(final Path file, final byte[] array)
    {
        final ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        final int recordsLength = array.length - RECORDS_OFFSET - Integer.BYTES;
        if (recordsLength < 0 || MAGIC != bytes.getLong(0) || recordsLength != bytes.getLong(32) ||
            crc(array) != bytes.getInt(array.length - Integer.BYTES))
        {
            throw new JournalDamagedException("base of the journal damaged: file=" + file.getFileName() +
                ": put the one of the archive in its place, or all archived files back into the journal");
        }
        final byte[] records = new byte[recordsLength];
        bytes.get(RECORDS_OFFSET, records);
        return new JournalBase(bytes.getLong(8), bytes.getInt(28), bytes.getInt(24), bytes.getLong(16), records);
    }

    private static int crc(final byte[] bytes)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int)crc.getValue();
    }
}
