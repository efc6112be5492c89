package io.veto.perf.durability;

import io.veto.perf.load.Percentile;
import io.veto.perf.report.Conditions;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * All runs of a measurement with their conditions, for people.
 *
 * @param runs       one or more.
 * @param conditions under what.
 */
public record DurabilityReport(List<DurabilityRun> runs, Conditions conditions)
{
    private static final double SECOND_NS = 1e9;

    /**
     * Why the measurement does not count.
     *
     * @return one line; null if every run kept its plan.
     */
    public String fault()
    {
        for (int i = 0; i < runs.size(); i++)
        {
            final String process = runs.get(i).process().fault();
            final String machine = runs.get(i).machine().fault();
            if (null != process || null != machine)
            {
                return (null == process ? "machine" : "process") + ", run " + (i + 1) + " of " + runs.size() + ": " +
                    (null == process ? machine : process);
            }
        }
        return null;
    }

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder("what an answer survives, and what that costs; microseconds, medians of the runs\n\n");
        append(text, "%-14s %14s %14s %16s %16s%n", "", "process", "machine", "bare fdatasync", "bare msync");
        for (final Percentile percentile : Percentile.values())
        {
            append(text, "%-14s %,14.1f %,14.1f %,16.1f %,16.1f%n", percentile.label(),
                median(run -> percentile.us(run.process().latency().load().latencies())),
                median(run -> percentile.us(run.machine().latency().load().latencies())),
                median(run -> percentile.us(run.written())),
                median(run -> percentile.us(run.mapped())));
        }
        append(text, "%-14s %,14.0f %,14.0f %,16.0f %,16.0f%n%n", "in a second",
            median(run -> run.process().throughput().load().ratePerSecond()),
            median(run -> run.machine().throughput().load().ratePerSecond()),
            median(run -> perSecond(run.written())),
            median(run -> perSecond(run.mapped())));
        append(text, "p50 and the rest: from the intended send time to the answer over TCP; of a bare write, its own time.%n");
        append(text, "in a second: transactions as fast as answers come; of bare writes, one after the other.%n%n");
        append(text, "%s%n%nconditions%n", fault() == null ? "PASS" : "FAIL: " + fault());
        return text.append(conditions.text()).toString();
    }

    private double median(final ToDoubleFunction<DurabilityRun> value)
    {
        final double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double perSecond(final Histogram timesNs)
    {
        return SECOND_NS / timesNs.getMean();
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
