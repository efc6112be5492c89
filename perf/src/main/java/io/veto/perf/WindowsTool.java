package io.veto.perf;

import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.report.Conditions;
import io.veto.perf.windows.CardTraffic;
import io.veto.perf.windows.PeersRules;
import io.veto.perf.windows.WindowsBench;
import io.veto.perf.windows.WindowsPlan;
import io.veto.perf.windows.WindowsReport;
import io.veto.perf.windows.WindowsResult;
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
 * {@code veto perf windows}: the scorer and its windows on one thread in this process, beside plain Java. Exit code 0 done, 1 the two
 * answered differently, 2 wrong usage, 3 environment.
 */
@Command(
    name = "windows",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures scoring under the rules that all peers are measured on, in process, beside plain Java.",
    footer = {
        "",
        "20 %% of the cards make 80 %% of the traffic. Plain Java keeps its state on the Java heap: give it room with " +
        "VETO_JAVA_OPTS=-Xmx4g."})
final class WindowsTool implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "5000",
        description = "Transactions for each second of their own time (default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(names = "--transactions", paramLabel = "N", defaultValue = "5000000",
        description = "Transactions to measure over (default: ${DEFAULT-VALUE}).")
    private long transactions;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "3000000",
        description = "Transactions before that (default: ${DEFAULT-VALUE}).")
    private long warmup;

    @Option(names = "--cards", paramLabel = "N", defaultValue = "1000000",
        description = "Number of cards (default: ${DEFAULT-VALUE}).")
    private int cards;

    @Option(names = "--seed", paramLabel = "N", description = "Makes the traffic what it is (default: 1).")
    private long seed = TrafficPlan.SEED_DEFAULT;

    @Option(names = "--every-card-first", description = "Lets every card come once before the traffic is what it is.")
    private boolean everyCardFirst;

    @Option(names = "--sample", paramLabel = "N", defaultValue = "67",
        description = "Time the steps of one transaction in so many (default: ${DEFAULT-VALUE}).")
    private int samplePeriod;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rule file instead of the peers' rules; leaves plain Java out.")
    private Path rules;

    @Option(names = "--reservoir", paramLabel = "DIR",
        description = "Folder for the reservoir's files, as an appliance has it, deleted afterwards; default: main memory.")
    private Path reservoir;

    @Option(names = "--without-peer", description = "Leaves plain Java out.")
    private boolean withoutPeer;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException
    {
        PerfTool.requireAtLeast(spec, "--transactions", 1, transactions);
        PerfTool.requireAtLeast(spec, "--warmup", 0, warmup);
        PerfTool.requireAtLeast(spec, "--cards", CardTraffic.CARDS_MIN, cards);
        PerfTool.requireAtLeast(spec, "--sample", 1, samplePeriod);
        PerfTool.requireAtLeast(spec, "--rate", 1, rate);
        if (null != rules && !Files.isRegularFile(rules))
        {
            throw new ParameterException(spec.commandLine(), "no such rule file: file=" + rules);
        }
        final WindowsReport report = measure();
        final PrintWriter out = spec.commandLine().getOut();
        out.print(json ? report.json() + "\n" : report.text());
        out.flush();
        if (null != report.fault())
        {
            spec.commandLine().getErr().println(report.fault());
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private WindowsReport measure() throws IOException
    {
        final WindowsPlan plan = new WindowsPlan(
            rate, transactions, warmup, cards, seed, everyCardFirst, samplePeriod,
            null == rules ? PeersRules.NAME : rules.getFileName().toString(),
            null == rules ? PeersRules.TEXT : Files.readString(rules),
            reservoir, null == rules && !withoutPeer);
        final Conditions conditions =
            Conditions.ofMachine(ManagementFactory.getRuntimeMXBean().getInputArguments()).with("seed", String.valueOf(seed))
                .with("reservoir", null == reservoir ? "main memory" : "mapped files");
        final WindowsResult result = new WindowsBench(plan).run();
        return new WindowsReport(plan, conditions.with("load average after", Conditions.loadAverage()), result);
    }
}
