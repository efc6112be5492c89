package io.veto.engine.journal;

import io.veto.engine.journal.JournalFiles.JournalFile;
import io.veto.rules.layout.CutDecoder;
import java.nio.file.Path;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the journal record by record and checks each: length, checksum, contiguous sequence and epoch. It reads the bytes of the files
 * themselves, not through Chronicle Queue, whose tailer ends early or skips where a header is damaged.
 * <p>
 * What stands behind the last whole record of a file is passed over only where the next records begin with a CUT record that names exactly
 * that place. Where nothing comes later it is the end of the journal, whole or torn, see {@link #end}.
 * <p>
 * <b>Note:</b> one thread. The record is good until the next {@link #next} or {@link #seek}. Another process may be writing.
 *
 * @see RecordDescriptor
 */
public final class JournalReader implements AutoCloseable
{
    /** Offset that {@link #ahead} gives where it sees no further record. */
    public static final int NULL_OFFSET = -1;

    private final Path journal;
    private final JournalBase base;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private JournalFileReader file;
    private JournalFile lastFile;
    private long lastLength = 0;
    private long position = 0;
    private long excerptEnd = 0;
    private int length = 0;
    private long sequence = RecordDescriptor.NULL_SEQUENCE;
    private int epoch = 0;
    private boolean afterSeek = false;
    private long aheadPosition = 0;
    private long aheadExcerptEnd = 0;

    /**
     * Opens the journal before its first record. Another process may be writing to it.
     *
     * @param directory of the journal.
     * @throws JournalDamagedException if it holds files of another format, or its base is damaged.
     */
    public JournalReader(final Path directory)
    {
        journal = directory.toAbsolutePath();
        JournalFiles.list(journal);
        base = JournalBase.of(journal);
        if (null != base)
        {
            sequence = base.sequence();
            epoch = base.epoch();
        }
    }

    /**
     * What the journal begins behind, where its first files were archived. {@link #next} begins behind it.
     *
     * @return the base; null where the journal is whole.
     */
    public JournalBase base()
    {
        return base;
    }

    /**
     * Opens the same journal once more.
     *
     * @return a reader before the first record.
     * @throws JournalDamagedException if it cannot be opened.
     */
    public JournalReader again()
    {
        return new JournalReader(journal);
    }

    /**
     * Whether there is anything to read.
     *
     * @param directory of a journal.
     * @return false if the folder holds no file of records.
     * @throws JournalDamagedException if the folder cannot be read or holds files of another format.
     */
    public static boolean exists(final Path directory)
    {
        return !JournalFiles.list(directory).isEmpty();
    }

    /**
     * Goes to the next record.
     *
     * @return false at the end of the journal as it is now.
     * @throws JournalDamagedException if what follows is not the record that was written, and whole ones stand behind it.
     */
    public boolean next()
    {
        position += length;
        length = 0;
        if (!isRecord() && !moveOn())
        {
            return isWritable() ? false : isLateRecord();
        }
        onRecord();
        return true;
    }

    /**
     * Looks ahead in what was read of the file already, for those who make ready what the next records will need. What it shows is not
     * checked and need not be what {@link #next} will give.
     *
     * @return offset in the buffer of what seems to be the record behind the current one, then of the one behind that, and so on; {@link
     * #NULL_OFFSET} where no more has been read.
     */
    public int ahead()
    {
        if (aheadPosition >= aheadExcerptEnd)
        {
            final int header = file.holds(aheadPosition, Integer.BYTES) ? buffer.getInt(file.offset(aheadPosition)) : 0;
            if (!JournalFileReader.isRecords(header))
            {
                return NULL_OFFSET;
            }
            aheadExcerptEnd = JournalFileReader.behind(aheadPosition, header);
            aheadPosition += Integer.BYTES;
        }
        if (!file.holds(aheadPosition, RecordDescriptor.HEADER_LENGTH))
        {
            return NULL_OFFSET;
        }
        final int offset = file.offset(aheadPosition);
        final int aheadLength = RecordDescriptor.length(buffer, offset);
        if (!JournalFileReader.isRecords(aheadLength) || !file.holds(aheadPosition, aheadLength))
        {
            return NULL_OFFSET;
        }
        aheadPosition += aheadLength;
        return offset;
    }

    /**
     * Whether what was read last is the last whole record, and nothing was lost behind it that was whole, or was known to be forced.
     *
     * @return false if more has been written since.
     * @throws JournalDamagedException if what stands behind it is more than a torn tail.
     */
    public boolean isAtEnd()
    {
        final JournalEnd end = end();
        if (hasNext())
        {
            return false;
        }
        end.check();
        return true;
    }

    /**
     * Says how the journal ends behind the last record read, after {@link #next} has given false. Reads every byte behind it.
     *
     * @return the end; damage is a state of it.
     */
    public JournalEnd end()
    {
        return new JournalTail(journal, null == file ? null : file.file(), position, sequence, epoch).end(
            position < excerptEnd ? excerptEnd : 0);
    }

    /**
     * The last whole record read, as the end of a journal that is damaged behind it.
     *
     * @param problem one line that names the damage.
     * @return the end.
     */
    JournalEnd damagedEnd(final String problem)
    {
        return new JournalEnd(JournalEnd.State.DAMAGED, null == lastFile ? JournalCycle.NULL_CYCLE : lastFile.cycle(),
            null == lastFile ? journal : lastFile.path(), lastLength, sequence, epoch, 0, problem);
    }

    /**
     * Goes back or forward to just before a record, found by halving among the records of each file.
     *
     * @param target sequence of the record that {@link #next} shall give.
     * @return false if the journal holds none of that sequence; the reader then stands anywhere.
     */
    public boolean seek(final long target)
    {
        final List<JournalFile> files = JournalFiles.list(journal);
        for (int i = files.size() - 1; i >= 0; i--)
        {
            final long first = JournalSeek.firstRecord(files.get(i));
            if (first > 0 && seek(files.get(i), first, target))
            {
                return walkTo(target);
            }
        }
        return false;
    }

    /**
     * Buffer of the current record.
     *
     * @return the buffer, always the same.
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
        return file.offset(position);
    }

    /**
     * Type of the current record.
     *
     * @return one of the types of {@link RecordDescriptor}.
     */
    public int type()
    {
        return RecordDescriptor.type(buffer, offset());
    }

    /**
     * Sequence of the last record read.
     *
     * @return its sequence; before the first that of the base, {@link RecordDescriptor#NULL_SEQUENCE} where there is none.
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

    /**
     * Cycle whose file holds the last record read.
     *
     * @return the cycle; before the first that of the base, {@link JournalEnd#NULL_CYCLE} where there is none.
     */
    public int cycle()
    {
        if (null != file)
        {
            return file.file().cycle();
        }
        return null == base ? JournalCycle.NULL_CYCLE : base.cycle();
    }

    @Override
    public void close()
    {
        CloseHelper.close(file);
    }

    private boolean seek(final JournalFile target, final long first, final long sequenceWanted)
    {
        open(target);
        position = JournalSeek.seek(file, first, sequenceWanted);
        afterSeek = true;
        return position > 0;
    }

    private boolean walkTo(final long target)
    {
        while (next())
        {
            if (sequence >= target && !RecordDescriptor.takesNoNumber(type()))
            {
                length = 0;
                sequence--;
                afterSeek = true;
                return target == sequence + 1;
            }
        }
        return false;
    }

    /**
     * Whether a whole record stands at the position, which is moved over metadata and the header of an excerpt.
     */
    private boolean isRecord()
    {
        if (null == file)
        {
            return false;
        }
        if (position >= excerptEnd)
        {
            position = file.skipMetadata(position);
            final int header = file.header(position);
            final long end = JournalFileReader.behind(position, header);
            final int first = JournalFileReader.isRecords(header) ? file.wholeRecordLength(position + Integer.BYTES, end) : 0;
            if (0 == first)
            {
                return false;
            }
            position += Integer.BYTES;
            excerptEnd = end;
            length = first;
            return true;
        }
        length = file.wholeRecordLength(position, excerptEnd);
        return length > 0;
    }

    /**
     * The same with the bytes as they are now: another process may have written them meanwhile.
     */
    private boolean isRecordNow()
    {
        if (null != file)
        {
            file.refresh();
        }
        return isRecord();
    }

    private boolean isLateRecord()
    {
        final JournalEnd end = isRecordNow() ? null : end();
        if (null != end && !isRecordNow())
        {
            end.check();
            return false;
        }
        onRecord();
        return true;
    }

    /**
     * Whether more has been written since {@link #next} gave false.
     *
     * @return true if it would give true now.
     */
    boolean hasNext()
    {
        final boolean has = isRecordNow();
        length = 0;
        return has || null != JournalSeek.nextRecords(journal, cycle());
    }

    /**
     * Whether what stands at the position is what a writer leaves there while it writes: nothing, or an excerpt without a length.
     */
    private boolean isWritable()
    {
        final int header = null == file || position < excerptEnd ? -1 : file.header(position);
        return null == file || 0 == header || JournalFileReader.NOT_COMPLETE == header || JournalFileReader.END_OF_FILE == header;
    }

    /**
     * Goes to the first record of the next file that holds a whole one, where there is such a file, unless more has been written to this
     * one before that.
     */
    private boolean moveOn()
    {
        final JournalFile next = JournalSeek.nextRecords(journal, cycle());
        if (null == next)
        {
            return false;
        }
        if (isRecordNow())
        {
            return true;
        }
        final int lastCycle = cycle();
        final String lastName = fileName();
        final long offset = position;
        final String fault = null != file && hasTail() ? file.fault(position, excerptEnd) : "";
        open(next);
        if (!isRecord())
        {
            throw damaged("a file changed while it was read", "file=" + fileName());
        }
        if (!afterSeek && !isCutAt(lastCycle))
        {
            checkFollows(lastName, offset, fault);
        }
        return true;
    }

    /**
     * Whether anything stands behind the last whole record of the file but the mark of the file's end.
     */
    private boolean hasTail()
    {
        final long limit = file.size();
        return position < excerptEnd || file.skipZeros(file.skipEndOfFile(position), limit) < limit;
    }

    private void open(final JournalFile next)
    {
        CloseHelper.close(file);
        file = null;
        file = new JournalFileReader(next, buffer);
        position = 0;
        excerptEnd = 0;
        length = 0;
    }

    private void onRecord()
    {
        final int type = type();
        final boolean start = RecordDescriptor.TYPE_PROCESS_START == type;
        final long actualSequence = RecordDescriptor.sequence(buffer, offset());
        final int actualEpoch = RecordDescriptor.epoch(buffer, offset());
        if (!afterSeek)
        {
            final long expectedSequence = RecordDescriptor.takesNoNumber(type) ? sequence : sequence + 1;
            if (expectedSequence != actualSequence)
            {
                throw damaged("journal not contiguous", "expectedSequence=" + expectedSequence + " actualSequence=" + actualSequence +
                    " file=" + fileName());
            }
            final int expectedEpoch = start ? (epoch + 1) & 0xFFFF : epoch;
            if (expectedEpoch != actualEpoch)
            {
                throw damaged("a process start is missing", "expectedEpoch=" + expectedEpoch + " epoch=" + actualEpoch +
                    " file=" + fileName());
            }
        }
        afterSeek = false;
        sequence = actualSequence;
        epoch = actualEpoch;
        lastFile = file.file();
        lastLength = position + length;
        aheadPosition = lastLength;
        aheadExcerptEnd = excerptEnd;
    }

    /** Whether the first record of a file is a CUT that names the record read last. */
    private boolean isCutAt(final int lastCycle)
    {
        if (RecordDescriptor.TYPE_CUT != type())
        {
            return false;
        }
        final CutDecoder cut = new CutDecoder().wrap(
            buffer, offset() + RecordDescriptor.HEADER_LENGTH, CutDecoder.BLOCK_LENGTH, CutDecoder.SCHEMA_VERSION);
        return cut.cycle() == lastCycle && cut.lastSequence() == sequence && cut.lastEpoch() == epoch;
    }

    /** Checks that a file which does not begin with a CUT of this place goes on behind the last record of the one before. */
    private void checkFollows(final String lastName, final long offset, final String fault)
    {
        final long nextSequence = RecordDescriptor.firstNumber(buffer.getLong(offset()), buffer.getLong(offset() + Long.BYTES));
        final String files = "lastFile=" + lastName + " file=" + fileName();
        if (nextSequence > sequence + 1)
        {
            throw fault.isEmpty() ? damaged("records are missing between two files", "nextSequence=" + nextSequence + " " + files) :
                damaged("a record is not what was written", "file=" + lastName + " offset=" + offset + " " + fault);
        }
        if (RecordDescriptor.TYPE_CUT == type())
        {
            throw damaged("a CUT record names another place", "nextSequence=" + nextSequence + " " + files);
        }
        if (!fault.isEmpty())
        {
            throw damaged("a torn tail without a CUT record behind it", "offset=" + offset + " " + files);
        }
        if (nextSequence < sequence + 1)
        {
            throw new JournalDamagedException("journal damaged: a file begins before the one in front of it ends: expectedSequence=" +
                (sequence + 1) + " sequence=" + nextSequence + " " + files + ": take it away if it is of another journal, see veto " +
                "recover plan " + journal.getParent());
        }
    }

    private String fileName()
    {
        return null == file ? "none" : file.file().path().getFileName().toString();
    }

    private JournalDamagedException damaged(final String what, final String values)
    {
        return new JournalDamagedException("journal damaged: " + what + ": sequence=" + (sequence + 1) + " " + values +
            ": put back from the backup what is damaged or missing, see veto recover plan " + journal.getParent());
    }
}
