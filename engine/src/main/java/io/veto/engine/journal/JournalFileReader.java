package io.veto.engine.journal;

import io.veto.engine.journal.JournalFiles.JournalFile;
import io.veto.engine.memory.FileHoles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the bytes of one file of the journal, through a window that moves along, and walks Chronicle Queue's excerpts in it.
 * <pre>
 *   bit 31  not complete, being written
 *   bit 30  metadata: Chronicle Queue's own
 *   0..29   length of what follows in bytes; the next header is at a multiple of 4
 * </pre>
 * A header of 0 is where the next excerpt will begin; both bits and no length are the end of the file.
 * <p>
 * Nothing is mapped: a file that becomes shorter does not end the process, and a window that was read while the file was written can be
 * read again by {@link #refresh}.
 * <p>
 * <b>Note:</b> one thread.
 */
final class JournalFileReader implements AutoCloseable
{
    /** Bit of an excerpt that is being written. */
    static final int NOT_COMPLETE = 0x8000_0000;
    /** Bit of an excerpt that holds no records. */
    static final int METADATA = 0x4000_0000;
    /** Header behind the last excerpt of a file that is complete. */
    static final int END_OF_FILE = NOT_COMPLETE | METADATA;

    private static final int END_OF_FILE_TEXT = 0x464F_45C3;
    private static final int WRITE_POSITION_NAME_OFFSET = 0x20;
    private static final long WRITE_POSITION_NAME = 0x6F69_7469_736F_5065L;
    private static final int WRITE_POSITION_OFFSET = 0x40;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();
    private static final int WINDOW_LENGTH_MIN = 64 * 1024;
    private static final int WINDOW_LENGTH_MAX = 1024 * 1024;

    private final JournalFile file;
    private final FileChannel channel;
    private final UnsafeBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_LENGTH_MIN).order(ByteOrder.LITTLE_ENDIAN);
    private FileHoles holes;
    private long windowPosition = 0;
    private int windowLength = 0;

    JournalFileReader(final JournalFile file, final UnsafeBuffer buffer)
    {
        this.file = file;
        this.buffer = buffer;
        try
        {
            channel = open(file);
        }
        catch (final IOException e)
        {
            throw new JournalDamagedException("journal cannot be read: file=" + file.path().getFileName() + " cause=" + e.getMessage());
        }
        buffer.wrap(window);
    }

    JournalFile file()
    {
        return file;
    }

    long size()
    {
        try
        {
            return channel.size();
        }
        catch (final IOException e)
        {
            throw cannotRead(e);
        }
    }

    /**
     * Brings bytes into the window.
     *
     * @param position of the first.
     * @param length   how many.
     * @return false if the file ends before.
     */
    boolean has(final long position, final int length)
    {
        if (holds(position, length))
        {
            return true;
        }
        final boolean isNext = position >= windowPosition && position <= windowPosition + windowLength && windowLength == window.capacity();
        final int wanted = isNext ? Math.min(WINDOW_LENGTH_MAX, 2 * window.capacity()) : window.capacity();
        if (wanted > window.capacity() || length > window.capacity())
        {
            window = ByteBuffer.allocateDirect(Math.max(wanted, length)).order(ByteOrder.LITTLE_ENDIAN);
            buffer.wrap(window);
        }
        fill(position);
        return windowLength >= length;
    }

    /**
     * Whether bytes are in the window already.
     *
     * @param position of the first.
     * @param length   how many.
     * @return false if they must be read first.
     */
    boolean holds(final long position, final int length)
    {
        return position >= windowPosition && position + length <= windowPosition + windowLength;
    }

    /**
     * Forgets what the window holds.
     */
    void refresh()
    {
        windowLength = 0;
    }

    /**
     * Offset in the buffer of a byte in the window.
     *
     * @param position in the file.
     * @return offset in the buffer.
     */
    int offset(final long position)
    {
        return (int)(position - windowPosition);
    }

    /**
     * Header of an excerpt, read anew where it says that nothing is there yet.
     *
     * @param position of the header.
     * @return the header, 0 behind the end of the file.
     */
    int header(final long position)
    {
        final int header = int32(position);
        if (header > 0)
        {
            return header;
        }
        refresh();
        return int32(position);
    }

    int int32(final long position)
    {
        return has(position, Integer.BYTES) ? buffer.getInt(offset(position)) : 0;
    }

    long int64(final long position)
    {
        return has(position, Long.BYTES) ? buffer.getLong(offset(position)) : 0;
    }

    /**
     * Position of the first excerpt at or behind a place that is not complete metadata. Records are not taken for metadata, whatever their
     * excerpt's header says.
     *
     * @param from position of a header.
     * @return position of a header.
     */
    long skipMetadata(final long from)
    {
        long position = from;
        int header = header(position);
        while (METADATA == (header & END_OF_FILE))
        {
            final long next = behind(position, header);
            if (next > size() || wholeRecordLength(position + Integer.BYTES, next) > 0)
            {
                return position;
            }
            position = next;
            header = header(position);
        }
        return position;
    }

    /**
     * Position behind the mark that Chronicle Queue puts where a file is complete, its header and a word of text.
     *
     * @param from position of a header.
     * @return the same position where no such mark is.
     */
    long skipEndOfFile(final long from)
    {
        return END_OF_FILE != int32(from) ? from : from + (END_OF_FILE_TEXT == int32(from + Integer.BYTES) ? Long.BYTES : Integer.BYTES);
    }

    /**
     * Position of the last excerpt as Chronicle Queue noted it when it was complete: in the first excerpt of a file, behind its name.
     *
     * @return position of its header; -1 if the note is not where it ought to be.
     */
    long writtenTo()
    {
        return WRITE_POSITION_NAME == int64(WRITE_POSITION_NAME_OFFSET) ? int64(WRITE_POSITION_OFFSET) : -1;
    }

    /**
     * Position of the header behind an excerpt.
     *
     * @param position of the excerpt's header.
     * @param header   the header.
     * @return position of the next one.
     */
    static long behind(final long position, final int header)
    {
        return position + Integer.BYTES + ((header & ~END_OF_FILE) + 3 & ~3);
    }

    /**
     * Whether a header is that of a complete excerpt that can hold records.
     *
     * @param header a header.
     * @return true if its length is possible.
     */
    static boolean isRecords(final int header)
    {
        return header > RecordDescriptor.HEADER_LENGTH && header <= RecordDescriptor.LENGTH_MAX && 0 == (header & 7);
    }

    /**
     * Length of the record at a place.
     *
     * @param position of the record.
     * @param limit    behind which it cannot reach.
     * @return its length, 0 if that is not possible.
     */
    int recordLength(final long position, final long limit)
    {
        if (limit - position <= RecordDescriptor.HEADER_LENGTH || !has(position, RecordDescriptor.HEADER_LENGTH))
        {
            return 0;
        }
        final int length = RecordDescriptor.length(buffer, offset(position));
        return isRecords(length) && length <= limit - position && has(position, length) ? length : 0;
    }

    /**
     * Checksum of a record in the window.
     *
     * @param position of the record.
     * @param length   of it.
     * @return the checksum that it should carry.
     */
    int crc(final long position, final int length)
    {
        final int offset = offset(position);
        window.limit(offset + RecordDescriptor.crcOffset(length)).position(offset);
        crc.reset();
        crc.update(window);
        window.clear();
        return (int)crc.getValue();
    }

    /**
     * Whether the record at a place is what was written.
     *
     * @param position of the record.
     * @param limit    behind which it cannot reach.
     * @return its length, 0 if it is not whole.
     */
    int wholeRecordLength(final long position, final long limit)
    {
        final int length = recordLength(position, limit);
        return 0 != length && buffer.getInt(offset(position) + RecordDescriptor.crcOffset(length)) == crc(position, length) ? length : 0;
    }

    /**
     * Says what is wrong at a place where a record ought to be.
     *
     * @param position   of the record, or of the header of the excerpt that it begins.
     * @param excerptEnd position behind the excerpt where it is a later record of one, else not above the position.
     * @return what was expected against what is there.
     */
    String fault(final long position, final long excerptEnd)
    {
        final int header = int32(position);
        if (position >= excerptEnd && !isRecords(header))
        {
            return "expectedHeader=" + (RecordDescriptor.HEADER_LENGTH + Long.BYTES) + ".." + RecordDescriptor.LENGTH_MAX + " header=" +
                header;
        }
        final long record = position < excerptEnd ? position : position + Integer.BYTES;
        final long limit = position < excerptEnd ? excerptEnd : behind(position, header);
        final int length = recordLength(record, limit);
        if (0 == length)
        {
            return "expectedLengthMax=" + (limit - record) + " length=" + int32(record);
        }
        return "expectedCrc=" + Integer.toHexString(buffer.getInt(offset(record) + RecordDescriptor.crcOffset(length))) + " crc=" +
            Integer.toHexString(crc(record, length));
    }

    /**
     * Whether the excerpt at a place is complete and full of whole records.
     *
     * @param position of the excerpt's header.
     * @return position behind it, 0 if it is not.
     */
    long wholeExcerptEnd(final long position)
    {
        final int header = int32(position);
        if (!isRecords(header))
        {
            return 0;
        }
        final long end = behind(position, header);
        long record = position + Integer.BYTES;
        while (record < end)
        {
            final int length = wholeRecordLength(record, end);
            if (0 == length)
            {
                return 0;
            }
            record += length;
        }
        return end;
    }

    /**
     * Position of the first four bytes that are not all zero. What was never written is not read.
     *
     * @param from  a multiple of 4.
     * @param limit where to stop.
     * @return a multiple of 4, not below the limit if there are none.
     */
    long skipZeros(final long from, final long limit)
    {
        long position = from;
        while (position < limit)
        {
            final int length = (int)Math.min(ZEROS.capacity(), limit - position);
            if (!has(position, length))
            {
                return limit;
            }
            final int offset = offset(position);
            final int mismatch = window.slice(offset, length).mismatch(ZEROS.slice(0, length));
            if (mismatch >= 0)
            {
                return position + (mismatch & ~3);
            }
            final long data = holes().skip(position + length, limit);
            position = data < limit ? data & ~3L : limit;
        }
        return position;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(channel, holes);
    }

    /**
     * Opens a file, which a process that starts meanwhile may just have sealed.
     */
    private static FileChannel open(final JournalFile file) throws IOException
    {
        try
        {
            return FileChannel.open(file.path(), StandardOpenOption.READ);
        }
        catch (final NoSuchFileException e)
        {
            return FileChannel.open(JournalFiles.sealed(file), StandardOpenOption.READ);
        }
    }

    private FileHoles holes()
    {
        if (null == holes)
        {
            holes = new FileHoles(file.path());
        }
        return holes;
    }

    private void fill(final long position)
    {
        windowPosition = position;
        windowLength = 0;
        window.clear();
        try
        {
            int read = channel.read(window, position);
            while (read > 0 && window.hasRemaining())
            {
                read = channel.read(window, position + window.position());
            }
        }
        catch (final IOException e)
        {
            throw cannotRead(e);
        }
        windowLength = window.position();
        window.clear();
    }

    private JournalDamagedException cannotRead(final IOException e)
    {
        return new JournalDamagedException("journal cannot be read: file=" + file.path().getFileName() + " cause=" + e.getMessage());
    }
}
