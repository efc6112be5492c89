package io.veto.engine.journal;

import io.veto.engine.journal.JournalEnd.State;
import io.veto.engine.journal.JournalFiles.JournalFile;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Judges what stands behind the last whole record of a journal.
 * <p>
 * It is a torn tail, which may be cut, if it can be what the last writing left when it was cut off. A complete excerpt of whole records, or
 * the next record whole under a header that no writer leaves, is damage; so is an end before the high-water mark.
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
     * @param isInExcerpt whether the place is in the middle of a complete excerpt.
     * @return the end of the journal.
     */
    JournalEnd end(final boolean isInExcerpt)
    {
        try
        {
            final HighWaterMark mark = HighWaterMark.read(journal);
            for (final JournalFile file : JournalFiles.list(journal))
            {
                inspect(file, isInExcerpt);
            }
            if (problem.isEmpty() && null != mark)
            {
                compare(mark);
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

    private void inspect(final JournalFile file, final boolean isInExcerpt)
    {
        if (file.cycle() >= cycle())
        {
            try (JournalFileReader reader = new JournalFileReader(file, new UnsafeBuffer(0, 0)))
            {
                final boolean isLast = file.cycle() == cycle();
                final long from = isLast ? goodLength : reader.skipMetadata(0);
                final boolean isUnfinished = JournalFileReader.NOT_COMPLETE == reader.header(from) && !(isLast && isInExcerpt);
                inspect(reader, from, isUnfinished ? from + Integer.BYTES : 0);
            }
        }
    }

    private void inspect(final JournalFileReader reader, final long from, final long unfinished)
    {
        final long limit = reader.size();
        long end = from;
        final boolean isEndOfFile = JournalFileReader.END_OF_FILE == reader.int32(from);
        long position = reader.skipZeros(isEndOfFile ? from + Integer.BYTES : from, limit);
        while (position < limit)
        {
            end = position + Integer.BYTES;
            if (reader.wholeExcerptEnd(position) > 0 || unfinished != position && isNextRecord(reader, position, limit))
            {
                problem = "journal damaged: whole records stand behind a damaged place: sequence=" + (sequence + 1) + " file=" +
                    reader.file().path().getFileName() + " offset=" + from + " wholeOffset=" + position +
                    ": see veto recover plan, then veto recover repair";
                return;
            }
            position = reader.skipZeros(end, limit);
        }
        voidLength += end - from;
        isTorn |= end > from;
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
        if (mark.sequence() > sequence || mark.sequence() == sequence && (short)(mark.epoch() - epoch) > 0)
        {
            problem = "journal damaged: it ends before what was forced to the disk: expectedSequence=" + mark.sequence() + " sequence=" +
                sequence + " expectedEpoch=" + mark.epoch() + " epoch=" + epoch + " expectedFile=" + JournalCycle.name(mark.cycle()) +
                " lastFile=" + (null == last ? "none" : JournalCycle.name(last.cycle())) +
                ": put the missing files back, or see veto recover plan, then veto recover repair";
        }
    }
}
