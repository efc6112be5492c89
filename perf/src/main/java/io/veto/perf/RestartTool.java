package io.veto.perf;

import io.veto.ingest.RuleFiles;
import io.veto.ingest.client.SessionException;
import io.veto.perf.restart.RestartBench;
import io.veto.perf.restart.RestartPlan;
import io.veto.perf.restart.RestartReport;
import io.veto.perf.windows.PeersRules;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code veto perf restart}: how long a start takes with many live keys, from the start of the process to the first answer. Exit code 0
 * done, 1 it took too long, 2 wrong usage, 3 environment.
 */
@Command(
    name = "restart",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures a start from a snapshot with many live keys, from the start of the process to the first answer over TCP.")
final class RestartTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--keys", paramLabel = "N", defaultValue = "10000000",
        description = "Live keys: cards, each of which comes once before the snapshot (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Option(names = "--tail", paramLabel = "N", defaultValue = "1000000",
        description = "Records behind the snapshot (default: ${DEFAULT-VALUE}).")
    private long tail;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "3", description = "Starts (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--within", paramLabel = "S", defaultValue = "10",
        description = "Seconds that a start may take (default: ${DEFAULT-VALUE}).")
    private long within;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rule file; four rules over windows of cards by default.")
    private Path rules;

    @Option(names = "--in", paramLabel = "DIR", description = "Folder on the disk to measure; the one for temporary files by default.")
    private Path in = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() throws IOException, SessionException
    {
        final RestartReport report = new RestartBench(plan()).run();
        final PrintWriter out = spec.commandLine().getOut();
        out.print(report.text());
        out.flush();
        if (report.fault() != null)
        {
            spec.commandLine().getErr().println(report.fault() + "; quieten the machine, or ask for fewer --keys");
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private RestartPlan plan() throws IOException
    {
        if (!Files.isDirectory(in))
        {
            throw new ParameterException(spec.commandLine(), "no such folder: folder=" + in);
        }
        final RuleSet ruleSet =
            null == rules ? RuleSetCompiler.compile(PeersRules.NAME, PeersRules.TEXT) : RuleFiles.compile(rules);
        try
        {
            return new RestartPlan(ruleSet, keys, tail, repeat, within, in);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }
}
