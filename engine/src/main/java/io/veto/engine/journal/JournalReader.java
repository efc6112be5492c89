package io.veto.engine.journal;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the journal record by record and checks each: length, checksum, contiguous sequence and epoch.
 * <p>
 * <b>Note:</b> one thread. The record is good until the next {@link #next} or {@link #seek}.
 *
 * @see RecordDescriptor
 */
public final class JournalReader implements AutoCloseable
{
    private static final long NULL_INDEX = -1;

    private final Path directory;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final CRC32C crc = new CRC32C();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private ByteBuffer excerpt = ByteBuffer.allocateDirect(JournalQueue.BATCH_LENGTH_MAX).order(ByteOrder.LITTLE_ENDIAN);
    private int excerptLength = 0;
    private long excerptIndex = NULL_INDEX;
    private int offset = 0;
    private int length = 0;
    private long sequence = RecordDescriptor.NULL_SEQUENCE;
    private int epoch = 0;
    private boolean afterSeek = false;
    private long beyondIndex = NULL_INDEX;

    /**
     * Opens the journal before its first record. Another process may be writing to it.
     *
     * @param directory of the journal.
     * @throws JournalDamagedException if it cannot be opened.
     */
    public JournalReader(final Path directory)
    {
        this.directory = directory.toAbsolutePath();
        SingleChronicleQueue opened = null;
        try
        {
            opened = JournalQueue.open(directory, true);
            tailer = opened.createTailer();
            tailer.singleThreadedCheckDisabled(true);
        }
        catch (final RuntimeException | InternalError e)
        {
            CloseHelper.quietClose(opened);
            throw new JournalDamagedException("journal damaged: it cannot be opened: folder=" + this.directory.getFileName() + " cause=" +
                firstLine(e));
        }
        queue = opened;
        buffer.wrap(excerpt);
    }

    /**
     * Opens the same journal once more.
     *
     * @return a reader before the first record.
     * @throws JournalDamagedException if it cannot be opened.
     */
    public JournalReader again()
    {
        return new JournalReader(directory);
    }

    /**
     * Whether there is anything to read.
     *
     * @param directory of a journal.
     * @return false if the folder holds no file of records.
     * @throws IOException if the folder cannot be read.
     */
    public static boolean exists(final Path directory) throws IOException
    {
        if (!Files.isDirectory(directory))
        {
            return false;
        }
        try (Stream<Path> files = Files.list(directory))
        {
            return files.anyMatch(file -> file.toString().endsWith(SingleChronicleQueue.SUFFIX));
        }
    }

    /**
     * Goes to the next record.
     *
     * @return false at the end of the journal as it is now.
     * @throws JournalDamagedException if what follows is not the record that was written.
     */
    public boolean next()
    {
        offset += length;
        length = 0;
        if (offset >= excerptLength && !nextExcerpt())
        {
            return false;
        }
        checkRecord();
        return true;
    }

    /**
     * Whether what was read last is the last that was written. When {@link #next} has given false twice in a row and the queue still
     * knows of the same later excerpt, its own headers are damaged.
     *
     * @return false if more may have been written since.
     * @throws JournalDamagedException if the queue knows of a later excerpt that cannot be read.
     */
    public boolean isAtEnd()
    {
        final long lastIndex = lastIndex();
        if (lastIndex <= excerptIndex)
        {
            return true;
        }
        if (lastIndex == beyondIndex)
        {
            throw damaged("journal ends early", "expectedIndex=0x" + Long.toHexString(lastIndex) + " index=0x" +
                Long.toHexString(excerptIndex));
        }
        beyondIndex = lastIndex;
        return false;
    }

    /**
     * Goes back or forward to just before a record, found by halving among the excerpts of each day.
     *
     * @param target sequence of the record that {@link #next} shall give.
     * @return false if the journal holds none of that sequence; the reader then stands anywhere.
     */
    public boolean seek(final long target)
    {
        afterSeek = true;
        for (int cycle = queue.lastCycle(); cycle >= queue.firstCycle() && cycle != Integer.MIN_VALUE; cycle--)
        {
            if (seekExcerpt(cycle, target))
            {
                while (next())
                {
                    if (sequence >= target && RecordDescriptor.TYPE_PROCESS_START != type())
                    {
                        length = 0;
                        sequence--;
                        afterSeek = true;
                        return target == sequence + 1;
                    }
                }
                return false;
            }
        }
        return false;
    }

    /**
     * Buffer of the current record.
     *
     * @return the buffer, the same until a longer excerpt comes.
     */
    public DirectBuffer buffer()
    {
        return buffer;
    }

    /**
     * Offset of the current record.
     *
     * @return offset in bytes.
     */
    public int offset()
    {
        return offset;
    }

    /**
     * Type of the current record.
     *
     * @return one of the types of {@link RecordDescriptor}.
     */
    public int type()
    {
        return RecordDescriptor.type(buffer, offset);
    }

    /**
     * Sequence of the last record read.
     *
     * @return its sequence; {@link RecordDescriptor#NULL_SEQUENCE} before the first.
     */
    public long sequence()
    {
        return sequence;
    }

    /**
     * Epoch of the last record read.
     *
     * @return number of process starts so far, modulo 65,536.
     */
    public int epoch()
    {
        return epoch;
    }

    @Override
    public void close()
    {
        queue.close();
    }

    private boolean seekExcerpt(final int cycle, final long target)
    {
        long low = queue.rollCycle().toIndex(cycle, 0);
        long high = low + Math.max(0, tailer.excerptsInCycle(cycle));
        if (low == high || firstSequence(low) > target)
        {
            return false;
        }
        while (high - low > 1)
        {
            final long middle = (low + high) >>> 1;
            if (firstSequence(middle) > target)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
        excerptLength = 0;
        offset = 0;
        length = 0;
        return tailer.moveToIndex(low);
    }

    private long firstSequence(final long index)
    {
        if (!tailer.moveToIndex(index))
        {
            return Long.MAX_VALUE;
        }
        try (DocumentContext context = tailer.readingDocument())
        {
            if (!context.isPresent())
            {
                return Long.MAX_VALUE;
            }
            final Bytes<?> bytes = context.wire().bytes();
            return RecordDescriptor.firstNumber(bytes.readLong(bytes.readPosition()), bytes.readLong(bytes.readPosition() + Long.BYTES));
        }
    }

    private boolean nextExcerpt()
    {
        try (DocumentContext context = tailer.readingDocument())
        {
            return context.isPresent() && copy(context);
        }
        catch (final JournalDamagedException e)
        {
            throw e;
        }
        catch (final RuntimeException | InternalError e)
        {
            throw damaged("it cannot be read", "cause=" + firstLine(e));
        }
    }

    private boolean copy(final DocumentContext context)
    {
        final Bytes<?> bytes = context.wire().bytes();
        final long remaining = bytes.readRemaining();
        if (remaining < RecordDescriptor.HEADER_LENGTH || remaining > RecordDescriptor.LENGTH_MAX)
        {
            throw damaged("excerpt length out of bounds", "minimumLength=" + RecordDescriptor.HEADER_LENGTH + " maximumLength=" +
                RecordDescriptor.LENGTH_MAX + " length=" + remaining);
        }
        if (remaining > excerpt.capacity())
        {
            excerpt = ByteBuffer.allocateDirect((int)remaining).order(ByteOrder.LITTLE_ENDIAN);
            buffer.wrap(excerpt);
        }
        excerpt.clear().limit((int)remaining);
        bytes.read(excerpt);
        excerpt.clear();
        excerptIndex = context.index();
        excerptLength = (int)remaining;
        offset = 0;
        return true;
    }

    private long lastIndex()
    {
        try
        {
            return queue.lastIndex();
        }
        catch (final RuntimeException | InternalError e)
        {
            throw damaged("its end cannot be found", "cause=" + firstLine(e));
        }
    }

    private static String firstLine(final Throwable error)
    {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse(error.toString());
    }

    private void checkRecord()
    {
        final int recordLength = excerptLength - offset < RecordDescriptor.HEADER_LENGTH ? 0 : RecordDescriptor.length(buffer, offset);
        if (recordLength <= RecordDescriptor.HEADER_LENGTH || 0 != (recordLength & 7) || recordLength > excerptLength - offset)
        {
            throw damaged("record length out of bounds", "maximumLength=" + (excerptLength - offset) + " length=" + recordLength);
        }
        final int crcOffset = RecordDescriptor.crcOffset(recordLength);
        excerpt.limit(offset + crcOffset).position(offset);
        crc.reset();
        crc.update(excerpt);
        excerpt.clear();
        final int expectedCrc = buffer.getInt(offset + crcOffset);
        if (expectedCrc != (int)crc.getValue())
        {
            throw damaged("checksum differs", "expectedCrc=" + Integer.toHexString(expectedCrc) + " crc=" +
                Integer.toHexString((int)crc.getValue()));
        }
        checkOrder();
        length = recordLength;
    }

    private void checkOrder()
    {
        final boolean start = RecordDescriptor.TYPE_PROCESS_START == RecordDescriptor.type(buffer, offset);
        final long actualSequence = RecordDescriptor.sequence(buffer, offset);
        final int actualEpoch = RecordDescriptor.epoch(buffer, offset);
        if (!afterSeek)
        {
            final long expectedSequence = start ? sequence : sequence + 1;
            if (expectedSequence != actualSequence)
            {
                throw damaged("journal not contiguous", "expectedSequence=" + expectedSequence + " actualSequence=" + actualSequence);
            }
            final int expectedEpoch = start ? (epoch + 1) & 0xFFFF : epoch;
            if (expectedEpoch != actualEpoch)
            {
                throw damaged("a process start is missing", "expectedEpoch=" + expectedEpoch + " epoch=" + actualEpoch);
            }
        }
        afterSeek = false;
        sequence = actualSequence;
        epoch = actualEpoch;
    }

    private JournalDamagedException damaged(final String what, final String values)
    {
        return new JournalDamagedException("journal damaged: " + what + ": sequence=" + (sequence + 1) + " " + values + " file=" +
            directory.relativize(currentFile()));
    }

    private Path currentFile()
    {
        final File file = tailer.currentFile();
        return null == file ? directory : file.toPath().toAbsolutePath();
    }
}
