package io.veto.perf.generate;

/**
 * A factor around 1 that is spread nearly log-normally, looked up instead of computed. The exponent is the mean of four
 * uniform numbers in place of a normal one, so that the factor has bounds: it stays within
 * {@code exp(3.5 * sigma)} of its median.
 * <p>
 * The table is filled by {@link StrictMath}, whose results are equal on every JVM.
 * <p>
 * <b>Note:</b> immutable and safe from any thread.
 */
final class SpreadTable
{
    private static final int SIZE = 4096;
    private static final int INDEX_SHIFT = 6;
    private static final int CHUNK_MASK = 0xFFFF;
    private static final double MEAN_OF_FOUR_DEVIATION = StrictMath.sqrt(1.0 / 48.0);

    private final double[] factors = new double[SIZE];

    /**
     * Fills the table.
     *
     * @param sigma standard deviation of the factor's logarithm.
     */
    SpreadTable(final double sigma)
    {
        for (int i = 0; i < SIZE; i++)
        {
            final double fraction = (i + 0.5) / SIZE;
            final double deviations = (fraction - 0.5) / MEAN_OF_FOUR_DEVIATION;
            factors[i] = StrictMath.exp(sigma * deviations - sigma * sigma / 2);
        }
    }

    /**
     * The factor that belongs to a random number.
     *
     * @param bits all 64 of them count.
     * @return the factor, above 0, on average about 1.
     */
    double factor(final long bits)
    {
        final long low = (bits & CHUNK_MASK) + ((bits >>> 16) & CHUNK_MASK);
        final long high = ((bits >>> 32) & CHUNK_MASK) + (bits >>> 48);
        return factors[(int)((low + high) >>> INDEX_SHIFT)];
    }
}
