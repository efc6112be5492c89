package io.veto.perf.latency;

import io.veto.engine.report.Json;
import io.veto.perf.load.LatencyRun;
import io.veto.perf.load.Percentile;
import io.veto.perf.report.Conditions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * All runs of a measurement with their conditions: for people, as JSON, and as files.
 *
 * @param plan       what was to be measured.
 * @param conditions under what.
 * @param veto       runs of Veto.
 * @param echo       runs of the echo server; empty if it was not measured.
 */
public record LatencyReport(LatencyPlan plan, Conditions conditions, List<LatencyRun> veto, List<LatencyRun> echo)
{
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double US_NS = 1_000.0;

    /**
     * Why the measurement does not count.
     *
     * @return one line; null if every run kept its plan.
     */
    public String fault()
    {
        final String fault = fault("veto", veto);
        return fault == null ? fault("echo", echo) : fault;
    }

    /**
     * A page of plain text.
     *
     * @return lines, each ended by a line feed.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        append(text, "latency from the intended send time to the answer over TCP, in microseconds%n");
        append(text, "%,d/s for %d s on a fixed plan%s%n%n", plan.ratePerSecond(), plan.seconds(),
            plan.runs() == 1 ? "" : ", medians of " + plan.runs() + " runs");
        append(text, "%-8s %12s%s%n", "", "veto", echo.isEmpty() ? "" : String.format("%12s %8s", "echo", "ratio"));
        for (final Percentile percentile : Percentile.values())
        {
            final double us = medianUs(veto, percentile);
            append(text, "%-8s %,12.1f", percentile.label(), us);
            if (!echo.isEmpty())
            {
                final double echoUs = medianUs(echo, percentile);
                append(text, "%,12.1f %8.2f", echoUs, us / echoUs);
            }
            append(text, "%n");
        }
        append(text, "%n");
        appendRuns(text, "veto", veto);
        appendRuns(text, "echo", echo);
        append(text, "%s%n%nconditions%n", fault() == null ? "PASS" : "FAIL: " + fault());
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
        members.put("pass", String.valueOf(fault() == null));
        members.put("fault", fault() == null ? "null" : Json.string(fault()));
        members.put("veto", json(veto));
        members.put("echo", json(echo));
        members.put("conditions", conditions.json());
        return Json.object(members);
    }

    /**
     * Writes {@code latency.hgrm}, {@code echo.hgrm} if the echo server was measured, and {@code conditions.txt}. A
     * histogram holds all runs, in microseconds.
     *
     * @param folder to write to, made if it is not there.
     * @throws IOException if a file cannot be written.
     */
    public void write(final Path folder) throws IOException
    {
        Files.createDirectories(folder);
        writeHistogram(folder.resolve("latency.hgrm"), veto);
        if (!echo.isEmpty())
        {
            writeHistogram(folder.resolve("echo.hgrm"), echo);
        }
        Files.writeString(folder.resolve("conditions.txt"), text());
    }

    private static void writeHistogram(final Path file, final List<LatencyRun> runs) throws IOException
    {
        final Histogram all = runs.get(0).load().latencies().copy();
        runs.stream().skip(1).forEach((run) -> all.add(run.load().latencies()));
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.US_ASCII))
        {
            all.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, US_NS);
            if (out.checkError())
            {
                throw new IOException("cannot write the histogram: file=" + file);
            }
        }
    }

    private static String fault(final String who, final List<LatencyRun> runs)
    {
        for (int i = 0; i < runs.size(); i++)
        {
            if (runs.get(i).fault() != null)
            {
                return who + ", run " + (i + 1) + " of " + runs.size() + ": " + runs.get(i).fault();
            }
        }
        return null;
    }

    private static double medianUs(final List<LatencyRun> runs, final Percentile percentile)
    {
        final double[] sorted =
            runs.stream().mapToDouble((run) -> percentile.us(run.load().latencies())).sorted().toArray();
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void appendRuns(final StringBuilder text, final String who, final List<LatencyRun> runs)
    {
        for (final LatencyRun run : runs)
        {
            append(text, "%s: %,.0f/s, %,d of %,d answered in order, %,d sent late, %,d reviewed, %,d challenged, %,d declined, " +
                "%,d flagged%n",
                who, run.load().ratePerSecond(), run.load().answered(), run.load().plan().count(), run.load().sentLate(),
                run.answers().reviewed(), run.answers().challenged(), run.answers().declined(), run.answers().flagged());
        }
    }

    private static String json(final List<LatencyRun> runs)
    {
        return runs.stream().map(LatencyReport::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(final LatencyRun run)
    {
        final Map<String, String> percentiles = new LinkedHashMap<>();
        for (final Percentile percentile : Percentile.values())
        {
            percentiles.put(percentile.label(),
                String.format(Locale.ROOT, "%.3f", percentile.us(run.load().latencies())));
        }
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("planned", String.valueOf(run.load().plan().count()));
        members.put("sent", String.valueOf(run.load().sent()));
        members.put("sentLate", String.valueOf(run.load().sentLate()));
        members.put("answered", String.valueOf(run.load().answered()));
        members.put("ratePerSecond", String.format(Locale.ROOT, "%.1f", run.load().ratePerSecond()));
        members.put("reviewed", String.valueOf(run.answers().reviewed()));
        members.put("challenged", String.valueOf(run.answers().challenged()));
        members.put("declined", String.valueOf(run.answers().declined()));
        members.put("flagged", String.valueOf(run.answers().flagged()));
        members.put("latencyUs", Json.object(percentiles));
        return Json.object(members);
    }

    private static void append(final StringBuilder text, final String format, final Object... values)
    {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
