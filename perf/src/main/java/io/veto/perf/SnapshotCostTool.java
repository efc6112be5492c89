package io.veto.perf;

import io.veto.engine.line.Layout;
import io.veto.ingest.client.SessionException;
import io.veto.perf.snapshot.SnapshotBench;
import io.veto.perf.snapshot.SnapshotPlan;
import io.veto.perf.snapshot.SnapshotReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
 * {@code veto perf snapshot}: what a snapshot costs those who are served meanwhile. Exit code 0 done, 1 a run missed its rate, 2 wrong
 * usage, 3 environment.
 */
@Command(
    name = "snapshot",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures latency over TCP at a fixed rate, in turn without and with snapshots being taken.")
final class SnapshotCostTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0",
        description = "Transactions a second; 0 for half of what the server does when sent as fast as answers come "  +
        "(default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20",
        description = "How long to measure without, and with snapshots (default: ${DEFAULT-VALUE}).")
    private long seconds;

    @Option(names = "--fill", paramLabel = "N", defaultValue = "1000000",
        description = "Transactions before, as fast as answers come (default: ${DEFAULT-VALUE}).")
    private long fill;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "3",
        description = "Runs, each without and then with snapshots, on one server; the report shows medians (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rule file of the server; the built-in rules by default.")
    private Path rules;

    @Option(names = "--layout", paramLabel = "one|three", description = "Threads of the line; one under four cores.")
    private Layout layout = Layout.forCores(Runtime.getRuntime().availableProcessors());

    @Override
    public Integer call() throws IOException, SessionException
    {
        final SnapshotReport report = new SnapshotBench(plan()).run();
        final PrintWriter out = spec.commandLine().getOut();
        out.print(report.text());
        out.flush();
        if (report.fault() != null)
        {
            spec.commandLine().getErr().println("the measurement does not count: " + report.fault() +
                "; ask for a lower --rate or quieten the machine");
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private SnapshotPlan plan()
    {
        final List<String> server = new ArrayList<>(List.of("--layout", layout.name().toLowerCase(Locale.ROOT)));
        if (null != rules)
        {
            if (!Files.isRegularFile(rules))
            {
                throw new ParameterException(spec.commandLine(), "no such rule file: file=" + rules);
            }
            server.addAll(List.of("--rules", rules.toString()));
        }
        try
        {
            return new SnapshotPlan(rate, seconds, fill, repeat, server);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }
}
