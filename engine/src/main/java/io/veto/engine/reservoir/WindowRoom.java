package io.veto.engine.reservoir;

import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Room for the state behind the rules: segments of the reservoir in a folder, huge pages for the accumulators, and a side thread that keeps
 * the next ones of both ready, reads ahead of the tails, and gives up what lies far from them.
 * <p>
 * <b>Note:</b> open and close on one thread; close it before the scorer that has its memory.
 */
public final class WindowRoom implements AutoCloseable
{
    private static final long IDLE_MS = 1;

    private final MappedSegments segments;
    private final WindowMemory memory;
    private final AgentRunner runner;

    /**
     * Opens room in a folder of its own, and starts the side thread.
     *
     * @param folder       made if it is not there; what an earlier process left in it is deleted.
     * @param errorHandler told of the first failure of the side thread, which tries again; the windows go on and may wait.
     * @throws IOException if the folder cannot be used.
     */
    public WindowRoom(final Path folder, final ErrorHandler errorHandler) throws IOException
    {
        segments = new MappedSegments(folder);
        final TailPositions tails = new TailPositions(TailListener.TAILS_MAX);
        final HugePages pages = new HugePages();
        memory = new WindowMemory(segments, pages, tails);
        runner = new AgentRunner(new SleepingMillisIdleStrategy(IDLE_MS), first(errorHandler), null,
            new CompositeAgent(
                new SegmentAhead(segments, tails), new ColdSegments(segments, tails, pages.call()), new MemoryAhead(pages)));
        AgentRunner.startOnThread(runner, body ->
        {
            final Thread thread = new Thread(body, "veto-room");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What a scorer is given.
     *
     * @return the memory.
     */
    public WindowMemory memory()
    {
        return memory;
    }

    /**
     * Says where full segments are kept beside the state that is saved or loaded next.
     *
     * @param kept folder; null for nowhere.
     */
    public void keepIn(final Path kept)
    {
        segments.keepIn(kept);
    }

    /**
     * Stops the side thread. The segments are closed with the scorer that has them.
     */
    @Override
    public void close()
    {
        CloseHelper.close(runner);
    }

    /**
     * Stops the side thread and deletes the folder, where no scorer came to have the segments or it is closed already.
     *
     * @param folder that was given.
     */
    public void closeAndDelete(final Path folder)
    {
        close();
        memory.segments().close();
        IoUtil.delete(folder.toFile(), true);
    }

    private static ErrorHandler first(final ErrorHandler handler)
    {
        final AtomicBoolean isTold = new AtomicBoolean();
        return error ->
        {
            if (isTold.compareAndSet(false, true))
            {
                handler.onError(error);
            }
        };
    }
}
