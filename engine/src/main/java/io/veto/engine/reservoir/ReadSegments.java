package io.veto.engine.reservoir;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.window.SegmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The segments that are kept beside a saved state, read into memory one at a time, for those who check them.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class ReadSegments implements SegmentStore
{
    private final Path kept;
    private UnsafeBuffer buffer;

    /**
     * Looks for segments in a folder.
     *
     * @param kept folder, which need not be there.
     */
    public ReadSegments(final Path kept)
    {
        this.kept = kept;
    }

    static Path file(final Path kept, final long segment)
    {
        return kept.resolve(String.format("%012d.segment", segment));
    }

    /**
     * The file of a segment that must be there.
     *
     * @param kept folder; null for nowhere.
     * @throws StateDamagedException if it is not there, or is not as long.
     */
    static Path file(final Path kept, final long segment, final int segmentLength)
    {
        final Path file = null == kept ? null : file(kept, segment);
        if (null == file || !Files.isRegularFile(file))
        {
            throw new StateDamagedException("reservoir segment is missing: segment=" + segment + " file=" + file);
        }
        final long length = file.toFile().length();
        if (segmentLength != length)
        {
            throw new StateDamagedException("reservoir segment has another length: segment=" + segment + " file=" + file +
                " expectedLength=" + segmentLength + " length=" + length);
        }
        return file;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if it cannot be read.
     */
    @Override
    public UnsafeBuffer adopt(final long segment, final int segmentLength)
    {
        final Path file = file(kept, segment, segmentLength);
        if (null == buffer)
        {
            buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(segmentLength));
        }
        final ByteBuffer bytes = buffer.byteBuffer().clear();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            while (bytes.hasRemaining())
            {
                if (channel.read(bytes) < 0)
                {
                    throw new StateDamagedException("reservoir segment became shorter while it was read: segment=" + segment + " file=" +
                        file + " expectedLength=" + segmentLength + " length=" + bytes.position());
                }
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("reservoir segment cannot be read: segment=" + segment + " file=" + file + " cause=" +
                e.getMessage(), e);
        }
        bytes.clear();
        return buffer;
    }

    /**
     * Not to be asked: nothing is written here.
     */
    @Override
    public UnsafeBuffer acquire(final long segment, final int segmentLength)
    {
        throw new UnsupportedOperationException("segments are only read: segment=" + segment);
    }

    @Override
    public void release(final long segment, final UnsafeBuffer released)
    {
    }

    @Override
    public void close()
    {
        if (null != buffer)
        {
            BufferUtil.free(buffer.byteBuffer());
            buffer = null;
        }
    }
}
