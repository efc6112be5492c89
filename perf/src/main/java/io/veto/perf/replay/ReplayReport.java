package io.veto.perf.replay;

import io.veto.perf.report.Conditions;
import java.util.List;
import java.util.Locale;

/**
 * All journals of a measurement with their conditions, for people.
 *
 * @param results    one for each rule set; the aim is the first one's.
 * @param conditions under what.
 */
public record ReplayReport(List<ReplayResult> results, Conditions conditions)
{
    /**
     * Why the aim is missed.
     *
     * @param ratePerSecond records a second that are to be replayed under the first rule set.
     * @return one line; null if it is not.
     */
    public String fault(final long ratePerSecond)
    {
        final double replayed = results.get(0).replayedPerSecond();
        return replayed >= ratePerSecond ? null :
            String.format(Locale.ROOT, "replay is too slow: expectedRate>=%d rate=%.0f", ratePerSecond, replayed);
    }

    /**
     * A page of plain text.
     *
     * @param ratePerSecond as of {@link #fault}.
     * @return lines, each ended by a line feed.
     */
    public String text(final long ratePerSecond)
    {
        final StringBuilder text = new StringBuilder("records a second; reading and replay are medians of the runs\n\n");
        append(text, "%-34s %12s %12s %12s %12s %12s%n", "", "records", "read", "replayed", "of cpu", "made");
        for (final ReplayResult result : results)
        {
            append(text, "%-34s %,12d %,12.0f %,12.0f %,12.0f %,12.0f%n", result.rules(), result.records(),
                result.readPerSecond(), result.replayedPerSecond(), result.replayedPerCpuSecond(), result.madePerSecond());
        }
        append(text, "%nread: each record read and its checksum compared, nothing else.%n");
        append(text, "replayed: scored again as well, and its decision compared bit by bit.%n");
        append(text, "of cpu: the same in a second of the thread's own processor time.%n");
        append(text, "made: traffic made, scored and journalled, once, with Java cold.%n");
        append(text, "%n%s%n%nconditions%n", fault(ratePerSecond) == null ? "PASS" : "FAIL: " + fault(ratePerSecond));
        return text.append(conditions.text()).toString();
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
