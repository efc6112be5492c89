package io.veto.rules.testkit;

import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A saved state in main memory: bytes without checksums, so that what is read is what a test has made of them. Sections are marked by
 * their names.
 */
public final class StateBytes implements StateWriter
{
    private static final int NAME_LENGTH = 32;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1 << 16);
    private int length = 0;

    /**
     * Makes an empty state.
     */
    public StateBytes()
    {
    }

    /**
     * What was written.
     *
     * @return a copy.
     */
    public byte[] bytes()
    {
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    @Override
    public void section(final String section)
    {
        putName(section);
    }

    @Override
    public void putLong(final long value)
    {
        buffer.putLong(length, value, ByteOrder.LITTLE_ENDIAN);
        length += Long.BYTES;
    }

    @Override
    public void putBytes(final DirectBuffer source, final int offset, final int count)
    {
        buffer.putBytes(length, source, offset, count);
        length += count;
    }

    @Override
    public void putMemory(final long address, final long count)
    {
        putBytes(new UnsafeBuffer(address, Math.toIntExact(count)), 0, (int)count);
    }

    /**
     * Reads bytes.
     *
     * @param bytes that were written, and changed perhaps.
     * @return a reader at their beginning.
     */
    public static Reader reader(final byte[] bytes)
    {
        return new Reader(bytes);
    }

    private void putName(final String section)
    {
        final byte[] name = Arrays.copyOf(section.getBytes(StandardCharsets.US_ASCII), NAME_LENGTH);
        putBytes(new UnsafeBuffer(name), 0, NAME_LENGTH);
    }

    /** Reads what was written. */
    public static final class Reader implements StateReader
    {
        private final UnsafeBuffer buffer;
        private int offset = 0;

        private Reader(final byte[] bytes)
        {
            buffer = new UnsafeBuffer(bytes);
        }

        /**
         * Bytes that were not read.
         *
         * @return how many.
         */
        public int rest()
        {
            return buffer.capacity() - offset;
        }

        @Override
        public void section(final String section)
        {
            final byte[] name = new byte[NAME_LENGTH];
            getBytes(new UnsafeBuffer(name), 0, NAME_LENGTH);
            final String actual = new String(name, StandardCharsets.US_ASCII).trim();
            if (!section.equals(actual))
            {
                throw new StateDamagedException("section is another: expected=" + section + " actual=" + actual);
            }
        }

        @Override
        public long getLong()
        {
            final int from = take(Long.BYTES);
            return buffer.getLong(from, ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void getBytes(final MutableDirectBuffer target, final int targetOffset, final int count)
        {
            target.putBytes(targetOffset, buffer, take(count), count);
        }

        @Override
        public void getMemory(final long address, final long count)
        {
            final int from = take(count);
            UnsafeApi.copyMemory(buffer.byteArray(), UnsafeApi.arrayBaseOffset(byte[].class) + from, null, address, count);
        }

        private int take(final long count)
        {
            if (count > rest())
            {
                throw new StateDamagedException("state ends too early: expectedLength=" + count + " length=" + rest());
            }
            final int from = offset;
            offset += (int)count;
            return from;
        }
    }
}
