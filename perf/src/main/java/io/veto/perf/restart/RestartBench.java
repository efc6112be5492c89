package io.veto.perf.restart;

import io.veto.engine.statistics.RuleStatistics;
import io.veto.ingest.ServeTool;
import io.veto.ingest.client.SessionException;
import io.veto.perf.journal.CardJournalTraffic;
import io.veto.perf.journal.JournalMaker;
import io.veto.perf.process.FollowerProcess;
import io.veto.perf.process.ServerProcess;
import io.veto.perf.report.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.IoUtil;

/**
 * Makes a data folder with many live keys, a snapshot and records behind it, and starts a server on it again and again.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class RestartBench
{
    private static final double MS_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int STEPS = 32;
    private static final Pattern STARTED = Pattern.compile("started in (\\d+) ms: plan (\\d+), snapshot (\\d+), replay (\\d+)");

    private final RestartPlan plan;

    /**
     * Prepares a measurement.
     *
     * @param plan what to measure.
     */
    public RestartBench(final RestartPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Measures.
     *
     * @return all starts with their conditions.
     * @throws IOException      if a process cannot be started, or the disk fails.
     * @throws SessionException if a server does not answer.
     */
    public RestartReport run() throws IOException, SessionException
    {
        final Conditions conditions = Conditions.ofMachine(ServerProcess.javaOptions());
        final Path data = Files.createTempDirectory(plan.folder(), "veto-restart");
        try
        {
            return measure(data, conditions);
        }
        finally
        {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private RestartReport measure(final Path data, final Conditions conditions) throws IOException, SessionException
    {
        final int liveKeys;
        final RestartReport.Made made;
        final long lastTimeMs;
        final FollowerProcess.Result followed;
        try (JournalMaker maker = new JournalMaker(data, plan.ruleSet(), new CardJournalTraffic(cards())))
        {
            made = make(maker);
            followed = FollowerProcess.start(data, maturityDays()).await();
            maker.write(plan.tail());
            liveKeys = maker.liveCards();
            lastTimeMs = maker.lastTimeMs();
        }
        final List<RestartRun> runs = new ArrayList<>();
        for (int run = 0; run < plan.runs(); run++)
        {
            runs.add(start(data, lastTimeMs, run));
        }
        return new RestartReport(plan, liveKeys, made, followed, runs, conditions
            .with("runs", plan.runs() + ", each a server that is killed after its first answer")
            .with("server", "a process of its own, veto serve --clock event --snapshot-every 0 --label-retention 0")
            .with("disk", Files.getFileStore(data).type() + ", what is read was written just before and may be in the page cache")
            .with("load average after", Conditions.loadAverage()));
    }

    /**
     * A few more than are to be live: not every card comes in the time in which most come once.
     */
    private int cards()
    {
        return plan.keys() + plan.keys() / STEPS + 1;
    }

    /**
     * Lets cards come until enough are live.
     */
    private RestartReport.Made make(final JournalMaker maker)
    {
        final int step = Math.max(1, plan.keys() / STEPS);
        long transactions = plan.keys();
        long elapsedNs = maker.write(transactions);
        for (int i = 0; i < STEPS && maker.liveCards() < plan.keys(); i++)
        {
            elapsedNs += maker.write(step);
            transactions += step;
        }
        return new RestartReport.Made(transactions, elapsedNs);
    }

    private static RestartRun start(final Path data, final long lastTimeMs, final int run) throws IOException, SessionException
    {
        final long beginNs = System.nanoTime();
        final ServerProcess server = ServerProcess.start(ServeTool.class, List.of("--data", data.toString(), "--port", "0", "--clock",
            "event", "--snapshot-every", "0", "--label-retention", "0"));
        try
        {
            final long listenedNs = System.nanoTime();
            FirstAnswer.await(server.address(), lastTimeMs + run, run);
            final long answeredNs = System.nanoTime();
            for (final String line : server.saidBefore())
            {
                final Matcher started = STARTED.matcher(line);
                if (started.matches())
                {
                    return new RestartRun(Long.parseLong(started.group(2)), Long.parseLong(started.group(3)),
                        Long.parseLong(started.group(4)), Long.parseLong(started.group(1)), (listenedNs - beginNs) / MS_NS,
                        (answeredNs - beginNs) / MS_NS);
                }
            }
            throw new IOException("server does not say how it started: expectedLine=\"started in …\"");
        }
        finally
        {
            server.kill();
        }
    }

    private static int maturityDays()
    {
        return (int)TimeUnit.MILLISECONDS.toDays(RuleStatistics.MATURITY_MS_DEFAULT);
    }
}
