package io.veto.engine.journal;

import io.veto.engine.memory.MemoryCall;
import io.veto.rules.layout.CutEncoder;
import io.veto.rules.layout.Durability;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends records to the journal, sealed with their checksum, one Chronicle Queue excerpt for the records between two flushes: 1 to 256
 * records, at most 64 KiB unless a single record is longer.
 * <p>
 * What is flushed survives the end of the process; with durability {@link Durability#MACHINE} it is also forced to the disk, once for
 * all that was appended since the last flush, and survives the loss of power.
 * <p>
 * <b>Note:</b> one thread at a time, the starting one and then the journal's, and one writer per folder; any thread may ask for {@link
 * #forcedSequence}. Allocates nothing per record after construction.
 *
 * @see RecordDescriptor
 * @see JournalReader
 */
public final class JournalWriter implements AutoCloseable
{
    private static final long CHECKED_LENGTH = DiskGuard.USABLE_LENGTH_MIN / 4;
    private static final long IDLE_MS = 1;

    private final Path directory;
    private final Durability durability;
    private final DiskGuard guard;
    private final JournalForce force;
    private final JournalSpace space;
    private final JournalAhead ahead = new JournalAhead(MemoryCall.system());
    private final AtomicLong forcedSequence = new AtomicLong();
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
    private int forcedCycle = JournalCycle.NULL_CYCLE;
    private int reservedCycle = JournalCycle.NULL_CYCLE;
    private boolean isForced = true;
    private AgentRunner runner;

    /**
     * Opens the journal behind its last record, where nothing is to be cut, for answers that survive the end of the process. What is
     * written goes into a new cycle.
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
        this(directory, lastSequence, Durability.PROCESS, new DiskGuard(directory, 0, warning -> { }), blockLength, new JournalForce());
    }

    /**
     * Opens the journal behind its last record, where nothing is to be cut. What is written goes into a new cycle. Refuses to write, now
     * and later, where less than {@link DiskGuard#USABLE_LENGTH_MIN} is left.
     *
     * @param directory    of the journal, made if it is not there.
     * @param lastSequence of the journal's last record; {@link RecordDescriptor#NULL_SEQUENCE} if it is empty.
     * @param durability   what the records survive once they are flushed.
     * @param guard        over the disk of the folder.
     */
    public JournalWriter(final Path directory, final long lastSequence, final Durability durability, final DiskGuard guard)
    {
        this(directory, lastSequence, durability, guard, JournalQueue.BLOCK_LENGTH, new JournalForce());
    }

    JournalWriter(
        final Path directory,
        final long lastSequence,
        final Durability durability,
        final DiskGuard guard,
        final long blockLength,
        final JournalForce force)
    {
        this(directory, lastSequence, durability, guard, blockLength, force, SpaceCall.system());
    }

    JournalWriter(
        final Path directory,
        final long lastSequence,
        final Durability durability,
        final DiskGuard guard,
        final long blockLength,
        final JournalForce force,
        final SpaceCall spaceCall)
    {
        space = new JournalSpace(spaceCall);
        this.directory = directory;
        this.durability = durability;
        this.guard = guard;
        this.force = force;
        guard.requireSpace();
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
     * @param directory  of the journal.
     * @param end        of it, checked.
     * @param nowNs      epoch nanoseconds.
     * @param durability what the records survive once they are flushed.
     * @param guard      over the disk of the folder.
     * @return the open journal.
     */
    public static JournalWriter behind(
        final Path directory, final JournalEnd end, final long nowNs, final Durability durability, final DiskGuard guard)
    {
        return behind(directory, end, nowNs, durability, guard, JournalQueue.BLOCK_LENGTH, SpaceCall.system());
    }

    static JournalWriter behind(
        final Path directory,
        final JournalEnd end,
        final long nowNs,
        final Durability durability,
        final DiskGuard guard,
        final long blockLength,
        final SpaceCall spaceCall)
    {
        final JournalWriter writer = new JournalWriter(
            directory, end.check().sequence(), durability, guard, blockLength, new JournalForce(), spaceCall);
        try
        {
            writer.cut(end, nowNs);
            return writer;
        }
        catch (final RuntimeException | Error e)
        {
            CloseHelper.quietClose(writer);
            throw e;
        }
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
     * Starts the side thread that goes ahead of the appends, forces what a roll leaves behind, and watches the disk. Without it appends
     * wait for the file system now and then, and the disk is looked at only where 16 MiB more have been written. To be called before
     * another thread appends.
     *
     * @param errorHandler told of a failure of the side thread, which tries again.
     */
    public void startAhead(final ErrorHandler errorHandler)
    {
        if (Durability.PROCESS == durability)
        {
            roll.attend();
        }
        runner = new AgentRunner(new SleepingMillisIdleStrategy(IDLE_MS), errorHandler, null, new CompositeAgent(ahead, guard, roll));
        AgentRunner.startOnThread(runner, body ->
        {
            final Thread thread = new Thread(body, "veto-journal-ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What flushed records survive.
     *
     * @return the durability.
     */
    public Durability durability()
    {
        return durability;
    }

    /**
     * Adds a record to the batch, writing the batch first if it is full.
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
            write();
            onAppended(buffer, offset);
            appendAlone(buffer, offset, length);
            return;
        }
        if (batchRecords >= JournalQueue.BATCH_RECORDS_MAX || batchLength + length > JournalQueue.BATCH_LENGTH_MAX)
        {
            write();
        }
        onAppended(buffer, offset);
        batch.putBytes(batchLength, buffer, offset, length);
        seal(batch, staging, batchLength, length);
        batchLength += length;
        batchRecords++;
    }

    /**
     * Writes the batch as one excerpt, and forces it to the disk where that is the durability. After it the records are in the journal and
     * may be answered.
     *
     * @throws UncheckedIOException if they could not be forced; nothing must be appended or answered after it.
     */
    public void flush()
    {
        write();
        if (Durability.MACHINE == durability)
        {
            forceWritten();
        }
    }

    /**
     * Flushes and forces everything, and notes in the high-water mark that the journal goes so far at least.
     */
    public void mark()
    {
        flush();
        roll.mark(appendedSequence, appendedEpoch);
        forcedSequence.lazySet(appendedSequence);
    }

    /**
     * The last record that is known to be forced to the disk.
     *
     * @return its sequence; 0 for none since the start.
     */
    public long forcedSequence()
    {
        return forcedSequence.get();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(runner, roll, force, queue);
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

    private void forceWritten()
    {
        if (!isForced)
        {
            if (forcedCycle != appender.cycle())
            {
                force.open(directory.resolve(appender.currentFile().getName()));
                forcedCycle = appender.cycle();
            }
            force.force();
            isForced = true;
            forcedSequence.lazySet(appendedSequence);
        }
    }

    private void write()
    {
        if (batchRecords > 0)
        {
            excerpt.readPositionRemaining(0, batchLength);
            appendExcerpt(excerpt, staging, batchLength, RecordDescriptor.ingressTimeNs(batch, 0));
            batchLength = 0;
            batchRecords = 0;
        }
    }

    private void appendExcerpt(final Bytes<ByteBuffer> bytes, final ByteBuffer written, final int length, final long timeNs)
    {
        uncheckedLength += length;
        if (uncheckedLength >= CHECKED_LENGTH || guard.isFull())
        {
            guard.requireSpace();
            uncheckedLength = 0;
        }
        roll.beforeAppend(timeNs);
        if (JournalCycle.NULL_CYCLE != reservedCycle)
        {
            space.require(((MappedBytes)appender.wire().bytes()).writePosition() + length);
        }
        appender.writeBytes(bytes);
        if (reservedCycle != appender.cycle())
        {
            reservedCycle = appender.cycle();
            space.enter(appender.currentFile().toPath(), appender.wire().bytes().writePosition(),
                written.duplicate().position(0).limit(length));
        }
        roll.afterAppend(appendedSequence, appendedEpoch);
        isForced = false;
        ahead.onAppended((MappedBytes)appender.wire().bytes());
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
        appendExcerpt(Bytes.wrapForRead(copy), copy, length, RecordDescriptor.ingressTimeNs(record, 0));
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
