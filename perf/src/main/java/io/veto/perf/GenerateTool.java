package io.veto.perf;

import io.veto.perf.generate.FraudKind;
import io.veto.perf.generate.TrafficFile;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TrafficSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code veto generate}: writes a file of labelled synthetic card traffic. Exit code 0 done, 2 wrong usage, 3 the file
 * could not be written; an error is one line on standard error.
 * <p>
 * <b>Note:</b> one thread.
 *
 * @see TrafficFile
 */
@Command(
    name = "veto generate",
    sortOptions = false,
    description = "Writes labelled synthetic card traffic as CSV. The same arguments give the same text.")
public final class GenerateTool implements Callable<Integer>
{
    private static final int EXIT_ENVIRONMENT = 3;
    private static final String USAGE_HINT = "; for all options: veto generate --help";

    @Spec
    private CommandSpec spec;

    @Option(
        names = "--cards",
        paramLabel = "N",
        defaultValue = "" + TrafficPlan.CARDS_DEFAULT,
        description = "Number of cards, 1 to 50,000,000 (default: ${DEFAULT-VALUE}).")
    private int cards;

    @Option(
        names = "--transactions",
        paramLabel = "N",
        defaultValue = "" + TrafficPlan.TRANSACTIONS_DEFAULT,
        description = "Exact number of transactions, 1 to 10,000,000,000 (default: ${DEFAULT-VALUE}).")
    private long transactions;

    @Option(
        names = "--seed",
        paramLabel = "S",
        defaultValue = "" + TrafficPlan.SEED_DEFAULT,
        description = "Any whole number (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--days",
        paramLabel = "N",
        defaultValue = "" + TrafficPlan.DAYS_DEFAULT,
        description = "Days to spread the traffic over, 1 to 400 (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
        names = "--out",
        paramLabel = "F",
        required = true,
        description = "File to write; compressed when its name ends in .gz.")
    private Path out;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this and exits.")
    private boolean help;

    private GenerateTool()
    {
    }

    /**
     * Generates and exits.
     *
     * @param args of the command line, without {@code generate}.
     */
    public static void main(final String[] args)
    {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /**
     * Generates.
     *
     * @param out  for the summary.
     * @param err  for the one line of an error.
     * @param args of the command line, without {@code generate}.
     * @return exit code.
     */
    static int run(final PrintWriter out, final PrintWriter err, final String... args)
    {
        return new CommandLine(new GenerateTool())
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(GenerateTool::onWrongUsage)
            .execute(args);
    }

    /**
     * Generates what the options say and prints a summary.
     *
     * @return exit code.
     */
    public Integer call()
    {
        final TrafficPlan plan = plan();
        try
        {
            final TrafficSummary summary = TrafficFile.write(out, plan, (done) -> {});
            print(summary);
            return CommandLine.ExitCode.OK;
        }
        catch (final IOException ex)
        {
            spec.commandLine().getErr().println("cannot write the traffic: file=" + out + " " + reason(ex));
            return EXIT_ENVIRONMENT;
        }
    }

    private TrafficPlan plan()
    {
        try
        {
            return new TrafficPlan(cards, transactions, seed, days);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private void print(final TrafficSummary summary)
    {
        final PrintWriter writer = spec.commandLine().getOut();
        writer.printf(
            Locale.ROOT,
            "%s: %,d transactions of %,d cards in %d days, %,d of them fraud (%.2f %%)%n",
            out,
            summary.transactions(),
            cards,
            days,
            summary.frauds(),
            100.0 * summary.frauds() / summary.transactions());
        summary.transactionsByKind().forEach(
            (kind, count) ->
            {
                if (kind != FraudKind.GENUINE)
                {
                    writer.printf(Locale.ROOT, "  %-22s %,9d%n", kind.label(), count);
                }
            });
    }

    private String reason(final IOException ex)
    {
        if (ex instanceof NoSuchFileException)
        {
            return "reason=no such folder; make it: mkdir -p " + out.toAbsolutePath().getParent();
        }
        return "reason=" + ex.getClass().getSimpleName() + ": " + ex.getMessage() + "; name another file with --out";
    }

    private static int onWrongUsage(final ParameterException ex, final String[] args)
    {
        ex.getCommandLine().getErr().println(ex.getMessage() + USAGE_HINT);
        return CommandLine.ExitCode.USAGE;
    }
}
