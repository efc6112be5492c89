package io.veto.perf.swap;

import io.veto.ingest.operator.OperatorAnswer;
import io.veto.perf.report.Conditions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies second by second across a change of rules.
 */
public final class SwapReport
{
    private static final double US_NS = TimeUnit.MICROSECONDS.toNanos(1);

    private final List<SwapSecond> seconds;
    private final OperatorAnswer answer;
    private final Conditions conditions;

    SwapReport(final List<SwapSecond> seconds, final OperatorAnswer answer, final Conditions conditions)
    {
        this.seconds = List.copyOf(seconds);
        this.answer = answer;
        this.conditions = conditions;
    }

    /**
     * Why the run does not count.
     *
     * @return one line; null if the rules changed and every transaction was answered.
     */
    public String fault()
    {
        if (OperatorAnswer.DONE != answer.exitCode())
        {
            return "the rules were not activated: " + answer.text();
        }
        for (final SwapSecond second : seconds)
        {
            if (second.load().answered() < second.load().plan().count())
            {
                return "answers are missing: expectedAnswers=" + second.load().plan().count() + " answers=" + second.load().answered();
            }
        }
        return null;
    }

    /**
     * A table, the conditions behind it.
     *
     * @return lines.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "microseconds from the intended send to the answer%n%n%6s %12s %12s %12s %12s%n", "second", "p50", "p99", "p99.9", "maximum"));
        for (int i = 0; i < seconds.size(); i++)
        {
            final Histogram latencies = seconds.get(i).load().latencies();
            text.append(String.format(Locale.ROOT, "%6d %,12.1f %,12.1f %,12.1f %,12.1f%s%n", i + 1,
                latencies.getValueAtPercentile(50) / US_NS, latencies.getValueAtPercentile(99) / US_NS,
                latencies.getValueAtPercentile(99.9) / US_NS, latencies.getMaxValue() / US_NS,
                seconds.get(i).isSwap() ? "  the rules change" : seconds.get(i).isWarming() ? "  warming" : ""));
        }
        text.append(String.format(Locale.ROOT, "%n%s%n%nconditions%n", null == fault() ? answer.text() : "FAIL: " + fault()));
        return text.append(conditions.text()).toString();
    }
}
