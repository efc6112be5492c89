package io.veto.rules.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checks a property over a stream of events that is a function of one seed. A stream that fails is shrunk by halving:
 * halves, quarters and so on down to single events are left out as long as it still fails; what remains is printed with
 * the seed.
 * <p>
 * Source: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002, without
 * its second look at complements.
 */
public final class SeededStreams
{
    private static final int TRIALS_MAX = 2_000;
    private static final int PRINTED_MAX = 50;

    private SeededStreams()
    {
    }

    /**
     * Generates a stream and checks it.
     *
     * @param seed      of the stream.
     * @param generator makes the stream of a source of random numbers, and of nothing else.
     * @param property  throws where the stream fails; keeps nothing from one call to the next.
     * @param <T>       kind of event; its text is printed.
     * @throws AssertionError with the seed and the shrunk stream, where the property threw; the cause is what the
     *                        property threw at the shrunk stream.
     */
    public static <T> void check(
        final long seed, final Function<Random, List<T>> generator, final Consumer<List<T>> property)
    {
        final List<T> events = List.copyOf(generator.apply(new Random(seed)));
        final Throwable failure = failure(events, property);
        if (null != failure)
        {
            throw shrunk(seed, events, failure, property);
        }
    }

    private static <T> AssertionError shrunk(
        final long seed, final List<T> events, final Throwable firstFailure, final Consumer<List<T>> property)
    {
        List<T> failing = events;
        Throwable failure = firstFailure;
        int trials = 0;
        int chunk = Math.max(1, failing.size() / 2);
        while (chunk > 0 && trials < TRIALS_MAX)
        {
            int from = 0;
            boolean isSmaller = false;
            while (from < failing.size() && trials < TRIALS_MAX)
            {
                final List<T> candidate = without(failing, from, Math.min(failing.size(), from + chunk));
                final Throwable candidateFailure = failure(candidate, property);
                trials++;
                if (null == candidateFailure)
                {
                    from += chunk;
                }
                else
                {
                    failing = candidate;
                    failure = candidateFailure;
                    isSmaller = true;
                }
            }
            chunk = 1 == chunk && isSmaller ? 1 : chunk / 2;
        }
        return new AssertionError(message(seed, events.size(), failing, failure), failure);
    }

    private static <T> String message(
        final long seed, final int eventCount, final List<T> failing, final Throwable failure)
    {
        final StringBuilder message = new StringBuilder("property failed: seed=").append(seed)
            .append(" events=").append(eventCount)
            .append(" shrunkTo=").append(failing.size())
            .append(": ").append(failure);
        failing.stream().limit(PRINTED_MAX).forEach(event -> message.append("\n  ").append(event));
        return failing.size() > PRINTED_MAX ? message.append("\n  …").toString() : message.toString();
    }

    private static <T> List<T> without(final List<T> events, final int from, final int to)
    {
        final List<T> rest = new ArrayList<>(events.subList(0, from));
        rest.addAll(events.subList(to, events.size()));
        return rest;
    }

    private static <T> Throwable failure(final List<T> events, final Consumer<List<T>> property)
    {
        try
        {
            property.accept(events);
            return null;
        }
        catch (final RuntimeException | AssertionError e)
        {
            return e;
        }
    }
}
