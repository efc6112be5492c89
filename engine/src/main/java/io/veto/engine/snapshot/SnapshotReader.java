package io.veto.engine.snapshot;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a state file. A chunk is read whole and checked, then its bytes are given out.
 * <p>
 * <b>Note:</b> one thread. Holds one buffer of a chunk outside the heap, until it is closed.
 *
 * @see FrameDescriptor
 */
public final class SnapshotReader implements StateReader, AutoCloseable
{
    private static final int NULL_SECTION = -1;

    private final FileChannel channel;
    private final String name;
    private final long sequence;
    private final long fileLength;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);
    private final CRC32C crc = new CRC32C();
    private final CRC32C sectionChain = new CRC32C();
    private final CRC32C fileChain = new CRC32C();
    private long engineTimeMs;
    private long position = 0;
    private int section = NULL_SECTION;
    private int chunk = 0;
    private long sectionLength = 0;
    private int frameCrc;
    private int next = 0;
    private int end = 0;
    private boolean isSectionOpen = false;

    /**
     * Opens a state file.
     *
     * @param file     to read.
     * @param sequence that it must be of.
     * @param epoch    that it must be of.
     * @throws StateDamagedException if its head is not what was written, or another version wrote it; here and in all methods the message
     *                               names the file.
     * @throws UncheckedIOException  if it cannot be read, here and in all methods.
     */
    public SnapshotReader(final Path file, final long sequence, final int epoch)
    {
        this.sequence = sequence;
        name = String.valueOf(file.getFileName());
        channel = open(file);
        try
        {
            fileLength = channel.size();
            bytes = ByteBuffer.allocateDirect((int)Math.min(FrameDescriptor.FRAME_LENGTH + FrameDescriptor.CHUNK_LENGTH_MAX,
                Math.max(fileLength, FrameDescriptor.HEAD_LENGTH))).order(ByteOrder.LITTLE_ENDIAN);
        }
        catch (final IOException e)
        {
            CloseHelper.quietClose(channel);
            throw unreadable(e);
        }
        buffer = new UnsafeBuffer(bytes);
        try
        {
            readHead(epoch);
        }
        catch (final RuntimeException e)
        {
            CloseHelper.quietClose(this);
            throw e;
        }
    }

    /**
     * Engine time of the state.
     *
     * @return epoch milliseconds.
     */
    public long engineTimeMs()
    {
        return engineTimeMs;
    }

    @Override
    public void section(final String expected)
    {
        endSection();
        final String actual = beginSection();
        if (!expected.equals(actual))
        {
            throw damaged("another section follows", "expectedSection=" + expected + " section=" +
                (null == actual ? "none" : actual));
        }
    }

    @Override
    public long getLong()
    {
        final int at = next;
        if (at <= end - Long.BYTES)
        {
            next = at + Long.BYTES;
            return buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
        }
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE)
        {
            fill();
            value |= (buffer.getByte(next++) & 0xFFL) << shift;
        }
        return value;
    }

    @Override
    public void getBytes(final MutableDirectBuffer target, final int offset, final int byteCount)
    {
        int done = 0;
        while (done < byteCount)
        {
            fill();
            final int part = Math.min(byteCount - done, end - next);
            target.putBytes(offset + done, buffer, next, part);
            next += part;
            done += part;
        }
    }

    @Override
    public void getMemory(final long address, final long byteCount)
    {
        long done = 0;
        while (done < byteCount)
        {
            final int part = (int)Math.min(byteCount - done, FrameDescriptor.CHUNK_LENGTH_MAX);
            memory.wrap(address + done, part);
            getBytes(memory, 0, part);
            done += part;
        }
    }

    /**
     * Checks that everything was read and that the file ends here.
     *
     * @throws StateDamagedException if not.
     */
    public void end()
    {
        endSection();
        final String more = beginSection();
        if (null != more)
        {
            throw damaged("it has more sections than expected", "section=" + more);
        }
    }

    /**
     * Reads to the end of the file, whatever it holds, and checks every byte.
     *
     * @param watched   name of a section.
     * @param onWatched given the reader at the beginning of that section, where there is one; it need not read it to its end.
     * @return as {@link SnapshotWriter#crc} gave it.
     * @throws StateDamagedException if a byte is not what was written.
     */
    public int check(final String watched, final Consumer<StateReader> onWatched)
    {
        String begun = beginSection();
        while (null != begun)
        {
            if (begun.equals(watched))
            {
                onWatched.accept(this);
            }
            while (isSectionOpen)
            {
                next = end;
                readChunk();
            }
            begun = beginSection();
        }
        return crc();
    }

    /**
     * A checksum over the checksums of the head and of all frames so far.
     *
     * @return of the file behind {@link #end}, as {@link SnapshotWriter#crc} gave it.
     */
    public int crc()
    {
        return (int)fileChain.getValue();
    }

    @Override
    public void close()
    {
        CloseHelper.close(channel);
        BufferUtil.free(bytes);
    }

    private FileChannel open(final Path file)
    {
        try
        {
            return FileChannel.open(file, StandardOpenOption.READ);
        }
        catch (final NoSuchFileException e)
        {
            throw new StateDamagedException("snapshot damaged: its state file is missing: sequence=" + sequence + " file=" + name);
        }
        catch (final IOException e)
        {
            throw unreadable(e);
        }
    }

    private void readHead(final int expectedEpoch)
    {
        read(FrameDescriptor.HEAD_LENGTH, 0);
        if (FrameDescriptor.MAGIC != bytes.getLong(0))
        {
            throw damaged("it is no state file", "expectedMagic=" + Long.toHexString(FrameDescriptor.MAGIC) + " magic=" +
                Long.toHexString(bytes.getLong(0)));
        }
        final int headCrc = FrameDescriptor.crc(crc, bytes, 0, FrameDescriptor.HEAD_CRC_OFFSET);
        bytes.clear();
        checkCrc(bytes.getInt(FrameDescriptor.HEAD_CRC_OFFSET), headCrc);
        final int version = bytes.getInt(FrameDescriptor.HEAD_VERSION_OFFSET);
        if (FrameDescriptor.VERSION != version)
        {
            throw damaged("another version of Veto wrote it", "expectedVersion=" + FrameDescriptor.VERSION + " version=" + version);
        }
        final long actualSequence = bytes.getLong(FrameDescriptor.HEAD_SEQUENCE_OFFSET);
        final int actualEpoch = bytes.getInt(FrameDescriptor.HEAD_EPOCH_OFFSET);
        if (actualSequence != sequence || actualEpoch != expectedEpoch)
        {
            throw damaged("it is another snapshot", "expectedSequence=" + sequence + " sequence=" + actualSequence +
                " expectedEpoch=" + expectedEpoch + " epoch=" + actualEpoch);
        }
        engineTimeMs = bytes.getLong(FrameDescriptor.HEAD_TIME_OFFSET);
        FrameDescriptor.chain(fileChain, headCrc);
    }

    private void endSection()
    {
        if (next < end)
        {
            throw damaged("a section is longer than expected", "unreadBytes=" + (end - next));
        }
        if (isSectionOpen)
        {
            readChunk();
            if (isSectionOpen)
            {
                throw damaged("a section is longer than expected", "unreadBytes=" + (end - next));
            }
        }
    }

    private void fill()
    {
        if (next == end)
        {
            if (isSectionOpen)
            {
                readChunk();
            }
            if (!isSectionOpen)
            {
                throw damaged("a section is shorter than expected", "section=" + section);
            }
        }
    }

    /**
     * Reads the frame of the next section.
     *
     * @return its name; null at the end of the file.
     */
    private String beginSection()
    {
        final int fileCrc = crc();
        final long before = position;
        final int kind = readFrame();
        final int length = bytes.getInt(FrameDescriptor.LENGTH_OFFSET);
        if (FrameDescriptor.KIND_END == kind)
        {
            final int count = section + 1;
            checkPlace(NULL_SECTION, chunk);
            checkTotals(before, fileCrc, count);
            if (position != fileLength)
            {
                throw damaged("bytes follow its end", "expectedLength=" + position + " length=" + fileLength);
            }
            return null;
        }
        if (FrameDescriptor.KIND_SECTION != kind)
        {
            throw damaged("another frame follows", "expectedKind=section kind=" + FrameDescriptor.kind(kind));
        }
        section++;
        chunk = 0;
        checkPlace(section, 0);
        sectionLength = 0;
        sectionChain.reset();
        isSectionOpen = true;
        final byte[] ascii = new byte[length];
        buffer.getBytes(FrameDescriptor.FRAME_LENGTH, ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private void readChunk()
    {
        final int kind = readFrame();
        checkPlace(section, chunk);
        if (FrameDescriptor.KIND_CHUNK == kind)
        {
            chunk++;
            next = FrameDescriptor.FRAME_LENGTH;
            end = next + bytes.getInt(FrameDescriptor.LENGTH_OFFSET);
            sectionLength += end - next;
            FrameDescriptor.chain(sectionChain, frameCrc);
        }
        else if (FrameDescriptor.KIND_SECTION_END == kind)
        {
            checkTotals(sectionLength, (int)sectionChain.getValue(), chunk);
            isSectionOpen = false;
            next = 0;
            end = 0;
        }
        else
        {
            throw damaged("another frame follows", "expectedKind=chunk kind=" + FrameDescriptor.kind(kind));
        }
    }

    private int readFrame()
    {
        read(FrameDescriptor.FRAME_LENGTH, 0);
        final int length = bytes.getInt(FrameDescriptor.LENGTH_OFFSET);
        if (length <= 0 || length > FrameDescriptor.CHUNK_LENGTH_MAX)
        {
            throw damaged("length out of bounds", "minimumLength=1 maximumLength=" + FrameDescriptor.CHUNK_LENGTH_MAX +
                " length=" + length);
        }
        read(length, FrameDescriptor.FRAME_LENGTH);
        frameCrc = FrameDescriptor.crc(crc, bytes, FrameDescriptor.KIND_OFFSET, FrameDescriptor.FRAME_LENGTH + length);
        bytes.clear();
        checkCrc(bytes.getInt(0), frameCrc);
        if (sequence != bytes.getLong(FrameDescriptor.SEQUENCE_OFFSET))
        {
            throw damaged("a frame is of another snapshot", "expectedSequence=" + sequence + " sequence=" +
                bytes.getLong(FrameDescriptor.SEQUENCE_OFFSET));
        }
        FrameDescriptor.chain(fileChain, frameCrc);
        return bytes.getInt(FrameDescriptor.KIND_OFFSET);
    }

    private void checkPlace(final int expectedSection, final int expectedChunk)
    {
        final int actualSection = bytes.getInt(FrameDescriptor.SECTION_OFFSET);
        final int actualChunk = bytes.getInt(FrameDescriptor.CHUNK_OFFSET);
        if (expectedSection != actualSection || expectedChunk != actualChunk)
        {
            throw damaged("a frame is out of its place", "expectedSection=" + expectedSection + " section=" + actualSection +
                " expectedChunk=" + expectedChunk + " chunk=" + actualChunk);
        }
    }

    private void checkTotals(final long length, final int chain, final int count)
    {
        if (FrameDescriptor.TOTALS_LENGTH != bytes.getInt(FrameDescriptor.LENGTH_OFFSET) ||
            length != bytes.getLong(FrameDescriptor.FRAME_LENGTH) || chain != bytes.getInt(FrameDescriptor.FRAME_LENGTH + 8) ||
            count != bytes.getInt(FrameDescriptor.FRAME_LENGTH + 12))
        {
            throw damaged("its parts do not add up", "length=" + length + " count=" + count);
        }
    }

    private void checkCrc(final int expected, final int actual)
    {
        if (expected != actual)
        {
            throw damaged("checksum differs", "expectedCrc=" + Integer.toHexString(expected) + " crc=" + Integer.toHexString(actual));
        }
    }

    private void read(final int length, final int at)
    {
        if (length > fileLength - position)
        {
            throw damaged("it ends early", "expectedLength=" + (position + length) + " length=" + fileLength);
        }
        bytes.limit(at + length).position(at);
        try
        {
            while (bytes.hasRemaining())
            {
                if (channel.read(bytes) < 0)
                {
                    throw damaged("it ends early", "expectedLength=" + (position + length) + " length=" + fileLength);
                }
            }
        }
        catch (final IOException e)
        {
            throw unreadable(e);
        }
        bytes.clear();
        position += length;
    }

    private UncheckedIOException unreadable(final IOException e)
    {
        return new UncheckedIOException("snapshot cannot be read: file=" + name + " offset=" + position + " cause=" + e.getMessage(), e);
    }

    private StateDamagedException damaged(final String what, final String values)
    {
        return new StateDamagedException(
            "snapshot damaged: " + what + ": sequence=" + sequence + " offset=" + position + " " + values + " file=" + name);
    }
}
