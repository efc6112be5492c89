package io.veto.engine.snapshot;

import io.veto.rules.state.StateWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a state file: sections in chunks of up to 1 MiB, each with its place and a checksum, so that every damage is noticed before a byte
 * of it is given out again.
 * <p>
 * <b>Note:</b> one thread. Holds one buffer of a chunk outside the heap, until it is closed.
 *
 * @see FrameDescriptor
 */
public final class SnapshotWriter implements StateWriter, AutoCloseable
{
    /**
     * Told how much is written, now and then.
     */
    interface RoomCheck
    {
        /**
         * Lets the writer go on, or not.
         *
         * @param length bytes written so far.
         * @throws IOException if there is no room for more.
         */
        void check(long length) throws IOException;
    }

    private static final int NULL_SECTION = -1;
    private static final long CHECK_LENGTH = 16L << 20;

    private final FileChannel channel;
    private final RoomCheck roomCheck;
    private final long sequence;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(FrameDescriptor.FRAME_LENGTH + FrameDescriptor.CHUNK_LENGTH_MAX)
        .order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);
    private final CRC32C crc = new CRC32C();
    private final CRC32C sectionChain = new CRC32C();
    private final CRC32C fileChain = new CRC32C();
    private int section = NULL_SECTION;
    private int chunk = 0;
    private int filled = 0;
    private long sectionLength = 0;
    private long length = 0;
    private long nextCheckLength = 0;

    /**
     * Begins a file.
     *
     * @param channel      of an empty file; the writer does not close it.
     * @param sequence     of the last record that the state has seen.
     * @param epoch        number of process starts that it has seen, modulo 65,536.
     * @param engineTimeMs engine time behind that record, epoch milliseconds.
     * @param roomCheck    asked before the first byte and every {@value #CHECK_LENGTH} bytes.
     * @throws UncheckedIOException if it cannot be written, here and in every other method.
     */
    SnapshotWriter(
        final FileChannel channel, final long sequence, final int epoch, final long engineTimeMs, final RoomCheck roomCheck)
    {
        this.channel = channel;
        this.roomCheck = roomCheck;
        this.sequence = sequence;
        bytes.putLong(0, FrameDescriptor.MAGIC);
        bytes.putInt(FrameDescriptor.HEAD_VERSION_OFFSET, FrameDescriptor.VERSION);
        bytes.putInt(FrameDescriptor.HEAD_EPOCH_OFFSET, epoch);
        bytes.putLong(FrameDescriptor.HEAD_SEQUENCE_OFFSET, sequence);
        bytes.putLong(FrameDescriptor.HEAD_TIME_OFFSET, engineTimeMs);
        final int headCrc = FrameDescriptor.crc(crc, bytes, 0, FrameDescriptor.HEAD_CRC_OFFSET);
        bytes.clear().putInt(FrameDescriptor.HEAD_CRC_OFFSET, headCrc);
        FrameDescriptor.chain(fileChain, headCrc);
        write(FrameDescriptor.HEAD_LENGTH);
    }

    @Override
    public void section(final String name)
    {
        final byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        if (0 == ascii.length || ascii.length > FrameDescriptor.NAME_LENGTH_MAX)
        {
            throw new IllegalArgumentException("section name out of bounds: maximumLength=" + FrameDescriptor.NAME_LENGTH_MAX +
                " length=" + ascii.length);
        }
        endSection();
        section++;
        chunk = 0;
        sectionLength = 0;
        sectionChain.reset();
        buffer.putBytes(FrameDescriptor.FRAME_LENGTH, ascii);
        frame(FrameDescriptor.KIND_SECTION, ascii.length);
    }

    @Override
    public void putLong(final long value)
    {
        final int at = filled;
        if (at <= FrameDescriptor.CHUNK_LENGTH_MAX - Long.BYTES)
        {
            buffer.putLong(FrameDescriptor.FRAME_LENGTH + at, value, ByteOrder.LITTLE_ENDIAN);
            filled = at + Long.BYTES;
        }
        else
        {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE)
            {
                makeRoom();
                buffer.putByte(FrameDescriptor.FRAME_LENGTH + filled++, (byte)(value >>> shift));
            }
        }
    }

    @Override
    public void putBytes(final DirectBuffer source, final int offset, final int byteCount)
    {
        int done = 0;
        while (done < byteCount)
        {
            makeRoom();
            final int part = Math.min(byteCount - done, FrameDescriptor.CHUNK_LENGTH_MAX - filled);
            buffer.putBytes(FrameDescriptor.FRAME_LENGTH + filled, source, offset + done, part);
            filled += part;
            done += part;
        }
    }

    @Override
    public void putMemory(final long address, final long byteCount)
    {
        long done = 0;
        while (done < byteCount)
        {
            final int part = (int)Math.min(byteCount - done, FrameDescriptor.CHUNK_LENGTH_MAX);
            memory.wrap(address + done, part);
            putBytes(memory, 0, part);
            done += part;
        }
    }

    /**
     * Writes the end. Nothing is forced to the disk yet.
     */
    public void end()
    {
        endSection();
        final int sections = section + 1;
        section = NULL_SECTION;
        totals(length, fileChain, sections);
        frame(FrameDescriptor.KIND_END, FrameDescriptor.TOTALS_LENGTH);
    }

    /**
     * Bytes written.
     *
     * @return length of the file behind {@link #end}.
     */
    public long length()
    {
        return length;
    }

    /**
     * A checksum over the checksums of the head and of all frames.
     *
     * @return of the file behind {@link #end}.
     */
    public int crc()
    {
        return (int)fileChain.getValue();
    }

    /**
     * Frees the buffer. The file stays open.
     */
    @Override
    public void close()
    {
        BufferUtil.free(bytes);
    }

    private void makeRoom()
    {
        if (NULL_SECTION == section)
        {
            throw new IllegalStateException("bytes outside of a section: sequence=" + sequence);
        }
        if (FrameDescriptor.CHUNK_LENGTH_MAX == filled)
        {
            endChunk();
        }
    }

    private void endChunk()
    {
        if (filled > 0)
        {
            sectionLength += filled;
            final int chunkLength = filled;
            filled = 0;
            FrameDescriptor.chain(sectionChain, frame(FrameDescriptor.KIND_CHUNK, chunkLength));
            chunk++;
        }
    }

    private void endSection()
    {
        if (NULL_SECTION != section)
        {
            endChunk();
            totals(sectionLength, sectionChain, chunk);
            frame(FrameDescriptor.KIND_SECTION_END, FrameDescriptor.TOTALS_LENGTH);
        }
    }

    private void totals(final long total, final CRC32C chain, final int count)
    {
        bytes.putLong(FrameDescriptor.FRAME_LENGTH, total);
        bytes.putInt(FrameDescriptor.FRAME_LENGTH + 8, (int)chain.getValue());
        bytes.putInt(FrameDescriptor.FRAME_LENGTH + 12, count);
    }

    private int frame(final int kind, final int payloadLength)
    {
        bytes.putInt(FrameDescriptor.KIND_OFFSET, kind);
        bytes.putLong(FrameDescriptor.SEQUENCE_OFFSET, sequence);
        bytes.putInt(FrameDescriptor.SECTION_OFFSET, section);
        bytes.putInt(FrameDescriptor.CHUNK_OFFSET, chunk);
        bytes.putInt(FrameDescriptor.LENGTH_OFFSET, payloadLength);
        bytes.putInt(FrameDescriptor.UNUSED_OFFSET, 0);
        final int frameLength = FrameDescriptor.FRAME_LENGTH + payloadLength;
        final int frameCrc = FrameDescriptor.crc(crc, bytes, FrameDescriptor.KIND_OFFSET, frameLength);
        bytes.clear().putInt(0, frameCrc);
        FrameDescriptor.chain(fileChain, frameCrc);
        write(frameLength);
        return frameCrc;
    }

    private void write(final int frameLength)
    {
        bytes.limit(frameLength).position(0);
        try
        {
            if (length >= nextCheckLength)
            {
                roomCheck.check(length);
                nextCheckLength = length + CHECK_LENGTH;
            }
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("snapshot cannot be written: sequence=" + sequence + " offset=" + length + ": " +
                e.getMessage(), e);
        }
        finally
        {
            bytes.clear();
        }
        length += frameLength;
    }
}
