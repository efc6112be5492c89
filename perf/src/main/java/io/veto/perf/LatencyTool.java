package io.veto.perf;

import io.veto.engine.line.Layout;
import io.veto.ingest.client.SessionException;
import io.veto.perf.latency.LatencyBench;
import io.veto.perf.latency.LatencyPlan;
import io.veto.perf.latency.LatencyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code veto perf latency}: latency over TCP at a fixed rate, open loop. Exit code 0 done, 1 a run missed its rate, 2
 * wrong usage, 3 environment.
 */
@Command(
    name = "latency",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures the latency over TCP at a fixed rate, from the intended send time to the answer.",
    footer = {
        "",
        "A run counts only if every transaction is answered on one connection, the rate from the first intended send " +
        "to the last answer is at least 99 %% of the planned one, and at most 1 %% of the sends were more than 1 ms " +
        "behind the plan. Otherwise it is marked FAIL and the exit code is 1."})
final class LatencyTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", required = true, paramLabel = "N", description = "Transactions a second.")
    private long rate;

    @Option(names = "--seconds", required = true, paramLabel = "S", description = "How long to measure.")
    private long seconds;

    @Option(names = "--warmup", paramLabel = "S", defaultValue = "5",
        description = "How long to send at the rate before (default: ${DEFAULT-VALUE}).")
    private long warmup;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "1",
        description = "Runs, each on a new server; the report shows medians (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--echo", description = "Measures a bare echo server beside, in turn.")
    private boolean echo;

    @Option(names = "--layout", paramLabel = "one|three", description = "Threads of the line; one under four cores.")
    private Layout layout = Layout.forCores(Runtime.getRuntime().availableProcessors());

    @Option(names = "--cpus", paramLabel = "N,...", description = "Processors to pin the server to; it spins on them.")
    private String cpus;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rule file; the built-in rules by default.")
    private Path rules;

    @Option(names = "--to", paramLabel = "HOST:PORT",
        description = "A server that runs already, best on an empty data folder with --clock event.")
    private String to;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for latency.hgrm and conditions.txt.")
    private Path out;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, SessionException
    {
        final LatencyReport report = new LatencyBench(plan()).run();
        final PrintWriter writer = spec.commandLine().getOut();
        writer.print(json ? report.json() + "\n" : report.text());
        writer.flush();
        if (out != null)
        {
            report.write(out);
        }
        if (report.fault() != null)
        {
            spec.commandLine().getErr().println("the measurement does not count: " + report.fault() +
                "; ask for a lower --rate or quieten the machine");
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private LatencyPlan plan()
    {
        try
        {
            return new LatencyPlan(rate, seconds, warmup, repeat, server(), address(), echo);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private List<String> server()
    {
        final List<String> server = new ArrayList<>(List.of("--layout", layout.name().toLowerCase(Locale.ROOT)));
        if (cpus != null)
        {
            server.addAll(List.of("--cpus", cpus));
        }
        if (rules != null)
        {
            server.addAll(List.of("--rules", rules.toString()));
        }
        return server;
    }

    private InetSocketAddress address()
    {
        if (to == null)
        {
            return null;
        }
        if (!to.matches(".+:\\d{1,5}"))
        {
            throw new IllegalArgumentException("--to is not host:port: expectedTo=HOST:PORT to=" + to);
        }
        final int colon = to.lastIndexOf(':');
        final InetSocketAddress address =
            new InetSocketAddress(to.substring(0, colon), Integer.parseInt(to.substring(colon + 1)));
        if (address.isUnresolved())
        {
            throw new IllegalArgumentException("unknown host: to=" + to);
        }
        return address;
    }
}
