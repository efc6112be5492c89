package io.veto.perf;

import io.veto.engine.report.Json;
import io.veto.perf.report.Conditions;
import io.veto.perf.state.StateBench;
import io.veto.perf.state.StateResult;
import io.veto.perf.windows.CardTraffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code veto perf state}: how long a scorer's state takes to be saved to memory and loaded again. Exit code 0 done, 1 the loaded state is
 * another, 2 wrong usage, 3 environment.
 */
@Command(
    name = "state",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures saving and loading of all state, in process and to memory, under the rules that all peers are measured on.")
final class StateTool implements Callable<Integer>
{
    private static final double NS = 1e9;

    @Spec
    private CommandSpec spec;

    @Option(names = "--cards", paramLabel = "N", defaultValue = "10000000",
        description = "Number of cards, each of which comes once (default: ${DEFAULT-VALUE}).")
    private int cards;

    @Option(names = "--reservoir", paramLabel = "DIR", required = true,
        description = "Folder for the reservoir's files, whose full segments are linked and not copied; " +
        "it must not exist, and is deleted afterwards.")
    private Path reservoir;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        PerfTool.requireAtLeast(spec, "--cards", CardTraffic.CARDS_MIN, cards);
        if (Files.exists(reservoir))
        {
            throw new ParameterException(spec.commandLine(), "folder is there already and would be deleted: folder=" + reservoir);
        }
        final Conditions conditions = Conditions.ofMachine(ManagementFactory.getRuntimeMXBean().getInputArguments());
        final StateResult result = new StateBench(cards, reservoir).run();
        final PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(result, conditions) : text(result, conditions));
        out.flush();
        if (!result.isEqual())
        {
            spec.commandLine().getErr().println("the loaded state is another: keys=" + result.keys() + " events=" + result.events());
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private static String text(final StateResult result, final Conditions conditions)
    {
        final StringBuilder text = new StringBuilder();
        append(text, "%,d live keys, %,d retained events, %,d bytes%n%n", result.keys(), result.events(), result.length());
        append(text, "%-20s %10s %10s %10s%n", "", "seconds", "of cpu", "GB/s");
        appendSpan(text, "save", result.save(), result.length());
        appendSpan(text, "load", result.load(), result.length());
        appendSpan(text, "state hash", result.hash(), result.length());
        append(text, "%-20s %10.3f%n", "first answer then", result.firstAnswerNs() / NS);
        append(text, "%nconditions%n");
        return text.append(conditions.text()).toString();
    }

    private static String json(final StateResult result, final Conditions conditions)
    {
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("pass", String.valueOf(result.isEqual()));
        members.put("keys", String.valueOf(result.keys()));
        members.put("events", String.valueOf(result.events()));
        members.put("length", String.valueOf(result.length()));
        members.put("save", json(result.save()));
        members.put("load", json(result.load()));
        members.put("stateHash", json(result.hash()));
        members.put("firstAnswerNs", String.valueOf(result.firstAnswerNs()));
        members.put("conditions", conditions.json());
        return Json.object(members) + "\n";
    }

    private static String json(final StateResult.Span span)
    {
        return Json.object(Map.of("clockNs", String.valueOf(span.clockNs()), "cpuNs", String.valueOf(span.cpuNs())));
    }

    private static void appendSpan(final StringBuilder text, final String what, final StateResult.Span span, final long length)
    {
        append(text, "%-20s %10.3f %10.3f %10.2f%n", what, span.clockNs() / NS, span.cpuNs() / NS, (double)length / span.clockNs());
    }

    private static void append(final StringBuilder text, final String format, final Object... args)
    {
        text.append(String.format(Locale.ROOT, format, args));
    }
}
