package io.veto.perf.generate;

/**
 * A small seeded generator of random numbers and hashes, equal on every JVM because it is nothing but 64-bit integer
 * arithmetic.
 * <p>
 * Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; the finaliser is
 * Stafford's variant 13.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class SplitMix
{
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    /**
     * Starts a sequence.
     *
     * @param seed that alone decides the sequence.
     */
    public SplitMix(final long seed)
    {
        state = seed;
    }

    /**
     * A hash of two values: equal values give an equal hash for ever.
     *
     * @param seed  first value.
     * @param value second value.
     * @return all 64 bits of the hash.
     */
    public static long hash(final long seed, final long value)
    {
        return mix(mix(seed) + (value + 1) * GAMMA);
    }

    /**
     * Scales the upper half of a random number to a range. A value is off its fair share by less than
     * {@code bound / 2^32}.
     *
     * @param bits  of which the upper 32 are used.
     * @param bound of the range, above 0.
     * @return 0 to bound - 1.
     */
    public static int scale(final long bits, final int bound)
    {
        return (int)(((bits >>> 32) * bound) >>> 32);
    }

    /**
     * Next number of the sequence.
     *
     * @return 64 random bits.
     */
    public long nextLong()
    {
        state += GAMMA;
        return mix(state);
    }

    /**
     * Next number of the sequence, scaled.
     *
     * @param bound above 0.
     * @return 0 to bound - 1.
     */
    public int nextInt(final int bound)
    {
        return scale(nextLong(), bound);
    }

    /**
     * Next number of the sequence, scaled.
     *
     * @param from  first value of the range.
     * @param until first value behind the range.
     * @return from to until - 1.
     */
    int nextInt(final int from, final int until)
    {
        return from + nextInt(until - from);
    }

    /**
     * Next number of the sequence, as a fraction.
     *
     * @return 0 or more and less than 1.
     */
    double nextDouble()
    {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    private static long mix(final long value)
    {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
