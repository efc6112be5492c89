package io.veto.perf.state;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A saved state in memory outside the heap, in chunks, without checksums: what saving and loading cost where nothing lies between.
 * <p>
 * <b>Note:</b> one thread. Chunks stay until {@link #close}; {@link #rewind} goes back to the beginning, to read or to write again.
 */
final class MemoryState implements StateWriter, StateReader, AutoCloseable
{
    private static final long CHUNK_LENGTH = 1L << 26;

    private final List<Long> chunks = new ArrayList<>();
    private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);
    private long offset = 0;

    void rewind()
    {
        offset = 0;
    }

    /**
     * What was written or read since the last {@link #rewind}.
     *
     * @return bytes.
     */
    long length()
    {
        return offset;
    }

    @Override
    public void section(final String section)
    {
        if (section.isEmpty())
        {
            throw new StateDamagedException("section has no name: offset=" + offset);
        }
    }

    @Override
    public void putLong(final long value)
    {
        word.putLong(0, value);
        putBytes(word, 0, Long.BYTES);
    }

    @Override
    public void putBytes(final DirectBuffer buffer, final int from, final int length)
    {
        for (int done = 0; done < length;)
        {
            final int part = (int)room(length - done);
            buffer.getBytes(from + done, new UnsafeBuffer(address(), part), 0, part);
            offset += part;
            done += part;
        }
    }

    @Override
    public void putMemory(final long address, final long length)
    {
        for (long done = 0; done < length;)
        {
            final long part = room(length - done);
            UnsafeApi.copyMemory(address + done, address(), part);
            offset += part;
            done += part;
        }
    }

    @Override
    public long getLong()
    {
        getBytes(word, 0, Long.BYTES);
        return word.getLong(0);
    }

    @Override
    public void getBytes(final MutableDirectBuffer buffer, final int to, final int length)
    {
        for (int done = 0; done < length;)
        {
            final int part = (int)room(length - done);
            buffer.putBytes(to + done, new UnsafeBuffer(address(), part), 0, part);
            offset += part;
            done += part;
        }
    }

    @Override
    public void getMemory(final long address, final long length)
    {
        for (long done = 0; done < length;)
        {
            final long part = room(length - done);
            UnsafeApi.copyMemory(address(), address + done, part);
            offset += part;
            done += part;
        }
    }

    @Override
    public void close()
    {
        chunks.forEach(UnsafeApi::freeMemory);
        chunks.clear();
    }

    private long room(final long wanted)
    {
        if (offset / CHUNK_LENGTH == chunks.size())
        {
            chunks.add(UnsafeApi.allocateMemory(CHUNK_LENGTH));
        }
        return Math.min(wanted, CHUNK_LENGTH - offset % CHUNK_LENGTH);
    }

    private long address()
    {
        return chunks.get((int)(offset / CHUNK_LENGTH)) + offset % CHUNK_LENGTH;
    }
}
