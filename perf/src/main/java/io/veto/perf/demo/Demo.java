package io.veto.perf.demo;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.DataFolder;
import io.veto.ingest.ServeTool;
import io.veto.ingest.client.SessionException;
import io.veto.ingest.feed.Feed;
import io.veto.ingest.feed.FeedConfig;
import io.veto.ingest.feed.FeedException;
import io.veto.ingest.feed.FeedProgress;
import io.veto.ingest.feed.FeedResult;
import io.veto.perf.generate.TrafficFile;
import io.veto.perf.generate.TrafficSummary;
import io.veto.perf.generate.TransactionTable;
import io.veto.perf.load.LatencyMeter;
import io.veto.perf.load.LatencyRun;
import io.veto.perf.process.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The demo: generates a labelled sample, starts an appliance in a process of its own, feeds the sample over TCP as fast
 * as answers come, then measures latency at a modest fixed rate, and stops the appliance. The data folder stays.
 * <p>
 * A feed at full speed measures how long transactions queue, not how long an answer takes; that is why latency has a
 * phase of its own.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class Demo
{
    private static final String LATENCY_SOURCE = "demo-latency";
    private static final long PATIENCE_MS = 5_000;

    private final DemoPlan plan;
    private final PrintStream err;

    /**
     * Prepares a demo.
     *
     * @param plan what to show.
     * @param err  takes the progress.
     */
    public Demo(final DemoPlan plan, final PrintStream err)
    {
        this.plan = plan;
        this.err = err;
    }

    /**
     * Runs the demo.
     *
     * @return what there is to show.
     * @throws IOException      if a file cannot be written or the server does not start.
     * @throws FeedException    if the feed ends early; the message holds what the server said went wrong.
     * @throws SessionException if the server ends the latency phase.
     */
    public DemoResult run() throws IOException, FeedException, SessionException
    {
        Files.createDirectories(plan.data());
        say("generating %,d transactions of %,d cards ...", plan.traffic().transactions(), plan.traffic().cards());
        final TrafficSummary summary = TrafficFile.write(plan.trafficFile(), plan.traffic(), (done) -> {});
        say("starting the appliance ...");
        final List<String> args = List.of("--data", plan.data().toString(), "--port", "0", "--clock", "event");
        final FeedResult feed;
        final LatencyRun latency;
        try (ServerProcess server = ServerProcess.start(ServeTool.class, args))
        {
            say("feeding over TCP as fast as answers come ...");
            feed = feed(server);
            say("measuring latency at %,d/s for %d s ...", plan.latency().ratePerSecond(),
                TimeUnit.NANOSECONDS.toSeconds(plan.latency().dueNs(plan.latency().count())));
            latency = latency(server);
        }
        return result(summary, feed, latency);
    }

    private FeedResult feed(final ServerProcess server) throws IOException, FeedException
    {
        final FeedConfig config = FeedConfig.of(plan.trafficFile(), server.address())
            .withOut(plan.decisionsFile(), false)
            .withTimeoutsMs(PATIENCE_MS, PATIENCE_MS);
        try (FeedProgress progress = new FeedProgress(err, FeedProgress.isStandardErrorTerminal()))
        {
            return new Feed(config, progress).run();
        }
        catch (final FeedException ex)
        {
            throw new FeedException(ex.exitCode(), ex.getMessage() + "; the server's standard error: " + server.errors());
        }
    }

    private LatencyRun latency(final ServerProcess server) throws SessionException
    {
        final TransactionTable table = new TransactionTable(
            plan.latencyTraffic(), plan.traffic().days(), plan.traffic().transactions());
        return new LatencyMeter(PATIENCE_MS)
            .measure(server.address(), LATENCY_SOURCE, table, 0, plan.warmup(), plan.latency());
    }

    private DemoResult result(final TrafficSummary summary, final FeedResult feed, final LatencyRun latency)
    {
        long records = 0;
        long length = 0;
        try (JournalReader journal = new JournalReader(DataFolder.journal(plan.data())))
        {
            while (journal.next())
            {
                records++;
                length += RecordDescriptor.length(journal.buffer(), journal.offset());
            }
        }
        return new DemoResult(plan, summary, feed, latency, records, length);
    }

    private void say(final String format, final Object... values)
    {
        err.printf(Locale.ROOT, format + "%n", values);
    }
}
