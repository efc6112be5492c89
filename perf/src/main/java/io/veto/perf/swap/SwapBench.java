package io.veto.perf.swap;

import io.veto.ingest.RuleFiles;
import io.veto.ingest.ServeTool;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.load.ClientTarget;
import io.veto.perf.load.LatencyMeter;
import io.veto.perf.load.OpenLoop;
import io.veto.perf.load.SendPlan;
import io.veto.perf.process.ServerProcess;
import io.veto.perf.report.Conditions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.agrona.concurrent.IdleStrategy;

/**
 * Sends at a fixed rate, open loop, to a server of its own while the rules of that are changed, and takes the latencies second by second.
 * The activation begins after a third of the seconds.
 * <p>
 * <b>Note:</b> one thread, and one that waits for the activation.
 */
public final class SwapBench
{
    private static final int CARDS = 10_000;
    private static final int ROWS = 1 << 17;
    private static final long PATIENCE_MS = 10_000;

    private final long ratePerSecond;
    private final int seconds;
    private final Path rules;
    private final Path next;

    /**
     * Prepares a run.
     *
     * @param ratePerSecond transactions a second.
     * @param seconds       of the run, 3 or more.
     * @param rules         that answer at first.
     * @param next          that are activated.
     */
    public SwapBench(final long ratePerSecond, final int seconds, final Path rules, final Path next)
    {
        this.ratePerSecond = ratePerSecond;
        this.seconds = seconds;
        this.rules = rules;
        this.next = next;
    }

    /**
     * Measures.
     *
     * @return second by second, with the conditions.
     * @throws IOException      if a file cannot be read or the server cannot be started.
     * @throws SessionException if the server ends the session.
     */
    public SwapReport run() throws IOException, SessionException
    {
        final byte[] text = RuleFiles.compile(next).text().getBytes(StandardCharsets.UTF_8);
        final TransactionTable table = new TransactionTable(
            new TrafficPlan(CARDS, ROWS, TrafficPlan.SEED_DEFAULT, TrafficPlan.DAYS_DEFAULT), 0, 0);
        final Path data = Files.createTempDirectory("veto-swap");
        try (ServerProcess server = ServerProcess.start(ServeTool.class,
            List.of("--data", data.toString(), "--port", "0", "--clock", "event", "--rules", rules.toString())))
        {
            final Conditions conditions = Conditions.ofMachine(ServerProcess.javaOptions())
                .with("rate", ratePerSecond + "/s")
                .with("before", ROWS + " transactions as fast as answers come")
                .with("traffic", CARDS + " cards, one connection")
                .with("journal", "durability process, on " + Files.getFileStore(data).type());
            final List<SwapSecond> measured = new ArrayList<>();
            final OperatorAnswer answer = measure(server.address(), data, table, text, measured);
            return new SwapReport(measured, answer, conditions.with("load average after", Conditions.loadAverage()));
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private OperatorAnswer measure(
        final InetSocketAddress address,
        final Path data,
        final TransactionTable table,
        final byte[] text,
        final List<SwapSecond> measured) throws SessionException
    {
        final IdleStrategy idle = LatencyMeter.idle();
        final OpenLoop openLoop = new OpenLoop(System::nanoTime, idle, TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS));
        CompletableFuture<OperatorAnswer> activation = null;
        try (ClientTarget target = new ClientTarget(address, "swap", table, PATIENCE_MS))
        {
            target.connect(idle);
            target.sendAll(ROWS, idle);
            for (int second = 0; second < seconds || !activation.isDone(); second++)
            {
                if (seconds / 3 == second)
                {
                    activation = CompletableFuture.supplyAsync(() -> OperatorClient.call(
                        data, ActivateCommand.VERB, new OperatorRequest(List.of(next.toString()), text), line -> { }));
                }
                final boolean isWarming = null != activation && !activation.isDone();
                final long hash = target.ruleTable().ruleSetHash();
                measured.add(new SwapSecond(openLoop.run(SendPlan.ofSeconds(ratePerSecond, 1), target), isWarming,
                    hash != target.ruleTable().ruleSetHash()));
            }
        }
        return activation.join();
    }
}
