package io.veto.perf.restart;

import io.veto.perf.process.FollowerProcess;
import io.veto.perf.report.Conditions;
import io.veto.perf.report.Medians;
import java.util.List;
import java.util.Locale;

/**
 * All starts of a measurement with their conditions, for people.
 *
 * @param plan       that was carried out.
 * @param liveKeys   cards that are live behind the tail.
 * @param made       what was journalled before the snapshot.
 * @param followed   the follower that took the snapshot.
 * @param runs       one or more.
 * @param conditions under what.
 */
public record RestartReport(
    RestartPlan plan, int liveKeys, Made made, FollowerProcess.Result followed, List<RestartRun> runs, Conditions conditions)
{
    /**
     * What was scored and journalled in process.
     *
     * @param transactions how many.
     * @param elapsedNs    in how long.
     */
    record Made(long transactions, long elapsedNs)
    {
    }

    private static final double MS = 1e3;
    private static final double NS = 1e9;

    /**
     * Why the aim is missed.
     *
     * @return one line; null if it is not.
     */
    public String fault()
    {
        if (liveKeys < plan.keys())
        {
            return "too few keys are live: expectedKeys>=" + plan.keys() + " keys=" + liveKeys;
        }
        final double seconds = median(RestartRun.Part.ALL);
        return seconds <= plan.withinSecond() ? null :
            String.format(Locale.ROOT, "the start took too long: expectedSeconds<=%d seconds=%.1f", plan.withinSecond(), seconds);
    }

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        append(text, "start with %,d live keys from a snapshot, and %,d records behind it; seconds, median of %d%n%n",
            liveKeys, plan.tail(), runs.size());
        for (final RestartRun.Part part : RestartRun.Part.values())
        {
            append(text, "%-20s %8.2f%n", part.label(), median(part));
        }
        append(text, "%n%s%n%nbefore%n", fault() == null ? "PASS" : "FAIL: " + fault());
        append(text, "  %-20s %,d transactions scored and journalled in %.1f s, %,.0f/s%n", "journal",
            made.transactions(), made.elapsedNs() / NS, made.transactions() * NS / made.elapsedNs());
        append(text, "  %-20s %s, %.1f s with its start%n%nconditions%n", "follower", followed.line(), followed.elapsedNs() / NS);
        return text.append(conditions.text()).toString();
    }

    private double median(final RestartRun.Part part)
    {
        return Medians.of(runs, part::ms) / MS;
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
