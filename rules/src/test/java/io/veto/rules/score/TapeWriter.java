package io.veto.rules.score;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** A state that is written down in main memory and read back from there. */
final class TapeWriter implements StateWriter
{
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private int written = 0;

    private final class TapeReader implements StateReader
    {
        private int read = 0;

        @Override
        public void section(final String section)
        {
            final String next = buffer.getStringAscii(read);
            read += Integer.BYTES + next.length();
            if (!next.equals(section))
            {
                throw new StateDamagedException("another section: expected=" + section + " actual=" + next);
            }
        }

        @Override
        public long getLong()
        {
            read += Long.BYTES;
            return buffer.getLong(read - Long.BYTES);
        }

        @Override
        public void getBytes(final MutableDirectBuffer target, final int offset, final int length)
        {
            target.putBytes(offset, buffer, read, length);
            read += length;
        }

        @Override
        public void getMemory(final long address, final long length)
        {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public void section(final String section)
    {
        written += buffer.putStringAscii(written, section);
    }

    @Override
    public void putLong(final long value)
    {
        buffer.putLong(written, value);
        written += Long.BYTES;
    }

    @Override
    public void putBytes(final DirectBuffer source, final int offset, final int length)
    {
        buffer.putBytes(written, source, offset, length);
        written += length;
    }

    @Override
    public void putMemory(final long address, final long length)
    {
        throw new UnsupportedOperationException();
    }

    /** Reads from the beginning. */
    StateReader reader()
    {
        return new TapeReader();
    }
}
