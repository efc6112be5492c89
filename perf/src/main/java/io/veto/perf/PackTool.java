package io.veto.perf;

import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.pack.PackBench;
import io.veto.perf.pack.PackPlan;
import io.veto.perf.pack.PackReport;
import io.veto.perf.pack.PackResult;
import io.veto.perf.report.Conditions;
import io.veto.rules.language.StandardRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
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
 * {@code veto perf pack}: what a rule pack finds of planted fraud, and what it takes for fraud. Exit code 0 done, 2 wrong usage, 3
 * environment.
 */
@Command(
    name = "pack",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures recall and precision of the standard rules on synthetic traffic, kind by kind and rule by rule.")
final class PackTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--transactions", paramLabel = "N", defaultValue = "" + PackPlan.TRANSACTIONS_DEFAULT,
        description = "Transactions of the last day (default: ${DEFAULT-VALUE}).")
    private long transactions;

    @Option(names = "--cards", paramLabel = "N", defaultValue = "" + PackPlan.CARDS_DEFAULT,
        description = "Number of cards (default: ${DEFAULT-VALUE}).")
    private int cards;

    @Option(names = "--days", paramLabel = "N", defaultValue = "" + PackPlan.DAYS_DEFAULT,
        description = "Days of traffic, those before the measured ones fill the windows (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--last-day-factor", paramLabel = "N", defaultValue = "" + PackPlan.LAST_DAY_FACTOR_DEFAULT,
        description = "How many times as busy as an ordinary day the last one is (default: ${DEFAULT-VALUE}).")
    private int lastDayFactor;

    @Option(names = "--measured-days", paramLabel = "N", defaultValue = "1",
        description = "Last days that count (default: ${DEFAULT-VALUE}).")
    private int measuredDays;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "" + TrafficPlan.SEED_DEFAULT,
        description = "Any whole number; the same gives the same counts (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rule file instead of the standard rules.")
    private Path rules;

    @Option(names = "--peers-rules", description = "Lets the peers' rules answer the same traffic, to compare speed with.")
    private boolean besidePeers;

    @Option(names = "--markdown", description = "Prints tables of Markdown.")
    private boolean markdown;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        PerfTool.requireAtLeast(spec, "--measured-days", 1, measuredDays);
        PerfTool.requireAtLeast(spec, "--days", measuredDays, days);
        if (null != rules && !Files.isRegularFile(rules))
        {
            throw new ParameterException(spec.commandLine(), "no such rule file: file=" + rules);
        }
        final PackPlan plan = new PackPlan(
            null == rules ? StandardRules.NAME : rules.getFileName().toString(),
            null == rules ? StandardRules.text() : Files.readString(rules),
            traffic(), measuredDays, besidePeers);
        final Conditions conditions =
            Conditions.ofMachine(ManagementFactory.getRuntimeMXBean().getInputArguments()).with("seed", String.valueOf(seed))
                .with("last day factor", String.valueOf(lastDayFactor));
        final PackResult result = new PackBench(plan).run();
        final PackReport report =
            new PackReport(plan, conditions.with("load average after", Conditions.loadAverage()), result);
        final PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.json() + "\n" : markdown ? report.markdown() : report.text());
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private TrafficPlan traffic()
    {
        try
        {
            return TrafficPlan.ofLastDay(cards, transactions, seed, days, lastDayFactor);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }
}
