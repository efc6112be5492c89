package io.veto.rules.window;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what random streams hold, so that a test can say how hard they are.
 */
final class StreamCensus
{
    private final Set<String> combinations = new HashSet<>();
    private long steps = 0;
    private long transactions = 0;
    private long outOfOrder = 0;
    private long behindEveryWindow = 0;
    private long equalTimes = 0;
    private long labels = 0;
    private long sharedEdges = 0;

    /**
     * Counts a stream.
     *
     * @return the stream.
     */
    List<Step> count(final StreamSetup setup, final List<Step> stream)
    {
        final long longestMs = StreamSetup.EXIT_OFFSET_MAX * setup.unitMs();
        long engineTimeMs = SlidingWindows.NULL_TIME_MS;
        for (final Step step : stream)
        {
            steps++;
            if (step instanceof Step.Transaction transaction)
            {
                transactions++;
                outOfOrder += transaction.timeMs() < engineTimeMs ? 1 : 0;
                behindEveryWindow += transaction.timeMs() <= engineTimeMs - longestMs ? 1 : 0;
                equalTimes += transaction.timeMs() == engineTimeMs ? 1 : 0;
                engineTimeMs = Math.max(engineTimeMs, transaction.timeMs());
            }
            else if (step instanceof Step.Label)
            {
                labels++;
            }
            else if (step instanceof Step.Tick tick)
            {
                engineTimeMs = Math.max(engineTimeMs, tick.timeMs());
            }
        }
        count(setup);
        return stream;
    }

    /** Transactions alone. */
    long transactions()
    {
        return transactions;
    }

    /** Transactions behind engine time, in percent of all steps. */
    long outOfOrderPercent()
    {
        return percent(outOfOrder);
    }

    /** Transactions older than every window, in percent of all steps. */
    long behindEveryWindowPercent()
    {
        return percent(behindEveryWindow);
    }

    /** Transactions at engine time exactly, in percent of all steps. */
    long equalTimesPercent()
    {
        return percent(equalTimes);
    }

    /** Labels, in percent of all steps. */
    long labelsPercent()
    {
        return percent(labels);
    }

    /** Different combinations of key, measure, delay or none, {@code before} or not, and what the filter asks. */
    int combinations()
    {
        return combinations.size();
    }

    /** Pairs of windows of which one ends where the other begins. */
    long sharedEdges()
    {
        return sharedEdges;
    }

    private void count(final StreamSetup setup)
    {
        for (final WindowSpec spec : setup.specs())
        {
            final boolean filtered = WindowSpec.NULL_FILTER != spec.filter();
            final String asked = filtered ? asks(setup.filters()[spec.filter()]) : "none";
            final boolean delayed = spec.delayMs() > 0;
            combinations.add(List.of(spec.key(), spec.measure(), delayed, spec.before(), asked).toString());
            for (final WindowSpec other : setup.specs())
            {
                sharedEdges += other.delayMs() > 0 && spec.delayMs() + spec.lengthMs() == other.delayMs() ? 1 : 0;
            }
        }
    }

    private static String asks(final EventFilter filter)
    {
        return switch (filter)
        {
            case LARGE, APPROVED -> "own";
            case FRAUD, GENUINE -> "label";
            case SMALL_GENUINE, APPROVED_FRAUD -> "own and label";
        };
    }

    private long percent(final long count)
    {
        return count * 100 / Math.max(1, steps);
    }
}
