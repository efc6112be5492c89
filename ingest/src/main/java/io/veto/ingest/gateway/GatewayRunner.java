package io.veto.ingest.gateway;

import io.veto.engine.line.Handover;
import io.veto.engine.line.Line;
import io.veto.engine.line.LineConfig;
import io.veto.engine.line.LineCounters;
import io.veto.engine.line.OperatorQueue;
import io.veto.engine.ids.IdAgent;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleWatch;
import io.veto.ingest.token.Tokeniser;
import io.veto.rules.score.Scorer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.affinity.Affinity;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The line and the gateway in front of it, running: opens the parts in order, closes them in reverse so that everything taken is answered.
 * <p>
 * <b>Note:</b> construct and close on one thread; {@link #failure} may be asked by any.
 */
public final class GatewayRunner implements AutoCloseable
{
    private static final int REPLY_RING_LENGTH = 1024 * 1024;
    private static final int HISTORY_RING_LENGTH = 1024 * 1024;
    private static final int REQUEST_RING_LENGTH = 64 * 1024;
    private static final long DRAIN_MS = 30_000;
    private static final long LAST_ANSWERS_MS = 200;
    private static final long HISTORY_IDLE_MS = 1;
    private static final long ID_IDLE_MAX_NS = 1_000_000;
    private static final int IDLE_YIELDS = 100;
    private static final long IDLE_PARK_MIN_NS = 1_000;
    private static final long IDLE_PARK_MAX_NS = 50_000;

    private final AtomicReference<Throwable> agentFailure = new AtomicReference<>();
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private final Line line;
    private final Gateway gateway;
    private final AgentRunner gatewayRunner;
    private final AgentRunner historyRunner;
    private final AgentRunner idRunner;

    /**
     * Starts everything on an open port.
     *
     * @param server       from {@link Gateway#bind}; closed with the rest.
     * @param config       of the gateway.
     * @param lineConfig   of the line.
     * @param tokeniser    for account fields.
     * @param scorer       that has seen the journal.
     * @param handover     by which another scorer may come to answer.
     * @param watch        over its rules.
     * @param sources      that the journal knows.
     * @param journal      behind its last record.
     * @param journalPath  where the journal is.
     * @param epoch        of this process.
     * @param lastSequence of the journal.
     * @param operatorQueue of operators' records.
     * @param counters     to count in.
     * @param log          for one line per problem.
     * @throws IOException if the selector cannot be opened.
     */
    public GatewayRunner(
        final ServerSocketChannel server,
        final GatewayConfig config,
        final LineConfig lineConfig,
        final Tokeniser tokeniser,
        final Scorer scorer,
        final Handover handover,
        final RuleWatch watch,
        final SourceTable sources,
        final JournalWriter journal,
        final Path journalPath,
        final int epoch,
        final long lastSequence,
        final OperatorQueue operatorQueue,
        final LineCounters counters,
        final PrintStream log) throws IOException
    {
        final OneToOneRingBuffer replies = ring(REPLY_RING_LENGTH);
        final OneToOneRingBuffer historyReplies = ring(HISTORY_RING_LENGTH);
        final OneToOneRingBuffer historyRequests = ring(REQUEST_RING_LENGTH);
        line = new Line(
            lineConfig, scorer, handover, watch, journal, epoch, lastSequence, new ReplyPublisher(replies, abandoned::get), counters);
        final EpochNanoClock clock = new OffsetEpochNanoClock();
        final Problems problems = new Problems(log, counters);
        final Door door = new Door(line.intake(), tokeniser, config.clockMode(), config.maxClockAheadMs(),
            scorer.windows().engineTimeMs(), problems);
        final Greeter greeter = new Greeter(sources, line.intake(), watch, door, problems, historyRequests);
        final Resent resent = new Resent(tokeniser, historyRequests);
        final OneToOneRingBuffer idRequests = ring(REQUEST_RING_LENGTH);
        final OneToOneRingBuffer idReplies = ring(REQUEST_RING_LENGTH);
        final IdLookup ids = new IdLookup(door::lastTransaction, sources, idRequests, idReplies, config.labelRetentionS() > 0);
        final FrameReader frameReader = new FrameReader(line.intake(), door, resent, ids, greeter, problems, counters);
        gateway = new Gateway(config, line, counters, clock, sources, door, ids, frameReader, greeter, problems, replies, historyReplies,
            operatorQueue, server);
        final int cpu = lineConfig.cpus().length > 0 ? lineConfig.cpus()[0] : -1;
        gatewayRunner = new AgentRunner(idle(cpu >= 0), this::onAgentError, null, new EndingAgent(gateway, this::onAgentError));
        historyRunner =
            new AgentRunner(new SleepingMillisIdleStrategy(HISTORY_IDLE_MS), this::onAgentError, null,
                new EndingAgent(new HistoryAgent(journalPath, historyRequests, historyReplies, resent,
                    error -> log.println("veto: answers cannot be read back: " + error.getMessage())), this::onAgentError));
        idRunner = !ids.isOn() ? null :
            new AgentRunner(new BackoffIdleStrategy(0, IDLE_YIELDS, IDLE_PARK_MIN_NS, ID_IDLE_MAX_NS), this::onAgentError, null,
                new EndingAgent(new IdAgent(journalPath, journalPath.resolveSibling("ids"), config.labelRetentionS(), idRequests, idReplies,
                    error -> log.println("veto: transactions are not found by id: " + error.getMessage())), this::onAgentError));
        line.start();
        AgentRunner.startOnThread(gatewayRunner, runnable -> thread(runnable, gateway, cpu));
        AgentRunner.startOnThread(historyRunner, runnable -> thread(runnable, historyRunner.agent(), -1));
        if (null != idRunner)
        {
            AgentRunner.startOnThread(idRunner, runnable -> thread(runnable, idRunner.agent(), -1));
        }
    }

    /**
     * Where the gateway listens.
     *
     * @return the port.
     */
    public int port()
    {
        return gateway.port();
    }

    /**
     * The scorer that answers.
     *
     * @return the scorer; belongs to the line until this is closed.
     */
    public Scorer scorer()
    {
        return line.scorer();
    }

    /**
     * What ended the line or an agent.
     *
     * @return the first failure, or null while all is well.
     */
    public Throwable failure()
    {
        return null != line.failure() ? line.failure() : agentFailure.get();
    }

    /**
     * Takes nothing more, answers what was taken, and stops.
     */
    @Override
    public void close()
    {
        abandoned.set(null != agentFailure.get());
        gateway.closeIntake();
        while (!gateway.isIntakeQuiet() && null == agentFailure.get())
        {
            Thread.onSpinWait();
        }
        if (line.drain(DRAIN_MS))
        {
            pause(LAST_ANSWERS_MS);
        }
        else
        {
            agentFailure.compareAndSet(
                null, new IllegalStateException("not everything that was taken is answered: waitedMs=" + DRAIN_MS));
        }
        abandoned.set(true);
        CloseHelper.closeAll(gatewayRunner, historyRunner, idRunner, line);
    }

    private void onAgentError(final Throwable error)
    {
        agentFailure.compareAndSet(null, error);
        gateway.closeIntake();
    }

    private static void pause(final long ms)
    {
        try
        {
            TimeUnit.MILLISECONDS.sleep(ms);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static IdleStrategy idle(final boolean pinned)
    {
        return pinned ? BusySpinIdleStrategy.INSTANCE :
            new BackoffIdleStrategy(0, IDLE_YIELDS, IDLE_PARK_MIN_NS, IDLE_PARK_MAX_NS);
    }

    private static Thread thread(final Runnable runnable, final Agent agent, final int cpu)
    {
        final Runnable body = cpu < 0 ? runnable : () ->
        {
            Affinity.setAffinity(cpu);
            runnable.run();
        };
        final Thread thread = new Thread(body, agent.roleName());
        thread.setDaemon(true);
        return thread;
    }

    private static OneToOneRingBuffer ring(final int length)
    {
        return new OneToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(length + RingBufferDescriptor.TRAILER_LENGTH)));
    }
}
