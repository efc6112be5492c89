package io.veto.perf.snapshot;

import io.veto.perf.load.LoadResult;
import io.veto.perf.load.Percentile;
import io.veto.perf.report.Conditions;
import io.veto.perf.report.Medians;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * All runs of a measurement with their conditions, for people.
 *
 * @param runs        one or more.
 * @param disconnects times that the connection broke.
 * @param conditions  under what.
 */
public record SnapshotReport(List<SnapshotRun> runs, long disconnects, Conditions conditions)
{
    private static final double US_NS = 1e3;

    /**
     * Why the measurement does not count.
     *
     * @return one line; null if every run kept its plan on one connection.
     */
    public String fault()
    {
        if (disconnects > 0)
        {
            return "the connection broke: expectedDisconnects=0 disconnects=" + disconnects;
        }
        for (int i = 0; i < runs.size(); i++)
        {
            final String fault = runs.get(i).fault();
            if (null != fault)
            {
                return (null == runs.get(i).without().fault() ? "with snapshots" : "without snapshots") + ", run " + (i + 1) + " of " +
                    runs.size() + ": " + fault;
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
        final StringBuilder text = new StringBuilder("latency without and with a snapshot; microseconds, medians of the runs\n\n");
        append(text, "%-14s %14s %14s%n", "", "without", "with");
        for (final Percentile percentile : Percentile.values())
        {
            line(text, percentile.label(), "%,14.1f", result -> percentile.us(result.latencies()));
        }
        line(text, "longest gap", "%,14.1f", result -> result.longestGapNs() / US_NS);
        line(text, "in a second", "%,14.0f", LoadResult::ratePerSecond);
        append(text, "%-14s %14d %14.0f%n%n", "snapshots", 0, Medians.of(runs, SnapshotRun::snapshots));
        append(text, "p50 and the rest: from the intended send time to the answer over TCP.%n");
        append(text, "longest gap: between two answers, one after the other.%n%n");
        append(text, "%s%n%nconditions%n", fault() == null ? "PASS" : "FAIL: " + fault());
        return text.append(conditions.text()).toString();
    }

    private void line(final StringBuilder text, final String label, final String format, final ToDoubleFunction<LoadResult> value)
    {
        append(text, "%-14s " + format + " " + format + "%n", label, Medians.of(runs, run -> value.applyAsDouble(run.without())),
            Medians.of(runs, run -> value.applyAsDouble(run.with())));
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
