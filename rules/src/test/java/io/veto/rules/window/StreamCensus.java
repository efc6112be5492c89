package io.veto.rules.window;

import io.veto.rules.window.StreamSetup.Combination;
import io.veto.rules.window.StreamSetup.FilterClass;
import io.veto.rules.window.StreamSetup.SpanClass;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts what random streams hold, so that a test can say how hard they are.
 */
final class StreamCensus
{
    private final Set<Combination> combinations = new HashSet<>();
    private long steps = 0;
    private long transactions = 0;
    private long outOfOrder = 0;
    private long behindEveryWindow = 0;
    private long equalTimes = 0;
    private long labels = 0;
    private long reversals = 0;
    private long sharedEdges = 0;

    /**
     * Counts a stream.
     *
     * @return the stream.
     */
    List<Step> count(final StreamSetup setup, final List<Step> stream)
    {
        final long longestMs = StreamSetup.EXIT_OFFSET_MAX * setup.unitMs();
        long engineTimeMs = Windows.NULL_TIME_MS;
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
            else if (step instanceof Step.Tick tick)
            {
                engineTimeMs = Math.max(engineTimeMs, tick.timeMs());
            }
            labels += step instanceof Step.Label ? 1 : 0;
            reversals += step instanceof Step.Reversal ? 1 : 0;
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

    /** Reversals, in percent of all steps. */
    long reversalsPercent()
    {
        return percent(reversals);
    }

    /** What the windows were. */
    Set<Combination> combinations()
    {
        return combinations;
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
            final FilterClass filter =
                WindowSpec.NULL_FILTER == spec.filter() ? FilterClass.NONE : asks(setup.filters()[spec.filter()]);
            combinations.add(new Combination(spec.measure(), kind(spec.span()), filter, spec.before()));
            for (final WindowSpec other : setup.specs())
            {
                sharedEdges += other.span().delayMs() > 0 &&
                    spec.span().delayMs() + spec.span().lengthMs() == other.span().delayMs() ? 1 : 0;
            }
        }
    }

    private static SpanClass kind(final Span span)
    {
        return switch (span.kind())
        {
            case SLIDING -> span.delayMs() > 0 ? SpanClass.DELAYED : SpanClass.SLIDING;
            case TUMBLING -> null == span.zone() ? SpanClass.TUMBLING : SpanClass.TUMBLING_IN_ZONE;
            case SESSION -> SpanClass.SESSION;
        };
    }

    private static FilterClass asks(final EventFilter filter)
    {
        return switch (filter)
        {
            case LARGE, APPROVED -> FilterClass.OWN;
            case FRAUD, GENUINE -> FilterClass.LABEL;
            case SMALL_GENUINE, APPROVED_FRAUD -> FilterClass.OWN_AND_LABEL;
        };
    }

    private long percent(final long count)
    {
        return count * 100 / Math.max(1, steps);
    }
}
