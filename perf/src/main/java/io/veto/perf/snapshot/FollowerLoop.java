package io.veto.perf.snapshot;

import io.veto.perf.process.FollowerProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes snapshots of a data folder, one after the other without a pause, until it is told to stop.
 * <p>
 * <b>Note:</b> start and stop on one thread.
 */
final class FollowerLoop
{
    private final Path data;
    private final int labelMaturityDays;
    private final Thread thread = new Thread(this::run, "veto-followers");
    private volatile boolean isStopped = false;
    private int snapshots = 0;
    private IOException failure;

    private FollowerLoop(final Path data, final int labelMaturityDays)
    {
        this.data = data;
        this.labelMaturityDays = labelMaturityDays;
    }

    static FollowerLoop start(final Path data, final int labelMaturityDays)
    {
        final FollowerLoop loop = new FollowerLoop(data, labelMaturityDays);
        loop.thread.start();
        return loop;
    }

    /**
     * Waits for the snapshot that is being taken.
     *
     * @return how many were taken.
     * @throws IOException if one could not be taken.
     */
    int stop() throws IOException
    {
        isStopped = true;
        try
        {
            thread.join();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a snapshot was taken", e);
        }
        if (null != failure)
        {
            throw failure;
        }
        return snapshots;
    }

    private void run()
    {
        try
        {
            while (!isStopped)
            {
                FollowerProcess.start(data, labelMaturityDays).await();
                snapshots++;
            }
        }
        catch (final IOException e)
        {
            failure = e;
        }
    }
}
