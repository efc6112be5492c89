package io.veto.engine.journal;

import io.veto.engine.journal.JournalEnd.State;
import io.veto.engine.journal.JournalFiles.JournalFile;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Judges what stands behind the last whole record of a journal.
 * <p>
 * It is a torn tail, which may be cut, if it can be what the last writing left when it was cut off. A complete excerpt of whole records, or
 * the next record whole under a header that no writer leaves, is damage; so is an end before the high-water mark. Only where nothing stands
 * at the place itself, one whole excerpt behind it, the next one and the last, is torn: the index before it was not forced with it.
 * <p>
 * <b>Note:</b> one thread, used once.
 */
final class JournalTail
{
    private final Path journal;
    private final JournalFile last;
    private final long goodLength;
    private final long sequence;
    private final int epoch;
    private long voidLength = 0;
    private boolean isTorn = false;
    private String problem = "";

    /**
     * Names the place.
     *
     * @param journal    folder of the journal.
     * @param last       file of the last whole record, or null if there is none.
     * @param goodLength position behind it.
     * @param sequence   of it.
     * @param epoch      of it.
     */
    JournalTail(final Path journal, final JournalFile last, final long goodLength, final long sequence, final int epoch)
    {
        this.journal = journal;
        this.last = last;
        this.goodLength = goodLength;
        this.sequence = sequence;
        this.epoch = epoch;
    }

    /**
     * Reads everything behind the place.
     *
     * @param excerptEnd position behind the excerpt of which records are missing; 0 if the place is behind an excerpt.
     * @return the end of the journal.
     */
    JournalEnd end(final long excerptEnd)
    {
        try
        {
            for (final JournalFile file : JournalFiles.list(journal))
            {
                inspect(file, excerptEnd);
            }
            if (problem.isEmpty())
            {
                compare(HighWaterMark.read(journal));
            }
        }
        catch (final JournalDamagedException e)
        {
            problem = e.getMessage();
        }
        return new JournalEnd(state(), cycle(), null == last ? journal : last.path(), goodLength, sequence, epoch, voidLength, problem);
    }

    private State state()
    {
        if (!problem.isEmpty())
        {
            return State.DAMAGED;
        }
        if (isTorn)
        {
            return State.TORN;
        }
        return null == last ? State.EMPTY : State.WHOLE;
    }

    private int cycle()
    {
        return null == last ? JournalCycle.NULL_CYCLE : last.cycle();
    }

    private void inspect(final JournalFile file, final long excerptEnd)
    {
        if (file.cycle() >= cycle())
        {
            try (JournalFileReader reader = new JournalFileReader(file, new UnsafeBuffer(0, 0)))
            {
                final boolean isLast = file.cycle() == cycle();
                final long from = isLast ? goodLength : reader.skipMetadata(0);
                final boolean isInExcerpt = isLast && excerptEnd > 0;
                final boolean isUnfinished = !isInExcerpt && isUnfinished(reader, from);
                inspect(reader, from, isInExcerpt ? excerptEnd : from, isUnfinished ? from + Integer.BYTES : 0);
            }
        }
    }

    /**
     * Whether the header is that of an excerpt whose writing was cut off: not complete, or none yet where Chronicle Queue, which notes each
     * excerpt once it is complete, has not noted it.
     */
    private static boolean isUnfinished(final JournalFileReader reader, final long from)
    {
        final int header = reader.header(from);
        return JournalFileReader.NOT_COMPLETE == header || 0 == header && reader.writtenTo() >= 0 && reader.writtenTo() < from;
    }

    private void inspect(final JournalFileReader reader, final long from, final long written, final long unfinished)
    {
        final long limit = reader.size();
        long end = written;
        boolean hasUnforced = false;
        long position = reader.skipZeros(reader.skipEndOfFile(from), limit);
        while (position < limit)
        {
            end = Math.max(written, position + Integer.BYTES);
            final long wholeEnd = reader.wholeExcerptEnd(position);
            if (wholeEnd > 0 && !hasUnforced && isUnforced(reader, from, written, position))
            {
                hasUnforced = true;
                end = wholeEnd;
                position = reader.skipZeros(wholeEnd, limit);
                continue;
            }
            if (wholeEnd > 0 || unfinished != position && isNextRecord(reader, position, limit))
            {
                problem = "journal damaged: a record is not what was written, and whole ones stand behind it: sequence=" + (sequence + 1) +
                    " file=" + reader.file().path().getFileName() + " offset=" + from + " " + reader.fault(from, written) +
                    " wholeOffset=" + position + ": put that file back from the backup, see veto recover plan " + journal.getParent();
                return;
            }
            position = reader.skipZeros(position + Integer.BYTES, limit);
        }
        voidLength += end - from;
        isTorn |= end > from || reader.writtenTo() >= from;
    }

    /**
     * Whether a whole excerpt is the next one, behind a place where nothing is: what a disk holds of one that was not forced yet, when it
     * wrote the excerpt and not the page of Chronicle Queue's index before it.
     */
    private boolean isUnforced(final JournalFileReader reader, final long from, final long written, final long position)
    {
        final long record = position + Integer.BYTES;
        return written == from && position > from && 0 == reader.int32(from) &&
            sequence + 1 == RecordDescriptor.firstNumber(reader.int64(record), reader.int64(record + Long.BYTES));
    }

    private boolean isNextRecord(final JournalFileReader reader, final long position, final long limit)
    {
        if (0 == reader.recordLength(position, limit))
        {
            return false;
        }
        final long first = reader.int64(position);
        final int type = (int)(first >>> Integer.SIZE) & 0xFFFF;
        return RecordDescriptor.firstNumber(first, reader.int64(position + Long.BYTES)) == sequence + 1 && type > 0 &&
            type <= RecordDescriptor.TYPE_CUT && reader.wholeRecordLength(position, limit) > 0;
    }

    private void compare(final HighWaterMark mark)
    {
        if (null == mark)
        {
            return;
        }
        final boolean isShort = mark.sequence() > sequence || mark.sequence() == sequence && (short)(mark.epoch() - epoch) > 0;
        if (isShort || mark.cycle() > cycle())
        {
            problem = "journal damaged: it ends before what was forced to the disk: expectedSequence=" + mark.sequence() + " sequence=" +
                sequence + " expectedEpoch=" + mark.epoch() + " epoch=" + epoch + " expectedFile=" + JournalCycle.name(mark.cycle()) +
                " lastFile=" + (null == last ? "none" : JournalCycle.name(last.cycle())) +
                ": put the missing files back from the backup, see veto recover plan " + journal.getParent();
        }
    }
}
