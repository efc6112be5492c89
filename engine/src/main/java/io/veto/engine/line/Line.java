package io.veto.engine.line;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.statistics.RuleWatch;
import io.veto.rules.layout.Durability;
import io.veto.rules.score.Scorer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.affinity.Affinity;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The line: a ring of record images and the three stages behind it, score, journal, reply, on one thread or on three.
 * <p>
 * Single producer, no locks; stages wait by yielding and then sleeping, and spin only where they are pinned. A batch is at most 128 slots
 * long, so that its first answer does not wait for many others; where each batch is forced to the disk it is at most 1,024, so that what
 * comes during one forced write goes into the next.
 * <p>
 * Source: the LMAX Disruptor (Thompson et al., 2011).
 * <p>
 * <b>Note:</b> construct, start, drain and close on one thread; {@link #intake} belongs to the gateway's.
 */
public final class Line implements AutoCloseable
{
    private static final int SLOT_LENGTH = BitUtil.align(RecordDescriptor.TRANSACTION_LENGTH, 64);
    private static final int BATCH_MAX = 128;
    private static final int FORCED_BATCH_MAX = 1024;
    private static final int WAIT_YIELDS = 200;
    private static final long WAIT_SLEEP_NS = 20_000;

    private final List<BatchEventProcessor<Slot>> processors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final FatalHandler fatalHandler = new FatalHandler();
    private final DueTimes dueTimes = new DueTimes();
    private final RingBuffer<Slot> ring;
    private final Intake intake;
    private final ScoreHandler score;
    private final int batchMax;

    /**
     * Makes the line; nothing runs yet.
     *
     * @param config       threads and budget.
     * @param scorer       that has seen the journal.
     * @param handover     by which another scorer may come to answer.
     * @param watch        over its rules.
     * @param journal      behind its last record.
     * @param epoch        of this process.
     * @param lastSequence of the journal.
     * @param sink         for what may be answered.
     * @param counters     to count in.
     */
    public Line(
        final LineConfig config,
        final Scorer scorer,
        final Handover handover,
        final RuleWatch watch,
        final JournalWriter journal,
        final int epoch,
        final long lastSequence,
        final ReplySink sink,
        final LineCounters counters)
    {
        final boolean pinned = config.cpus().length > 0;
        final WaitStrategy waiting = pinned ? new BusySpinWaitStrategy() : new SleepingWaitStrategy(WAIT_YIELDS, WAIT_SLEEP_NS);
        final ByteBuffer memory = ByteBuffer.allocateDirect(config.ringCapacity() * SLOT_LENGTH);
        final AtomicLong nextOffset = new AtomicLong();
        ring = RingBuffer.createSingleProducer(
            () -> new Slot(new UnsafeBuffer(memory, (int)nextOffset.getAndAdd(SLOT_LENGTH), SLOT_LENGTH)), config.ringCapacity(), waiting);
        batchMax = Durability.MACHINE == journal.durability() ? FORCED_BATCH_MAX : BATCH_MAX;
        intake = new Intake(ring, epoch, lastSequence);
        dueTimes.set(scorer.windows().nextDueMs(), scorer.windows().reachableMs());
        final long overBudgetNs = config.budgetWatched() ? config.budgetNs() - config.budgetReserveNs() : Long.MAX_VALUE;
        final long replyBudgetNs = config.budgetWatched() ? config.budgetNs() : Long.MAX_VALUE;
        score = new ScoreHandler(scorer, handover, watch, counters, overBudgetNs, dueTimes, ring);
        final JournalHandler journalling = new JournalHandler(journal);
        final ReplyHandler reply = new ReplyHandler(sink, counters, replyBudgetNs);
        if (Layout.ONE == config.layout())
        {
            add("veto-line", new OneThreadHandler(ring, score, journalling, reply), config.cpus());
        }
        else
        {
            add("veto-score", score, config.cpus());
            add("veto-journal", journalling, config.cpus());
            add("veto-reply", reply, config.cpus());
        }
        ring.addGatingSequences(last());
    }

    /**
     * Threads that the line needs, the gateway's included.
     *
     * @param layout of the stages.
     * @return how many processors a pinned line takes.
     */
    public static int threads(final Layout layout)
    {
        return Layout.ONE == layout ? 2 : 4;
    }

    /**
     * The scorer that answers.
     *
     * @return the scorer; belongs to the scoring thread until the line is closed.
     */
    public Scorer scorer()
    {
        return score.scorer();
    }

    /**
     * Where records enter.
     *
     * @return the intake.
     */
    public Intake intake()
    {
        return intake;
    }

    /**
     * When the windows next have something to do if nothing else comes.
     *
     * @return epoch milliseconds; {@link Long#MAX_VALUE} for never. Any thread may ask.
     */
    public long nextDueMs()
    {
        return dueTimes.nextDueMs();
    }

    /**
     * How far a tick should move engine time, so that it does not hold the line up.
     *
     * @return epoch milliseconds; {@link Long#MAX_VALUE} for any. Any thread may ask.
     */
    public long reachableMs()
    {
        return dueTimes.reachableMs();
    }

    /**
     * What ended the line.
     *
     * @return the first failure of a stage, or null while all is well. Any thread may ask.
     */
    public Throwable failure()
    {
        return fatalHandler.failure();
    }

    /**
     * Starts the stages.
     */
    public void start()
    {
        threads.forEach(Thread::start);
    }

    /**
     * Waits until everything that was published is answered, or a stage has failed, or the time is up.
     *
     * @param timeoutMs longest wait in milliseconds.
     * @return true if everything is answered.
     */
    public boolean drain(final long timeoutMs)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (last().get() < ring.getCursor())
        {
            if (null != failure() || System.nanoTime() > deadlineNs)
            {
                return false;
            }
            Thread.yield();
        }
        return true;
    }

    @Override
    public void close()
    {
        processors.forEach(BatchEventProcessor::halt);
        boolean interrupted = false;
        for (final Thread thread : threads)
        {
            while (thread.isAlive())
            {
                try
                {
                    thread.join();
                }
                catch (final InterruptedException e)
                {
                    interrupted = true;
                }
            }
        }
        if (interrupted)
        {
            Thread.currentThread().interrupt();
        }
        failWhatIsLeft();
    }

    private void failWhatIsLeft()
    {
        for (long next = last().get() + 1; next <= ring.getCursor(); next++)
        {
            final OperatorRecord operatorRecord = ring.get(next).operatorRecord();
            if (null != operatorRecord)
            {
                operatorRecord.fail("the server stopped before the change was known to be journalled");
            }
        }
    }

    private void add(final String name, final EventHandler<Slot> handler, final int[] cpus)
    {
        final Sequence[] after = processors.isEmpty() ? new Sequence[0] : new Sequence[]{last()};
        final BatchEventProcessor<Slot> processor =
            new BatchEventProcessorBuilder().setMaxBatchSize(batchMax).build(ring, ring.newBarrier(after), handler);
        processor.setExceptionHandler(fatalHandler);
        processors.add(processor);
        final int index = processors.size();
        final Thread thread = new Thread(() -> run(processor, index < cpus.length ? cpus[index] : -1), name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void run(final BatchEventProcessor<Slot> processor, final int cpu)
    {
        if (cpu >= 0)
        {
            Affinity.setAffinity(cpu);
        }
        try
        {
            processor.run();
        }
        catch (final Throwable e)
        {
            fatalHandler.onThreadEnd(e);
            processor.halt();
        }
    }

    private Sequence last()
    {
        return processors.get(processors.size() - 1).getSequence();
    }
}
