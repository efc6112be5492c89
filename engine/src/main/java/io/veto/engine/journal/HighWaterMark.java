package io.veto.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
 * Each writer has two such slots, the server at 0 and 4096, the follower at 8192 and 12288, written in turn, each forced; its higher
 * generation counts, and of the two writers the one that is further on. So both may write at the same time and neither takes back what the
 * other has noted. All fields are little-endian.
 * <p>
 * <b>Note:</b> one thread of each writer at a time.
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
    private static final int SLOTS = 2;

    /** Who notes how far the journal was forced. */
    public enum Writer
    {
        /** The process that holds the lock of the data folder: it appends. */
        SERVER,
        /** The process that holds the lock of the snapshots alone: it reads, and forces what it has read. */
        FOLLOWER;

        private long position(final long generation)
        {
            return (ordinal() * SLOTS + generation % SLOTS) * SLOT_DISTANCE;
        }
    }

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
     * @throws JournalDamagedException if a writer has noted something and neither of its slots is good.
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
            HighWaterMark furthest = null;
            boolean isGood = true;
            for (final Writer writer : Writer.values())
            {
                final ByteBuffer newest = newest(channel, writer);
                isGood &= null != newest || isUnwritten(channel, writer);
                furthest = null == newest || null != furthest && furthest.isAheadOf(mark(newest)) ? furthest : mark(newest);
            }
            if (!isGood || null == furthest)
            {
                throw new JournalDamagedException("high-water mark damaged: neither slot is good: file=" + file.getFileName() +
                    ": veto recover repair makes it again from the journal");
            }
            return furthest;
        }
        catch (final IOException e)
        {
            throw new JournalDamagedException("high-water mark cannot be read: file=" + file.getFileName() + " cause=" + e.getMessage());
        }
    }

    /**
     * Writes and forces this mark, over the older slot of its writer, unless that has noted a later place already.
     *
     * @param journal folder of the journal, which has been forced up to here.
     * @param writer  who has forced it.
     */
    public void write(final Path journal, final Writer writer)
    {
        try (FileChannel channel = FileChannel.open(file(journal), StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            final ByteBuffer newest = newest(channel, writer);
            if (null != newest && mark(newest).isAheadOf(this))
            {
                return;
            }
            final long generation = null == newest ? 0 : newest.getLong(8) + 1;
            final ByteBuffer slot = slot(generation);
            channel.write(slot, writer.position(generation));
            if (null == newest)
            {
                channel.force(true);
                channel.write(slot.rewind(), writer.position(generation + 1));
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
     * Writes this mark in place of what both writers have noted, be it a later place or damaged; in one step.
     *
     * @param journal folder of the journal, which has been forced up to here, and which nobody else writes to.
     * @throws IOException if it cannot be written; the one before is as it was.
     */
    public void replace(final Path journal) throws IOException
    {
        final Path file = file(journal);
        final Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING))
        {
            for (int generation = 0; generation < SLOTS; generation++)
            {
                channel.write(slot(generation), Writer.SERVER.position(generation));
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        JournalFiles.force(file.getParent());
    }

    private boolean isAheadOf(final HighWaterMark other)
    {
        return sequence > other.sequence || sequence == other.sequence && cycle > other.cycle;
    }

    private static HighWaterMark mark(final ByteBuffer slot)
    {
        return new HighWaterMark(slot.getLong(16), slot.getInt(28), slot.getInt(24));
    }

    private ByteBuffer slot(final long generation)
    {
        final ByteBuffer slot = ByteBuffer.allocate(SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        slot.putLong(0, MAGIC).putLong(8, generation).putLong(16, sequence).putInt(24, cycle).putInt(28, epoch);
        return slot.putInt(CRC_OFFSET, crc(slot));
    }

    private static ByteBuffer newest(final FileChannel channel, final Writer writer) throws IOException
    {
        ByteBuffer newest = null;
        for (int i = 0; i < SLOTS; i++)
        {
            final ByteBuffer slot = slot(channel, writer, i);
            final boolean good = MAGIC == slot.getLong(0) && slot.getInt(CRC_OFFSET) == crc(slot);
            if (good && (null == newest || slot.getLong(8) > newest.getLong(8)))
            {
                newest = slot;
            }
        }
        return newest;
    }

    private static boolean isUnwritten(final FileChannel channel, final Writer writer) throws IOException
    {
        final byte[] zeros = new byte[SLOT_LENGTH];
        boolean isUnwritten = true;
        for (int i = 0; i < SLOTS; i++)
        {
            isUnwritten &= Arrays.equals(zeros, slot(channel, writer, i).array());
        }
        return isUnwritten;
    }

    private static ByteBuffer slot(final FileChannel channel, final Writer writer, final int number) throws IOException
    {
        final ByteBuffer slot = ByteBuffer.allocate(SLOT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(slot, writer.position(number));
        return slot;
    }

    private static int crc(final ByteBuffer slot)
    {
        final CRC32C crc = new CRC32C();
        crc.update(slot.array(), 0, CRC_OFFSET);
        return (int)crc.getValue();
    }
}
