package io.veto.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How far the journal was forced when that was last noted: a small file beside the journal's folder. A journal that ends before it has
 * lost its last files.
 * <pre>
 *   0          8              16           24       28       32          36         40
 *   +----------+--------------+------------+--------+--------+-----------+----------+
 *   |  magic   |  generation  |  sequence  | cycle  | epoch  |  unused   |  crc32c  |
 *   +----------+--------------+------------+--------+--------+-----------+----------+
 * </pre>
 * Two such slots, at 0 and 4096, written in turn, each forced; the higher generation counts. All fields are little-endian.
 *
 * @param sequence of the last record forced.
 * @param epoch    of that record.
 * @param cycle    whose file holds it.
 */
public record HighWaterMark(long sequence, int epoch, int cycle)
{
    private static final long MAGIC = 0x0001_4B52_414D_5456L;
    private static final int SLOT_LENGTH = 40;
    private static final int CRC_OFFSET = 36;
    private static final int SLOT_DISTANCE = 4096;

    /**
     * Where the mark of a journal is.
     *
     * @param journal folder of the journal.
     * @return the file beside it.
     */
    public static Path file(final Path journal)
    {
        final Path absolute = journal.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + ".mark");
    }

    /**
     * Reads the mark of a journal.
     *
     * @param journal folder of the journal.
     * @return the mark, or null if there is none: a journal that was copied without it.
     * @throws JournalDamagedException if neither slot is good.
     */
    public static HighWaterMark read(final Path journal)
    {
        final Path file = file(journal);
        if (!Files.exists(file))
        {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final ByteBuffer newest = newest(channel);
            if (null == newest)
            {
                throw new JournalDamagedException("high-water mark damaged: neither slot is good: file=" + file.getFileName() +
                    ": veto recover repair makes it again from the journal");
            }
            return new HighWaterMark(newest.getLong(16), newest.getInt(28), newest.getInt(24));
        }
        catch (final IOException e)
        {
            throw new JournalDamagedException("high-water mark cannot be read: file=" + file.getFileName() + " cause=" + e.getMessage());
        }
    }

    /**
     * Writes and forces this mark, over the older slot, unless the mark is further on already.
     *
     * @param journal folder of the journal, which has been forced up to here.
     */
    public void write(final Path journal)
    {
        try (FileChannel channel = FileChannel.open(file(journal), StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            final ByteBuffer newest = newest(channel);
            if (null != newest && isBefore(newest))
            {
                return;
            }
            final long generation = null == newest ? 0 : newest.getLong(8) + 1;
            final ByteBuffer slot = slot(generation);
            channel.write(slot, (generation & 1) * SLOT_DISTANCE);
            if (null == newest)
            {
                channel.force(true);
                channel.write(slot.rewind(), SLOT_DISTANCE);
                JournalFiles.force(file(journal).getParent());
            }
            channel.force(true);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("high-water mark cannot be written: file=" + file(journal).getFileName(), e);
        }
    }

    /**
     * Forgets the mark of a journal that is moved away, or whose missing end is given up.
     *
     * @param journal folder of the journal.
     * @throws IOException if it cannot be deleted.
     */
    public static void delete(final Path journal) throws IOException
    {
        Files.deleteIfExists(file(journal));
    }

    private boolean isBefore(final ByteBuffer slot)
    {
        return slot.getLong(16) > sequence || slot.getLong(16) == sequence && slot.getInt(24) > cycle;
    }

    private ByteBuffer slot(final long generation)
    {
        final ByteBuffer slot = ByteBuffer.allocate(SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        slot.putLong(0, MAGIC).putLong(8, generation).putLong(16, sequence).putInt(24, cycle).putInt(28, epoch);
        return slot.putInt(CRC_OFFSET, crc(slot));
    }

    private static ByteBuffer newest(final FileChannel channel) throws IOException
    {
        ByteBuffer newest = null;
        for (int i = 0; i < 2; i++)
        {
            final ByteBuffer slot = ByteBuffer.allocate(SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(slot, (long)i * SLOT_DISTANCE);
            final boolean good = MAGIC == slot.getLong(0) && slot.getInt(CRC_OFFSET) == crc(slot);
            if (good && (null == newest || slot.getLong(8) > newest.getLong(8)))
            {
                newest = slot;
            }
        }
        return newest;
    }

    private static int crc(final ByteBuffer slot)
    {
        final CRC32C crc = new CRC32C();
        crc.update(slot.array(), 0, CRC_OFFSET);
        return (int)crc.getValue();
    }
}
