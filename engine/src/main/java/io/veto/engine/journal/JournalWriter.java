package io.veto.engine.journal;

import io.veto.rules.layout.CutEncoder;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends records to the journal, sealed with their checksum, one Chronicle Queue excerpt for the records between two flushes: 1 to 256
 * records, at most 64 KiB unless a single record is longer.
 * <p>
 * What is flushed has left the process: it survives the end of the process, but not the loss of power.
 * <p>
 * <b>Note:</b> one thread at a time, the starting one and then the journal's, and one writer per folder. Allocates nothing per record
 * after construction.
 *
 * @see RecordDescriptor
 * @see JournalReader
 */
public final class JournalWriter implements AutoCloseable
{
    /** Space that must be left on the disk, in bytes. */
    public static final long USABLE_LENGTH_MIN = 64L * 1024 * 1024;

    private static final long CHECKED_LENGTH = USABLE_LENGTH_MIN / 4;

    private final File directory;
    private final JournalRoll roll;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(JournalQueue.BATCH_LENGTH_MAX).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer batch = new UnsafeBuffer(staging);
    private final Bytes<ByteBuffer> excerpt = Bytes.wrapForRead(staging);
    private final CRC32C crc = new CRC32C();
    private int batchLength = 0;
    private int batchRecords = 0;
    private long expectedSequence;
    private long appendedSequence;
    private int appendedEpoch = 0;
    private long uncheckedLength = 0;

    /**
     * Opens the journal behind its last record, where nothing is to be cut. What is written goes into a new cycle. Refuses to write, now and later, where less than {@link #USABLE_LENGTH_MIN} is left: a
     * mapped file on a full disk fails in the middle of a record.
     *
     * @param directory    of the journal, made if it is not there.
     * @param lastSequence of the journal's last record; {@link RecordDescriptor#NULL_SEQUENCE} if it is empty.
     */
    public JournalWriter(final Path directory, final long lastSequence)
    {
        this(directory, lastSequence, JournalQueue.BLOCK_LENGTH);
    }

    JournalWriter(final Path directory, final long lastSequence, final long blockLength)
    {
        this.directory = directory.toFile();
        checkSpace();
        roll = new JournalRoll(directory);
        queue = JournalQueue.open(directory, roll.cycle(), blockLength);
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
        excerpt.singleThreadedCheckDisabled(true);
        expectedSequence = lastSequence + 1;
        appendedSequence = lastSequence;
    }

    /**
     * Opens the journal where it ends. What is written goes into a new cycle, which begins with a CUT record behind a torn tail: that is
     * in the journal when this returns.
     *
     * @param directory of the journal.
     * @param end       of it, checked.
     * @param nowNs     epoch nanoseconds.
     * @return the open journal.
     */
    public static JournalWriter behind(final Path directory, final JournalEnd end, final long nowNs)
    {
        return behind(directory, end, nowNs, JournalQueue.BLOCK_LENGTH);
    }

    static JournalWriter behind(final Path directory, final JournalEnd end, final long nowNs, final long blockLength)
    {
        final JournalWriter writer = new JournalWriter(directory, end.check().sequence(), blockLength);
        writer.cut(end, nowNs);
        return writer;
    }

    /**
     * Lets the next excerpt begin a new cycle, and so a new file. The writer does so itself when a record comes in on a later day, UTC,
     * than the present cycle began.
     */
    public void roll()
    {
        flush();
        roll.roll();
    }

    /**
     * Adds a record to the batch, flushing the batch first if it is full.
     *
     * @param buffer that holds the record, its header filled in.
     * @param offset of the record.
     * @param length of the record.
     * @throws IllegalStateException if its sequence is not the next one.
     */
    public void append(final DirectBuffer buffer, final int offset, final int length)
    {
        checkSequence(RecordDescriptor.type(buffer, offset), RecordDescriptor.sequence(buffer, offset));
        if (length > JournalQueue.BATCH_LENGTH_MAX)
        {
            flush();
            onAppended(buffer, offset);
            appendAlone(buffer, offset, length);
            return;
        }
        if (batchRecords >= JournalQueue.BATCH_RECORDS_MAX || batchLength + length > JournalQueue.BATCH_LENGTH_MAX)
        {
            flush();
        }
        onAppended(buffer, offset);
        batch.putBytes(batchLength, buffer, offset, length);
        seal(batch, staging, batchLength, length);
        batchLength += length;
        batchRecords++;
    }

