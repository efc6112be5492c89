package io.veto.ingest;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a server end in order when its process is told to (SIGTERM, SIGINT, SIGHUP), and with an exit code of its own: whatever it has to
 * write is written first, however long that takes.
 * <p>
 * Java ends a process that was told to with 128 and the signal's number as soon as its shutdown hooks are done. The hook here waits until
 * the server is closed, and halts.
 * <p>
 * <b>Note:</b> {@link #signal} may be called by any thread.
 */
final class StopSignal implements AutoCloseable
{
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "veto-stop");
    private boolean isHooked = false;
    private volatile int exitCode;

    /**
     * Begins. Until {@link #arm} a process that is told to end ends at once.
     *
     * @param exitCode of the process until {@link #exitCode(int)}.
     */
    StopSignal(final int exitCode)
    {
        this.exitCode = exitCode;
    }

    /** Ends the waiting. */
    void signal()
    {
        told.countDown();
    }

    /** From here on a process that is told to end does so only when this is closed. */
    void arm()
    {
        try
        {
            Runtime.getRuntime().addShutdownHook(hook);
            isHooked = true;
        }
        catch (final IllegalStateException e)
        {
            told.countDown();
        }
    }

    /** Waits until it is told to stop. */
    void await()
    {
        try
        {
            told.await();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sets what the process ends with if it was told to.
     *
     * @param newExitCode of the process.
     */
    void exitCode(final int newExitCode)
    {
        exitCode = newExitCode;
    }

    /** Lets the process end, if it was told to. */
    @Override
    public void close()
    {
        ended.countDown();
        if (isHooked)
        {
            try
            {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
            catch (final IllegalStateException e)
            {
                told.countDown();
            }
        }
    }

    private void onShutdown()
    {
        told.countDown();
        try
        {
            ended.await();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
