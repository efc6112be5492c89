package io.veto.perf;

import io.veto.ingest.client.SessionException;
import io.veto.ingest.feed.FeedException;
import io.veto.perf.demo.Demo;
import io.veto.perf.demo.DemoPlan;
import io.veto.perf.demo.DemoResult;
import io.veto.perf.generate.TrafficPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code veto demo}: generates, serves, feeds and reports; leaves a data folder behind. Exit code 0 done, 2 wrong usage
 * or a folder that is in use, 3 environment; an error is one line on standard error.
 */
@Command(
    name = "veto demo",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Shows Veto at work: generates traffic, starts an appliance, feeds it and reports.")
public final class DemoTool implements Callable<Integer>
{
    private static final String USAGE_HINT = "; for all options: veto demo --help";

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "veto-demo",
        description = "Folder for everything, empty or not there (default: ${DEFAULT-VALUE}).")
    private Path data;

    @Option(names = "--transactions", paramLabel = "N", defaultValue = "" + TrafficPlan.TRANSACTIONS_DEFAULT,
        description = "Transactions of the sample (default: ${DEFAULT-VALUE}).")
    private long transactions;

    @Option(names = "--cards", paramLabel = "N", defaultValue = "" + TrafficPlan.CARDS_DEFAULT,
        description = "Cards of the sample (default: ${DEFAULT-VALUE}).")
    private int cards;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "" + TrafficPlan.SEED_DEFAULT,
        description = "Any whole number; the same gives the same sample (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    private final PrintStream err;

    private DemoTool(final PrintStream err)
    {
        this.err = err;
    }

    /**
     * Shows the demo and exits.
     *
     * @param args of the command line, without {@code demo}.
     */
    public static void main(final String[] args)
    {
        System.exit(run(new PrintWriter(System.out, true), System.err, args));
    }

    /**
     * Shows the demo.
     *
     * @param out  for the report.
     * @param err  for progress, and the one line of an error.
     * @param args of the command line, without {@code demo}.
     * @return exit code.
     */
    static int run(final PrintWriter out, final PrintStream err, final String... args)
    {
        return new CommandLine(new DemoTool(err))
            .setOut(out)
            .setErr(new PrintWriter(err, true))
            .setParameterExceptionHandler(DemoTool::onWrongUsage)
            .execute(args);
    }

    /**
     * Shows the demo and prints its report.
     *
     * @return exit code.
     */
    @Override
    public Integer call()
    {
        try
        {
            requireEmpty();
            final DemoResult result = new Demo(DemoPlan.of(data, traffic()), err).run();
            final PrintWriter out = spec.commandLine().getOut();
            out.print(json ? result.json() + "\n" : result.text());
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        catch (final FeedException ex)
        {
            err.println(ex.getMessage());
            return ex.exitCode();
        }
        catch (final IOException | SessionException ex)
        {
            err.println(ex.getMessage());
            return PerfTool.EXIT_ENVIRONMENT;
        }
    }

    private void requireEmpty() throws IOException
    {
        if (!Files.exists(data))
        {
            return;
        }
        try (Stream<Path> entries = Files.list(data))
        {
            if (entries.findAny().isPresent())
            {
                throw new ParameterException(spec.commandLine(), "folder is not empty: folder=" + data +
                    "; remove it: rm -r " + data + "; or name another one with --data");
            }
        }
    }

    private TrafficPlan traffic()
    {
        try
        {
            return new TrafficPlan(cards, transactions, seed, TrafficPlan.DAYS_DEFAULT);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private static int onWrongUsage(final ParameterException ex, final String[] args)
    {
        ex.getCommandLine().getErr().println(ex.getMessage() + USAGE_HINT);
        return CommandLine.ExitCode.USAGE;
    }
}
