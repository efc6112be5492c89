package io.veto.perf;

import io.veto.ingest.client.SessionException;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.window.StateLimitException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * {@code veto perf}: measurements. Exit code 0 done and in bounds, 1 a measurement failed or is out of bounds, 2 wrong
 * usage, 3 environment; an error is one line on standard error, but what is wrong with a rule file is told in full.
 */
@Command(
    name = "veto perf",
    mixinStandardHelpOptions = true,
    description = "Measures Veto, with the conditions beside each figure.",
    subcommands = {
        LatencyTool.class, DurabilityTool.class, SwapTool.class, AllocationTool.class, WindowsTool.class, StateTool.class,
        RestartTool.class, ReplayRateTool.class, SnapshotCostTool.class, PackTool.class, JmhTool.class})
public final class PerfTool implements Runnable
{
    static final int EXIT_FAILED = 1;
    static final int EXIT_ENVIRONMENT = 3;

    @Spec
    private CommandSpec spec;

    private PerfTool()
    {
    }

    /**
     * Measures and exits.
     *
     * @param args of the command line, without {@code perf}.
     */
    public static void main(final String[] args)
    {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /**
     * Measures.
     *
     * @param out  for the figures.
     * @param err  for the one line of an error.
     * @param args of the command line, without {@code perf}.
     * @return exit code.
     */
    static int run(final PrintWriter out, final PrintWriter err, final String... args)
    {
        return new CommandLine(new PerfTool())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(PerfTool::onWrongUsage)
            .setExecutionExceptionHandler(PerfTool::onFailure)
            .execute(args);
    }

    /** Refuses a command line that names no measurement. */
    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(),
            "nothing to measure: expectedCommand=" + String.join("|", spec.subcommands().keySet()));
    }

    /**
     * Refuses an option whose value is too small.
     *
     * @param spec     of the command.
     * @param option   its name.
     * @param min      smallest value.
     * @param value    that was given.
     * @throws ParameterException if it is below.
     */
    static void requireAtLeast(final CommandSpec spec, final String option, final long min, final long value)
    {
        if (value < min)
        {
            throw new ParameterException(spec.commandLine(),
                option + " out of range: expectedMin=" + min + " value=" + value);
        }
    }

    private static int onWrongUsage(final ParameterException ex, final String[] args)
    {
        final CommandLine command = ex.getCommandLine();
        command.getErr().println(ex.getMessage().replace('\n', ' ') + "; for all options: " +
            command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(final Exception ex, final CommandLine command, final ParseResult result)
        throws Exception
    {
        if (ex instanceof SessionException || ex instanceof IOException || ex instanceof UncheckedIOException ||
            ex instanceof RuleSetException || ex instanceof StateLimitException)
        {
            command.getErr().println(ex.getMessage());
            return EXIT_ENVIRONMENT;
        }
        throw ex;
    }
}
