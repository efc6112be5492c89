package io.veto.perf.latency;

import io.veto.ingest.ServeTool;
import io.veto.ingest.client.SessionException;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.load.LatencyMeter;
import io.veto.perf.load.LatencyRun;
import io.veto.perf.process.EchoServer;
import io.veto.perf.process.ServerProcess;
import io.veto.perf.report.Conditions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;

/**
 * Runs a latency measurement: for each run a new server on an empty data folder, and the echo server in turn with it, so
 * that both see the machine in the same state.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class LatencyBench
{
    /** Cards of the traffic. */
    public static final int CARDS = 10_000;
    /** Transactions of the table, which are also sent before each run so that the windows are full. */
    public static final int ROWS = 1 << 17;

    private static final long PATIENCE_MS = 10_000;

    private final LatencyPlan plan;
    private final TransactionTable table = new TransactionTable(
        new TrafficPlan(CARDS, ROWS, TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_DEFAULT), 0, 0);

    /**
     * Prepares the traffic.
     *
     * @param plan what to measure.
     */
    public LatencyBench(final LatencyPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Measures.
     *
     * @return all runs with their conditions.
     * @throws IOException      if a server cannot be started.
     * @throws SessionException if a server ends the session.
     */
    public LatencyReport run() throws IOException, SessionException
    {
        final Conditions conditions = conditions();
        final List<LatencyRun> veto = new ArrayList<>();
        final List<LatencyRun> echo = new ArrayList<>();
        for (int run = 0; run < plan.runs(); run++)
        {
            veto.add(plan.to() == null ? ofOwnServer() : measure(plan.to()));
            if (plan.echo())
            {
                try (ServerProcess server = ServerProcess.start(EchoServer.class, List.of()))
                {
                    echo.add(measure(server.address()));
                }
            }
        }
        conditions.with("rule set hash", String.format("%016x", veto.get(0).ruleTable().ruleSetHash()))
            .with("load average after", Conditions.loadAverage());
        return new LatencyReport(plan, conditions, veto, echo);
    }

    private LatencyRun ofOwnServer() throws IOException, SessionException
    {
        final Path data = Files.createTempDirectory("veto-latency");
        final List<String> args = new ArrayList<>(List.of("--data", data.toString(), "--port", "0", "--clock", "event"));
        args.addAll(plan.server());
        try (ServerProcess server = ServerProcess.start(ServeTool.class, args))
        {
            return measure(server.address());
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private LatencyRun measure(final InetSocketAddress address) throws SessionException
    {
        final String sourceName = "latency-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        return new LatencyMeter(PATIENCE_MS)
            .measure(address, sourceName, table, ROWS, plan.warmup(), plan.measured());
    }

    private Conditions conditions() throws IOException
    {
        final Conditions conditions = Conditions.ofMachine(ServerProcess.javaOptions())
            .with("rate", plan.ratePerSecond() + "/s")
            .with("measured", plan.seconds() + " s")
            .with("warm-up", ROWS + " transactions as fast as answers come, then " + plan.warmupSeconds() + " s at the rate")
            .with("runs", String.valueOf(plan.runs()))
            .with("traffic", CARDS + " cards, one connection, " + TrafficPlan.DAYS_DEFAULT + " days of event time in each " +
                ROWS + " transactions")
            .with("client", "this process, " + LatencyMeter.IDLE_DESCRIPTION);
        return plan.to() == null ? ofOwnServer(conditions) :
            conditions.with("server", plan.to() + ", whose options are not known here");
    }

    private Conditions ofOwnServer(final Conditions conditions) throws IOException
    {
        final Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        return conditions
            .with("server", "a process of its own, veto serve --clock event " + String.join(" ", plan.server()))
            .with("journal", "durability process, on " + Files.getFileStore(folder).type());
    }
}
