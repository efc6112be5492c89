package io.veto.rules.window;

import org.agrona.DirectBuffer;

/**
 * Makes the 64-bit key of an identifier of 16 bytes. Identifiers of up to 8 bytes never collide, because the mixing is a
 * bijection; longer ones collide with the chance of a random 64-bit function.
 * <p>
 * Source: the finaliser is David Stafford's variant 13 ("Better Bit Mixing", 2011), as in SplitMix64.
 */
public final class KeyHash
{
    /** Key of an identifier that is not there; never the key of one that is. */
    public static final long NULL_KEY = 0;

    private static final long SALT = 0x9E3779B97F4A7C15L;

    private KeyHash()
    {
    }

    /**
     * Key of the 16 bytes at the offset.
     *
     * @param buffer that holds the identifier, zero padded.
     * @param offset of the identifier in bytes.
     * @return its key; {@link #NULL_KEY} when all 16 bytes are zero.
     */
    public static long of(final DirectBuffer buffer, final int offset)
    {
        final long first = buffer.getLong(offset);
        final long second = buffer.getLong(offset + Long.BYTES);
        if (0 == (first | second))
        {
            return NULL_KEY;
        }
        long key = mix(first + SALT);
        if (0 != second)
        {
            key = mix(key ^ mix(second - SALT));
        }
        return NULL_KEY == key ? SALT : key;
    }

    /**
     * Key of a pair of fields.
     *
     * @param first  value of the one.
     * @param second value of the other.
     * @return its key; {@link #NULL_KEY} when either is missing.
     */
    static long pair(final long first, final long second)
    {
        if (NULL_KEY == first || NULL_KEY == second)
        {
            return NULL_KEY;
        }
        final long key = mix(mix(first + SALT) ^ mix(second - SALT));
        return NULL_KEY == key ? SALT : key;
    }

    /**
     * Mixes 64 bits: a bijection in which each bit of the result depends on all of the value's.
     *
     * @param value to mix.
     * @return the mixed value; 0 for 0.
     */
    public static long mix(final long value)
    {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
