package io.veto.rules.state;

import org.agrona.DirectBuffer;

/**
 * Where a part of the state writes itself down: a stream of sections, each a stream of longs and stretches of bytes. What was written in
 * one order is read back in the same by {@link StateReader}.
 * <p>
 * <b>Note:</b> one thread.
 */
public interface StateWriter
{
    /**
     * Begins the next section; the one before ends.
     *
     * @param section its name: up to 32 printable ASCII characters.
     */
    void section(String section);

    /**
     * Writes a number.
     *
     * @param value eight bytes, little-endian.
     */
    void putLong(long value);

    /**
     * Writes a stretch of a buffer.
     *
     * @param buffer that holds it.
     * @param offset of its first byte.
     * @param length in bytes; the reader must know it.
     */
    void putBytes(DirectBuffer buffer, int offset, int length);

    /**
     * Writes a stretch of memory outside the heap.
     *
     * @param address of its first byte.
     * @param length  in bytes; the reader must know it.
     */
    void putMemory(long address, long length);
}
