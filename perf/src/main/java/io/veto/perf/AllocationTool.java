package io.veto.perf;

import io.veto.engine.line.Layout;
import io.veto.engine.line.LineConfig;
import io.veto.engine.report.Json;
import io.veto.ingest.Appliance;
import io.veto.ingest.ApplianceConfig;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.gateway.GatewayConfig;
import io.veto.perf.allocation.AllocationMeter;
import io.veto.perf.allocation.AllocationResult;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TransactionTable;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code veto perf allocation}: what the threads of the appliance allocate for each transaction in steady state. Exit
 * code 0 within bounds, 1 over them, 3 environment.
 */
@Command(
    name = "allocation",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "Measures the bytes that the appliance's threads allocate for each transaction over TCP.")
final class AllocationTool implements Callable<Integer>
{
    private static final int CARDS = 10_000;
    private static final int ROWS = 250_000;
    private static final int SESSIONS_MAX = 16;

    @Spec
    private CommandSpec spec;

    @Option(names = "--transactions", paramLabel = "N", defaultValue = "1000000",
        description = "Transactions to measure over (default: ${DEFAULT-VALUE}).")
    private long transactions;

    @Option(names = "--warmup", paramLabel = "N", defaultValue = "2500000",
        description = "Transactions before that (default: ${DEFAULT-VALUE}).")
    private long warmup;

    @Option(names = "--layout", paramLabel = "one|three", description = "Threads of the line; one under four cores.")
    private Layout layout = Layout.forCores(Runtime.getRuntime().availableProcessors());

    @Option(names = "--rules", paramLabel = "FILE", description = "Rule file; the built-in rules by default.")
    private Path rules;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, SessionException
    {
        PerfTool.requireAtLeast(spec, "--transactions", 1, transactions);
        PerfTool.requireAtLeast(spec, "--warmup", 0, warmup);
        final AllocationResult result = measure();
        final PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(result) + "\n" : text(result));
        out.flush();
        if (!result.isWithinBounds())
        {
            spec.commandLine().getErr().printf(Locale.ROOT,
                "the hot path allocates: expectedBytesPerTransaction<=%s bytesPerTransaction=%.4f%n",
                AllocationResult.BYTES_PER_TRANSACTION_MAX, result.bytesPerTransaction());
            return PerfTool.EXIT_FAILED;
        }
        return CommandLine.ExitCode.OK;
    }

    private AllocationResult measure() throws IOException, SessionException
    {
        final Path data = Files.createTempDirectory("veto-allocation");
        final TransactionTable table = new TransactionTable(
            new TrafficPlan(CARDS, ROWS, TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_DEFAULT), 0, 0);
        final LineConfig line =
            new LineConfig(layout, new int[0], LineConfig.RING_CAPACITY_DEFAULT, 0, 0, false);
        final GatewayConfig gateway = new GatewayConfig("127.0.0.1", 0, SESSIONS_MAX, GatewayConfig.SILENCE_MS_DEFAULT,
            ClockMode.EVENT, 0, ScorerConfig.DEFAULT.allowedLatenessMs(), 0);
        final ApplianceConfig config = new ApplianceConfig(data, rules, gateway, line, ScorerConfig.DEFAULT);
        try (Appliance appliance = new Appliance(config, System.err))
        {
            return AllocationMeter.measure(appliance, table, warmup, transactions);
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private String text(final AllocationResult result)
    {
        final StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT,
            "%,d transactions of %,d cards over TCP after %,d to warm up, layout %s, %,d/s%n",
            result.transactions(), CARDS, warmup, layout.name().toLowerCase(Locale.ROOT), perSecond(result)));
        text.append(String.format(Locale.ROOT, "%-14s %12s %18s%n", "thread", "bytes", "per transaction"));
        result.bytesByThread().forEach((thread, bytes) -> text.append(String.format(Locale.ROOT,
            "%-14s %,12d %18.4f%n", thread, bytes, bytes / (double)result.transactions())));
        text.append(String.format(Locale.ROOT, "%-14s %,12d %18.4f  %s%n", "in all", result.bytes(),
            result.bytesPerTransaction(), result.isWithinBounds() ? "PASS" : "FAIL"));
        return text.toString();
    }

    private String json(final AllocationResult result)
    {
        final Map<String, String> threads = new LinkedHashMap<>();
        result.bytesByThread().forEach((thread, bytes) -> threads.put(thread, bytes.toString()));
        final Map<String, String> members = new LinkedHashMap<>();
        members.put("pass", String.valueOf(result.isWithinBounds()));
        members.put("transactions", String.valueOf(result.transactions()));
        members.put("warmup", String.valueOf(warmup));
        members.put("layout", Json.string(layout.name().toLowerCase(Locale.ROOT)));
        members.put("transactionsPerSecond", String.valueOf(perSecond(result)));
        members.put("bytes", Json.object(threads));
        members.put("bytesPerTransaction", String.format(Locale.ROOT, "%.6f", result.bytesPerTransaction()));
        return Json.object(members);
    }

    private static long perSecond(final AllocationResult result)
    {
        return Math.round(result.transactions() / (result.elapsedNs() / (double)TimeUnit.SECONDS.toNanos(1)));
    }
}
