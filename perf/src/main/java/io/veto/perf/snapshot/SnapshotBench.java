package io.veto.perf.snapshot;

import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.ServeTool;
import io.veto.ingest.client.SessionException;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.latency.LatencyBench;
import io.veto.perf.load.ClientTarget;
import io.veto.perf.load.LatencyMeter;
import io.veto.perf.load.LoadResult;
import io.veto.perf.load.OpenLoop;
import io.veto.perf.load.SendPlan;
import io.veto.perf.process.ServerProcess;
import io.veto.perf.report.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.agrona.concurrent.IdleStrategy;

/**
 * Measures one server at a fixed rate, in turn without and with a follower that takes snapshots meanwhile.
 * <p>
 * <b>Note:</b> one thread, and one that waits for followers.
 */
public final class SnapshotBench
{
    private static final long PATIENCE_MS = 60_000;
    private static final int MATURITY_DAYS = (int)TimeUnit.MILLISECONDS.toDays(RuleStatistics.MATURITY_MS_DEFAULT);

    private final SnapshotPlan plan;
    private final TransactionTable table = new TransactionTable(
        new TrafficPlan(LatencyBench.CARDS, LatencyBench.ROWS, TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_DEFAULT), 0, 0);

    /**
     * Prepares the traffic.
     *
     * @param plan what to measure.
     */
    public SnapshotBench(final SnapshotPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Measures.
     *
     * @return all runs with their conditions.
     * @throws IOException      if the server cannot be started, or a snapshot cannot be taken.
     * @throws SessionException if the server ends the session.
     */
    public SnapshotReport run() throws IOException, SessionException
    {
        final Conditions conditions = Conditions.ofMachine(ServerProcess.javaOptions());
        final Path data = Files.createTempDirectory("veto-snapshot");
        final List<String> args = new ArrayList<>(
            List.of("--data", data.toString(), "--port", "0", "--clock", "event", "--snapshot-every", "0"));
        args.addAll(plan.server());
        try (ServerProcess server = ServerProcess.start(ServeTool.class, args);
            ClientTarget target = new ClientTarget(server.address(), "snapshot", table, PATIENCE_MS))
        {
            return measure(target, data, conditions);
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private SnapshotReport measure(final ClientTarget target, final Path data, final Conditions conditions)
        throws IOException, SessionException
    {
        final IdleStrategy idle = LatencyMeter.idle();
        final OpenLoop openLoop = new OpenLoop(System::nanoTime, idle, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS));
        target.connect(idle);
        final long half = plan.fill() - plan.fill() / 2;
        target.sendAll(half, idle);
        final long fillNs = target.sendAll(half, idle);
        final double capacity = half * (double)TimeUnit.SECONDS.toNanos(1) / fillNs;
        final long rate = SnapshotPlan.HALF_OF_CAPACITY == plan.ratePerSecond() ?
            Math.max(1, Math.min(SendPlan.RATE_MAX, (long)(capacity / 2))) : plan.ratePerSecond();
        final SendPlan sends = SendPlan.ofSeconds(rate, plan.seconds());
        openLoop.run(sends, target);
        final List<SnapshotRun> runs = new ArrayList<>();
        for (int run = 0; run < plan.runs(); run++)
        {
            final LoadResult without = openLoop.run(sends, target);
            final FollowerLoop followers = FollowerLoop.start(data, MATURITY_DAYS);
            final LoadResult with = openLoop.run(sends, target);
            runs.add(new SnapshotRun(without, with, followers.stop()));
        }
        return new SnapshotReport(runs, target.counts().disconnects(), conditions
            .with("rate", rate + "/s, a fixed plan; the server did " + Math.round(capacity) + "/s when sent as fast as answers come")
            .with("measured", plan.runs() + " times " + plan.seconds() + " s without and then with snapshots, on one server")
            .with("before", 2 * half + " transactions as fast as answers come, then " + plan.seconds() + " s at the rate")
            .with("traffic", LatencyBench.CARDS + " cards, one connection")
            .with("client", "this process, " + LatencyMeter.IDLE_DESCRIPTION)
            .with("server", "a process of its own, veto serve --clock event --snapshot-every 0 " + String.join(" ", plan.server()))
            .with("followers", "veto snapshot at the lowest priority, one after the other without a pause")
            .with("disk", Files.getFileStore(data).type())
            .with("load average after", Conditions.loadAverage()));
    }
}
