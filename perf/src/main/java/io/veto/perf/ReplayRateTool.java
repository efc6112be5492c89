package io.veto.perf;

import io.veto.perf.replay.ReplayBench;
import io.veto.perf.replay.ReplayPlan;
import io.veto.perf.replay.ReplayReport;
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
 * {@code veto perf replay}: how fast a journal is replayed, beside how fast it is read. Exit code 0 done, 1 replay is too slow, 2 wrong
 * usage, 3 environment.
 */
@Command(
    name = "replay",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures how fast a journal is scored again and compared, beside how fast it is read.")
final class ReplayRateTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--records", paramLabel = "N", defaultValue = "5000000",
        description = "Transactions of each journal (default: ${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--cards", paramLabel = "N", defaultValue = "1000000",
        description = "Cards that they are of (default: ${DEFAULT-VALUE}).")
    private int cards;

    @Option(names = "--repeat", paramLabel = "R", defaultValue = "3",
        description = "Times that each journal is read and replayed (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--at-least", paramLabel = "N", defaultValue = "1000000",
        description = "Records a second that are to be replayed under the four rules over windows of cards (default: ${DEFAULT-VALUE}).")
    private long atLeast;

    @Option(names = "--in", paramLabel = "DIR", description = "Folder on the disk to measure; the one for temporary files by default.")
    private Path in = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() throws IOException
    {
        final ReplayReport report = new ReplayBench(plan()).run();
        final PrintWriter out = spec.commandLine().getOut();
        out.print(report.text(atLeast));
        out.flush();
        final String fault = report.fault(atLeast);
        if (fault != null)
        {
            spec.commandLine().getErr().println(fault + "; quieten the machine, or ask for less with --at-least");
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private ReplayPlan plan()
    {
        if (!Files.isDirectory(in))
        {
            throw new ParameterException(spec.commandLine(), "no such folder: folder=" + in);
        }
        try
        {
            return new ReplayPlan(records, cards, repeat, in);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }
}
