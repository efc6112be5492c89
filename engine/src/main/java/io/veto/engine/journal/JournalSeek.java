package io.veto.engine.journal;

import io.veto.engine.journal.JournalFiles.JournalFile;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds records without reading everything before them: by halving among the whole excerpts of a file, which are recognised by the
 * checksums of their records.
 * <p>
 * <b>Note:</b> stateless.
 */
final class JournalSeek
{
    private static final int WALKED_LENGTH = 256 * 1024;
    private static final int SEARCHED_LENGTH = 2 * RecordDescriptor.LENGTH_MAX;

    private JournalSeek()
    {
    }

    /**
     * The next file that holds a whole record where its first one ought to be.
     *
     * @param journal folder of the journal.
     * @param cycle   behind which to look.
     * @return the file, or null if there is none.
     */
    static JournalFile nextRecords(final Path journal, final int cycle)
    {
        for (final JournalFile file : JournalFiles.list(journal))
        {
            if (file.cycle() > cycle && firstRecord(file) > 0)
            {
                return file;
            }
        }
        return null;
    }

    /**
     * Where the records of a file begin.
     *
     * @param file to look at.
     * @return position of the first record's excerpt, 0 if it is not whole.
     */
    static long firstRecord(final JournalFile file)
    {
        try (JournalFileReader reader = new JournalFileReader(file, new UnsafeBuffer(0, 0)))
        {
            final long position = reader.skipMetadata(0);
            final int header = reader.header(position);
            return JournalFileReader.isRecords(header) &&
                reader.wholeRecordLength(position + Integer.BYTES, JournalFileReader.behind(position, header)) > 0 ? position : 0;
        }
    }

    /**
     * Number of a file's first record that takes one.
     *
     * @param file to look at.
     * @return the sequence, {@link RecordDescriptor#NULL_SEQUENCE} if its first record is not whole.
     */
    static long firstSequence(final JournalFile file)
    {
        final long first = firstRecord(file);
        if (0 == first)
        {
            return RecordDescriptor.NULL_SEQUENCE;
        }
        try (JournalFileReader reader = new JournalFileReader(file, new UnsafeBuffer(0, 0)))
        {
            return firstNumber(reader, first);
        }
    }

    /**
     * Looks for the excerpt of a record. Damage in front of it is passed over: there, too, excerpts are known by their checksums.
     *
     * @param file   to look in.
     * @param first  position of its first excerpt.
     * @param target sequence of the record.
     * @return position of the last whole excerpt that does not begin behind the record; 0 if the file begins behind it.
     */
    static long seek(final JournalFileReader file, final long first, final long target)
    {
        if (firstNumber(file, first) > target)
        {
            return 0;
        }
        long low = first;
        long high = file.size();
        while (high - low > WALKED_LENGTH)
        {
            final long middle = low + ((high - low >>> 1) & ~3L);
            final long found = nextExcerpt(file, middle, Math.min(high, middle + SEARCHED_LENGTH));
            if (0 == found || firstNumber(file, found) > target)
            {
                high = middle;
            }
            else
            {
                low = found;
            }
        }
        long next = low;
        while (next > 0 && firstNumber(file, next) <= target)
        {
            low = next;
            final long end = Math.max(file.wholeExcerptEnd(low), low + Integer.BYTES);
            next = nextExcerpt(file, end, Math.min(file.size(), end + SEARCHED_LENGTH));
        }
        return low;
    }

    /**
     * Position of the first whole excerpt that another one, or nothing, follows.
     */
    private static long nextExcerpt(final JournalFileReader file, final long from, final long limit)
    {
        long position = file.skipZeros(from, limit);
        while (position < limit)
        {
            final long end = file.wholeExcerptEnd(position);
            if (end > 0 && (0 == file.int32(end) || file.wholeExcerptEnd(end) > 0))
            {
                return position;
            }
            position = file.skipZeros(position + Integer.BYTES, limit);
        }
        return 0;
    }

    private static long firstNumber(final JournalFileReader file, final long excerpt)
    {
        final long record = excerpt + Integer.BYTES;
        return RecordDescriptor.firstNumber(file.int64(record), file.int64(record + Long.BYTES));
    }
}
