package io.veto.perf.durability;

import io.veto.ingest.ServeTool;
import io.veto.ingest.client.SessionException;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.latency.LatencyBench;
import io.veto.perf.load.LatencyMeter;
import io.veto.perf.load.LatencyRun;
import io.veto.perf.load.SendPlan;
import io.veto.perf.process.ServerProcess;
import io.veto.perf.report.Conditions;
import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.IoUtil;

/**
 * Measures what each durability costs: in each run bare forced writes, then a new server for each durability, all on one disk and in turn,
 * so that they see the machine in the same state.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class DurabilityBench
{
    private static final long PATIENCE_MS = 60_000;

    private final DurabilityPlan plan;
    private final TransactionTable table = new TransactionTable(
        new TrafficPlan(LatencyBench.CARDS, LatencyBench.ROWS, TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_DEFAULT), 0, 0);

    /**
     * Prepares the traffic.
     *
     * @param plan what to measure.
     */
    public DurabilityBench(final DurabilityPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Measures.
     *
     * @return all runs with their conditions.
     * @throws IOException      if a server cannot be started, or the disk fails.
     * @throws SessionException if a server ends the session.
     */
    public DurabilityReport run() throws IOException, SessionException
    {
        final Conditions conditions = Conditions.ofMachine(ServerProcess.javaOptions())
            .with("latency", plan.ratePerSecond() + "/s for " + plan.seconds() + " s on a fixed plan, behind a warm-up of the same")
            .with("throughput", plan.transactions() + " transactions as fast as answers come, on one connection")
            .with("forced writes", ForceMeter.WRITES + " of 4 KiB, one after the other, each to the next place of a sparse file")
            .with("runs", plan.runs() + ", each on new servers, in turn")
            .with("server", "a process of its own, veto serve --clock event " + String.join(" ", plan.server()))
            .with("disk", Files.getFileStore(plan.folder()).type());
        final List<DurabilityRun> runs = new ArrayList<>();
        final ForceMeter forces = new ForceMeter(plan.folder());
        for (int run = 0; run < plan.runs(); run++)
        {
            runs.add(new DurabilityRun(forces.written(), forces.mapped(), measure(Durability.PROCESS), measure(Durability.MACHINE)));
        }
        return new DurabilityReport(runs, conditions.with("load average after", Conditions.loadAverage()));
    }

    private DurabilityRun.OfServer measure(final Durability durability) throws IOException, SessionException
    {
        final Path data = Files.createTempDirectory(plan.folder(), "veto-durability");
        final List<String> args = new ArrayList<>(List.of("--data", data.toString(), "--port", "0", "--clock", "event", "--durability",
            durability.name().toLowerCase(Locale.ROOT)));
        args.addAll(plan.server());
        try (ServerProcess server = ServerProcess.start(ServeTool.class, args))
        {
            final LatencyRun latency = measure(server, "latency", LatencyBench.ROWS, plan.measured());
            final LatencyRun throughput = measure(server, "throughput", 0, plan.throughput());
            return new DurabilityRun.OfServer(latency, throughput);
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private LatencyRun measure(final ServerProcess server, final String sourceName, final long fill, final SendPlan measured)
        throws SessionException
    {
        return new LatencyMeter(PATIENCE_MS).measure(
            server.address(), sourceName, table, fill, fill > 0 ? plan.measured() : null, measured);
    }
}
