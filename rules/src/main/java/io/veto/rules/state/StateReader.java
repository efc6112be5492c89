package io.veto.rules.state;

import org.agrona.MutableDirectBuffer;

/**
 * From where a part of the state comes back: the other end of {@link StateWriter}. Every byte that it gives out has been checked against
 * a checksum before.
 * <p>
 * <b>Note:</b> one thread.
 */
public interface StateReader
{
    /**
     * Begins the next section.
     *
     * @param section the name that it must have.
     * @throws StateDamagedException if the section before is not used up, or the next one is another, or none.
     */
    void section(String section);

    /**
     * Reads a number.
     *
     * @return eight bytes, little-endian.
     * @throws StateDamagedException if the section ends before it, or it is not what was written.
     */
    long getLong();

    /**
     * Reads a number that must lie within bounds.
     *
     * @param what it is, for the message.
     * @param from smallest allowed.
     * @param to   largest allowed.
     * @return the number.
     * @throws StateDamagedException if it lies outside, the section ends before it, or it is not what was written.
     */
    default long getLong(final String what, final long from, final long to)
    {
        final long value = getLong();
        if (value < from || value > to)
        {
            throw new StateDamagedException(what + " out of bounds: minimum=" + from + " maximum=" + to + " actual=" + value);
        }
        return value;
    }

    /**
     * Reads a stretch of bytes.
     *
     * @param buffer to read into.
     * @param offset of its first byte.
     * @param length in bytes.
     * @throws StateDamagedException if the section ends before, or it is not what was written.
     */
    void getBytes(MutableDirectBuffer buffer, int offset, int length);

    /**
     * Reads a stretch into memory outside the heap.
     *
     * @param address of its first byte.
     * @param length  in bytes.
     * @throws StateDamagedException if the section ends before, or it is not what was written.
     */
    void getMemory(long address, long length);
}
