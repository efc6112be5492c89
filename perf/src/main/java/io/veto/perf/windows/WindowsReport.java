package io.veto.perf.windows;

import io.veto.engine.report.Json;
import io.veto.perf.load.Percentile;
import io.veto.perf.report.Conditions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What was measured of the windows with its conditions: for people and as JSON.
 *
 * @param plan       what was to be measured.
 * @param conditions under what.
 * @param result     what was measured.
 */
public record WindowsReport(WindowsPlan plan, Conditions conditions, WindowsResult result)
{
    private static final double MIB = 1024 * 1024;

    /**
     * Why the measurement does not count.
     *
     * @return one line; null if every transaction was answered as plain Java answers it.
     */
    public String fault()
    {
        return 0 == result.differences() ? null : "the answers are not those of plain Java: " + result.firstDifference() +
            " differences=" + result.differences() + " rate=" + plan.rate();
    }

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        append(text, "%s, %,d cards, one scoring thread in process, no journal%n", plan.rulesName(), plan.cards());
        append(text, "%,d transactions at %,d/s of their own time, after %,d%n%n", result.transactions(), plan.rate(),
            (long)WindowsPlan.blocks(plan.warmup()) * CardBlock.TRANSACTIONS);
        append(text, "%-20s %12s %12s %12s%n", "transactions", "slowest", "median", "fastest slice");
        appendSpread(text, "veto /s", result.veto().perSecond());
        appendSpread(text, "veto /s of cpu", result.veto().perCpuSecond());
        if (null != result.peer())
        {
            appendSpread(text, "plain java /s", result.peer().perSecond());
            appendSpread(text, "plain java /s of cpu", result.peer().perCpuSecond());
            append(text, "ratio of the medians: %.2f by the clock, %.2f by cpu; %,d answered differently%n",
                ratio(SliceTimes::perSecond), ratio(SliceTimes::perCpuSecond), result.differences());
        }
        appendSteps(text);
        appendState(text);
        append(text, "%nconditions%n");
        return text.append(conditions.text()).toString();
    }

    /**
     * One JSON object in one line.
     *
     * @return the object, without a line end.
     */
    public String json()
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("pass", String.valueOf(null == fault()));
        members.put("rules", Json.string(plan.rulesName()));
        members.put("cards", String.valueOf(plan.cards()));
        members.put("seed", String.valueOf(plan.seed()));
        members.put("warmup", String.valueOf(plan.warmup()));
        members.put("rate", String.valueOf(plan.rate()));
        addResult(members);
        members.put("conditions", conditions.json());
        return Json.object(members);
    }

    private double ratio(final Function<SliceTimes, SliceTimes.Spread> by)
    {
        return by.apply(result.veto()).median() / by.apply(result.peer()).median();
    }

    private static void appendSpread(final StringBuilder text, final String what, final SliceTimes.Spread spread)
    {
        append(text, "%-20s %,12.0f %,12.0f %,12.0f%n", what, spread.slowest(), spread.median(), spread.fastest());
    }

    private void appendSteps(final StringBuilder text)
    {
        final StepMeter steps = result.steps();
        append(text, "%n%-20s %12s %12s %12s%n", "ns", "expire", "evaluate", "apply");
        appendSplit(text, "median", steps.median());
        appendSplit(text, "mean of the fast 99%", steps.trimmedMean());
        appendSplit(text, "slowest sample", steps.worst());
        append(text, "all steps, us:");
        for (final Percentile percentile : Percentile.values())
        {
            append(text, " %s %.2f", percentile.label(), percentile.us(steps.events()));
        }
        append(text, "%none in %d sampled, %,d samples, %d ns for each reading of the clock taken off%n%n", plan.samplePeriod(),
            steps.events().getTotalCount(), steps.clockNs());
    }

    private static void appendSplit(final StringBuilder text, final String what, final StepMeter.Split split)
    {
        append(text, "%-20s %,12.0f %,12.0f %,12.0f%n", what, split.expireNs(), split.evaluateNs(), split.applyNs());
    }

    private void appendState(final StringBuilder text)
    {
        append(text, "%-20s %,12d, %,d transactions retained%n", "live cards", result.liveCards(), result.retained());
        append(text, "%-20s %,12.1f MiB came with Veto, %,.0f B for each live card%n", "resident memory",
            result.residentGrowth() / MIB, result.residentPerLiveCard());
        append(text, "%-20s %,12.1f MiB, %,.0f B for each live card, %,d values%n", "accumulators", result.accumulators() / MIB,
            result.accumulators() / (double)Math.max(1, result.liveCards()), result.valueNodes());
        append(text, "%-20s %,12d steps%n", "worst transaction", result.worstSteps());
        append(text, "%-20s %12.4f B for each transaction%n", "allocated", result.allocatedPerTransaction());
        if (null != result.peer())
        {
            append(text, "%-20s %,12.1f MiB of heap, %,.0f B for each of %,d cards%n", "plain java's state",
                result.peerHeapGrowth() / MIB, result.peerHeapGrowth() / (double)result.peerCards(), result.peerCards());
        }
        append(text, "%-20s %s%n", "hits of the rules", Arrays.toString(result.hits()));
    }

    private void addResult(final Map<String, String> members)
    {
        members.put("transactions", String.valueOf(result.transactions()));
        members.put("vetoPerSecond", json(result.veto().perSecond()));
        members.put("vetoPerCpuSecond", json(result.veto().perCpuSecond()));
        final boolean hasPeer = null != result.peer();
        members.put("peerPerSecond", hasPeer ? json(result.peer().perSecond()) : "null");
        members.put("peerPerCpuSecond", hasPeer ? json(result.peer().perCpuSecond()) : "null");
        members.put("differences", String.valueOf(result.differences()));
        members.put("medianNs", json(result.steps().median()));
        members.put("trimmedMeanNs", json(result.steps().trimmedMean()));
        members.put("worstNs", json(result.steps().worst()));
        members.put("latencyUs", json(result.steps().events()));
        members.put("samples", String.valueOf(result.steps().events().getTotalCount()));
        members.put("liveCards", String.valueOf(result.liveCards()));
        members.put("retained", String.valueOf(result.retained()));
        members.put("valueNodes", String.valueOf(result.valueNodes()));
        members.put("accumulators", String.valueOf(result.accumulators()));
        members.put("worstSteps", String.valueOf(result.worstSteps()));
        members.put("residentGrowth", String.valueOf(result.residentGrowth()));
        members.put("residentPerLiveCard", decimal(result.residentPerLiveCard()));
        members.put("allocatedPerTransaction", String.format(Locale.ROOT, "%.6f", result.allocatedPerTransaction()));
        members.put("peerHeapGrowth", String.valueOf(result.peerHeapGrowth()));
        members.put("peerCards", String.valueOf(result.peerCards()));
        members.put("hits", Arrays.toString(result.hits()));
    }

    private static String json(final SliceTimes.Spread spread)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("slowest", decimal(spread.slowest()));
        members.put("median", decimal(spread.median()));
        members.put("fastest", decimal(spread.fastest()));
        return Json.object(members);
    }

    private static String json(final StepMeter.Split split)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("expire", decimal(split.expireNs()));
        members.put("evaluate", decimal(split.evaluateNs()));
        members.put("apply", decimal(split.applyNs()));
        return Json.object(members);
    }

    private static String json(final Histogram events)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        for (final Percentile percentile : Percentile.values())
        {
            members.put(percentile.label(), String.format(Locale.ROOT, "%.3f", percentile.us(events)));
        }
        return Json.object(members);
    }

    private static String decimal(final double value)
    {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
