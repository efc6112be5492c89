package io.veto.perf;

import io.veto.engine.report.Json;
import io.veto.perf.report.Conditions;
import io.veto.perf.state.StateBench;
import io.veto.perf.state.StateResult;
import io.veto.perf.windows.CardTraffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        description = "Folder for the reservoir's files, whose full segments are linked and not copied; deleted afterwards.")
    private Path reservoir;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        PerfTool.requireAtLeast(spec, "--cards", CardTraffic.CARDS_MIN, cards);
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
        append(text, "%-20s %10s %10s%n", "", "seconds", "GB/s");
        appendSpeed(text, "save", result.saveNs(), result.length());
        appendSpeed(text, "load", result.loadNs(), result.length());
        append(text, "%-20s %10.3f%n", "first answer then", result.firstAnswerNs() / NS);
        append(text, "%-20s %10.3f%n", "state hash", result.hashNs() / NS);
        append(text, "%nconditions%n");
        conditions.values().forEach((name, value) -> append(text, "  %-20s %s%n", name, value));
        return text.toString();
    }

    private static String json(final StateResult result, final Conditions conditions)
    {
        final Map<String, String> under = new LinkedHashMap<>();
        conditions.values().forEach((name, value) -> under.put(name, Json.string(value)));
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("pass", String.valueOf(result.isEqual()));
        members.put("keys", String.valueOf(result.keys()));
        members.put("events", String.valueOf(result.events()));
        members.put("length", String.valueOf(result.length()));
        members.put("saveNs", String.valueOf(result.saveNs()));
        members.put("loadNs", String.valueOf(result.loadNs()));
        members.put("firstAnswerNs", String.valueOf(result.firstAnswerNs()));
        members.put("stateHashNs", String.valueOf(result.hashNs()));
        members.put("conditions", Json.object(under));
        return Json.object(members) + "\n";
    }

    private static void appendSpeed(final StringBuilder text, final String what, final long ns, final long length)
    {
        append(text, "%-20s %10.3f %10.2f%n", what, ns / NS, (double)length / ns);
    }

    private static void append(final StringBuilder text, final String format, final Object... args)
    {
        text.append(String.format(Locale.ROOT, format, args));
    }
}
