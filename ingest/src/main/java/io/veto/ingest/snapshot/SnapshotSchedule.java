package io.veto.ingest.snapshot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Starts the program that takes snapshots again and again, one at a time, where records came since the last one. What it says is logged; a
 * failure that is the same as the one before is not logged again.
 * <p>
 * <b>Note:</b> construct and close on one thread; the rest happens on a thread of its own. A program that is under way ends with
 * {@link #close}; where this process is killed it goes on to its end by itself.
 */
public final class SnapshotSchedule implements AutoCloseable
{
    private static final long END_PATIENCE_MS = 10_000;
    private static final int LINE_LENGTH_MAX = 2_000;

    private final List<String> command;
    private final Duration every;
    private final LongSupplier lastSequence;
    private final PrintStream log;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final long firstSequence;
    private volatile Process process;
    private volatile int taken = 0;
    private String lastFailure;

    /**
     * Begins to wait.
     *
     * @param command      program and arguments; it says in its last line what it has done.
     * @param every        from the start, and from the end of each program, to the next.
     * @param lastSequence of the journal.
     * @param log          for one line per program.
     */
    public SnapshotSchedule(final List<String> command, final Duration every, final LongSupplier lastSequence, final PrintStream log)
    {
        this.command = command;
        this.every = every;
        this.lastSequence = lastSequence;
        this.log = log;
        firstSequence = lastSequence.getAsLong();
        thread = new Thread(this::run, "veto-snapshots");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Programs that ended well.
     *
     * @return how many. Any thread may ask.
     */
    public int taken()
    {
        return taken;
    }

    /**
     * Ends the program that is under way, and starts no other.
     */
    @Override
    public void close()
    {
        closed.countDown();
        end(process);
        try
        {
            thread.join();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        long doneSequence = firstSequence;
        try
        {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS))
            {
                final long sequence = lastSequence.getAsLong();
                if (sequence != doneSequence && takeOne())
                {
                    doneSequence = sequence;
                    taken = taken + 1;
                }
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private boolean takeOne() throws InterruptedException
    {
        try
        {
            final Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
            process = started;
            if (0 == closed.getCount())
            {
                end(started);
            }
            final String line = lastLine(started);
            final int exitCode = started.waitFor();
            if (0 == exitCode)
            {
                lastFailure = null;
                log.println("veto: " + line);
                return true;
            }
            fail("exitCode=" + exitCode + ": " + line);
        }
        catch (final IOException e)
        {
            fail(e.getMessage());
        }
        finally
        {
            process = null;
        }
        return false;
    }

    private void fail(final String failure)
    {
        if (closed.getCount() > 0 && !failure.equals(lastFailure))
        {
            lastFailure = failure;
            log.println("veto: no snapshot was taken, the next try is in " + every.toSeconds() + " s: " + failure);
        }
    }

    private static String lastLine(final Process process) throws IOException
    {
        String last = "it said nothing";
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                last = line.isBlank() ? last : line.substring(0, Math.min(line.length(), LINE_LENGTH_MAX));
            }
        }
        return last;
    }

    private static void end(final Process process)
    {
        if (null != process)
        {
            process.destroy();
            try
            {
                if (!process.waitFor(END_PATIENCE_MS, TimeUnit.MILLISECONDS))
                {
                    process.destroyForcibly().waitFor();
                }
            }
            catch (final InterruptedException e)
            {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
