package io.veto.perf.report;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * Medians of runs.
 */
public final class Medians
{
    private Medians()
    {
    }

    /**
     * The median of a figure of some runs.
     *
     * @param runs  one or more.
     * @param value of a run.
     * @param <T>   a run.
     * @return the middle one, or the mean of the two in the middle.
     */
    public static <T> double of(final Collection<T> runs, final ToDoubleFunction<T> value)
    {
        final double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