    /**
     * Writes the batch as one excerpt. After it the records are in the journal and may be answered.
     */
    public void flush()
    {
        if (batchRecords > 0)
        {
            uncheckedLength += batchLength;
            if (uncheckedLength >= CHECKED_LENGTH)
            {
                checkSpace();
                uncheckedLength = 0;
            }
            excerpt.readPositionRemaining(0, batchLength);
            appendExcerpt(excerpt, RecordDescriptor.ingressTimeNs(batch, 0));
            batchLength = 0;
            batchRecords = 0;
        }
    }

    /**
     * Flushes and forces everything, and notes in the high-water mark that the journal goes so far at least.
     */
    public void mark()
    {
        flush();
        roll.mark(appendedSequence, appendedEpoch);
    }

    @Override
    public void close()
    {
        queue.close();
    }

    private void appendExcerpt(final Bytes<ByteBuffer> bytes, final long timeNs)
    {
        roll.beforeAppend(timeNs);
        appender.writeBytes(bytes);
        roll.afterAppend(appendedSequence, appendedEpoch);
    }

    private void onAppended(final DirectBuffer buffer, final int offset)
    {
        appendedSequence = RecordDescriptor.sequence(buffer, offset);
        appendedEpoch = RecordDescriptor.epoch(buffer, offset);
    }

    private void cut(final JournalEnd end, final long nowNs)
    {
        if (end.isTorn())
        {
            final int length = RecordDescriptor.recordLength(RecordDescriptor.HEADER_LENGTH + CutEncoder.BLOCK_LENGTH);
            final UnsafeBuffer record = new UnsafeBuffer(new byte[length]);
            RecordDescriptor.putHeader(record, 0, length, RecordDescriptor.TYPE_CUT, end.epoch(), end.sequence(), nowNs);
            new CutEncoder().wrap(record, RecordDescriptor.HEADER_LENGTH).lastSequence(end.sequence()).lastEpoch(end.epoch())
                .cycle(end.cycle()).goodLength(end.goodLength()).voidLength(end.voidLength());
            append(record, 0, length);
            flush();
        }
    }

    private void checkSpace()
    {
        File existing = directory.getAbsoluteFile();
        while (!existing.exists())
        {
            existing = existing.getParentFile();
        }
        final long usable = existing.getUsableSpace();
        if (usable < USABLE_LENGTH_MIN)
        {
            throw new IllegalStateException("disk is nearly full: minimumUsable=" + USABLE_LENGTH_MIN + " usable=" + usable +
                ": make room in the file system of the data folder and start again");
        }
    }

    private void checkSequence(final int type, final long sequence)
    {
        final long expected = RecordDescriptor.takesNoNumber(type) ? expectedSequence - 1 : expectedSequence;
        if (expected != sequence)
        {
            throw new IllegalStateException("journal not contiguous: expectedSequence=" + expected + " sequence=" + sequence);
        }
        expectedSequence = sequence + 1;
    }

    private void appendAlone(final DirectBuffer buffer, final int offset, final int length)
    {
        final ByteBuffer copy = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        final UnsafeBuffer record = new UnsafeBuffer(copy);
        record.putBytes(0, buffer, offset, length);
        seal(record, copy, 0, length);
        appendExcerpt(Bytes.wrapForRead(copy), RecordDescriptor.ingressTimeNs(record, 0));
    }

    private void seal(final UnsafeBuffer buffer, final ByteBuffer bytes, final int offset, final int length)
    {
        bytes.limit(offset + RecordDescriptor.crcOffset(length)).position(offset);
        crc.reset();
        crc.update(bytes);
        bytes.clear();
        buffer.putInt(offset + RecordDescriptor.crcOffset(length), (int)crc.getValue());
    }
}
