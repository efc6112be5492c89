package io.veto.perf;

import io.veto.engine.line.Layout;
import io.veto.ingest.client.SessionException;
import io.veto.perf.durability.DurabilityBench;
import io.veto.perf.durability.DurabilityPlan;
import io.veto.perf.durability.DurabilityReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * {@code veto perf durability}: both durabilities beside bare forced writes on the same disk. Exit code 0 done, 1 a run missed its rate,
 * 2 wrong usage, 3 environment.
 */
@Command(
    name = "durability",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures what it costs that answers survive the loss of power, beside a bare forced write.")
final class DurabilityTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "20000",
        description = "Transactions a second, for the latency (default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10",
        description = "How long to measure, and to warm up before (default: ${DEFAULT-VALUE}).")
    private long seconds;

    @Option(names = "--transactions", paramLabel = "N", defaultValue = "1000000",
        description = "Transactions of the throughput (default: ${DEFAULT-VALUE}).")
    private long transactions;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "3",
        description = "Runs, each on new servers; the report shows medians (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--in", paramLabel = "DIR", description = "Folder on the disk to measure; the one for temporary files by default.")
    private Path in = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--layout", paramLabel = "one|three", description = "Threads of the line; one under four cores.")
    private Layout layout = Layout.forCores(Runtime.getRuntime().availableProcessors());

    @Override
    public Integer call() throws IOException, SessionException
    {
        final DurabilityReport report = new DurabilityBench(plan()).run();
        final PrintWriter writer = spec.commandLine().getOut();
        writer.print(report.text());
        writer.flush();
        if (report.fault() != null)
        {
            spec.commandLine().getErr().println("the measurement does not count: " + report.fault() +
                "; ask for a lower --rate or quieten the machine");
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private DurabilityPlan plan()
    {
        if (!Files.isDirectory(in))
        {
            throw new ParameterException(spec.commandLine(), "no such folder: folder=" + in);
        }
        try
        {
            return new DurabilityPlan(
                rate, seconds, transactions, repeat, in, List.of("--layout", layout.name().toLowerCase(Locale.ROOT)));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }
}
