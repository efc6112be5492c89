package io.veto.perf;

import io.veto.ingest.client.SessionException;
import io.veto.perf.swap.SwapBench;
import io.veto.perf.swap.SwapReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code veto perf swap}: latency over TCP, second by second, while the rules are changed. Exit code 0 done, 1 the rules were not changed
 * or answers are missing, 2 wrong usage, 3 environment.
 */
@Command(
    name = "swap",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures the latency over TCP at a fixed rate while the rules of the server are changed.")
final class SwapTool implements Callable<Integer>
{
    private static final int SECONDS_MIN = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", required = true, paramLabel = "N", description = "Transactions a second.")
    private long rate;

    @Option(names = "--seconds", required = true, paramLabel = "S", description = "How long to measure, and until the rules have changed.")
    private int seconds;

    @Option(names = "--rules", required = true, paramLabel = "FILE", description = "Rules that answer at first.")
    private Path rules;

    @Option(names = "--activate", required = true, paramLabel = "FILE", description = "Rules that are activated.")
    private Path next;

    @Override
    public Integer call() throws IOException, SessionException
    {
        PerfTool.requireAtLeast(spec, "--rate", 1, rate);
        PerfTool.requireAtLeast(spec, "--seconds", SECONDS_MIN, seconds);
        final SwapReport report = new SwapBench(rate, seconds, rules, next).run();
        final PrintWriter writer = spec.commandLine().getOut();
        writer.print(report.text());
        writer.flush();
        if (report.fault() != null)
        {
            spec.commandLine().getErr().println("the measurement does not count: " + report.fault());
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }
}
