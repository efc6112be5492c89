package io.veto.perf.report;

import io.veto.engine.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Under what a figure was measured: a figure without it means nothing.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class Conditions
{
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path LOAD_AVERAGE = Path.of("/proc/loadavg");
    private static final String UNKNOWN = "unknown";

    private final Map<String, String> values = new LinkedHashMap<>();

    private Conditions()
    {
    }

    /**
     * The conditions that this machine and this Java make.
     *
     * @param javaOptions of the measured server.
     * @return conditions to add to.
     * @throws IOException if what the machine says of itself cannot be read.
     */
    public static Conditions ofMachine(final List<String> javaOptions) throws IOException
    {
        return new Conditions()
            .with("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .with("java", System.getProperty("java.vm.name") + " " + Runtime.version())
            .with("java options", String.join(" ", javaOptions))
            .with("cores", String.valueOf(Runtime.getRuntime().availableProcessors()))
            .with("cpu", cpu())
            .with("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " +
                System.getProperty("os.arch"))
            .with("load average before", loadAverage());
    }

    /**
     * Load of the machine over the last 1, 5 and 15 minutes.
     *
     * @return three numbers; {@code unknown} where the system does not tell.
     * @throws IOException if it cannot be read.
     */
    public static String loadAverage() throws IOException
    {
        return Files.isReadable(LOAD_AVERAGE) ?
            String.join(" ", List.of(Files.readString(LOAD_AVERAGE).split(" ")).subList(0, 3)) :
            UNKNOWN;
    }

    /**
     * Adds a condition behind the others.
     *
     * @param name  of the condition.
     * @param value of the condition.
     * @return this.
     */
    public Conditions with(final String name, final String value)
    {
        values.put(name, value);
        return this;
    }

    /**
     * All conditions.
     *
     * @return names and values in the order they were added.
     */
    public Map<String, String> values()
    {
        return Collections.unmodifiableMap(values);
    }

    /**
     * All conditions, as a report ends with them.
     *
     * @return a line for each.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %-20s %s%n", name, value)));
        return text.toString();
    }

    /**
     * All conditions.
     *
     * @return one JSON object.
     */
    public String json()
    {
        final Map<String, String> members = new LinkedHashMap<>();
        values.forEach((name, value) -> members.put(name, Json.string(value)));
        return Json.object(members);
    }

    private static String cpu() throws IOException
    {
        if (!Files.isReadable(CPU_INFO))
        {
            return UNKNOWN;
        }
        try (Stream<String> lines = Files.lines(CPU_INFO))
        {
            return lines.filter((line) -> line.startsWith("model name"))
                .map((line) -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
        }
    }
}
