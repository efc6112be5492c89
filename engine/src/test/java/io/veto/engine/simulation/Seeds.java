package io.veto.engine.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.IoUtil;

/**
 * Runs seeds side by side, each on one thread and in a folder of its own, in memory where the machine has such a place.
 */
final class Seeds
{
    private static final Path MEMORY = Path.of("/dev/shm");

    private Seeds()
    {
    }

    /**
     * Runs seeds that must hold.
     *
     * @param first seed.
     * @param count of them.
     * @return what happened in all of them.
     */
    @SuppressWarnings("try")
    static Coverage run(final long first, final int count)
    {
        final Coverage coverage = new Coverage();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (CompiledOnce compiled = new CompiledOnce())
        {
            each(first, count, seed ->
            {
                if (null == failure.get())
                {
                    try
                    {
                        final Coverage one = runIn(seed, Bug.NONE);
                        synchronized (coverage)
                        {
                            coverage.add(one);
                        }
                    }
                    catch (final Throwable e)
                    {
                        failure.compareAndSet(null, e);
                    }
                }
            });
        }
        if (failure.get() instanceof final Error error)
        {
            throw error;
        }
        return coverage;
    }

    /**
     * Runs seeds with a bug until one fails.
     *
     * @return its message; null if the bug was never found.
     */
    @SuppressWarnings("try")
    static String firstFailure(final long first, final int count, final Bug bug)
    {
        try (CompiledOnce compiled = new CompiledOnce())
        {
            for (long seed = first; seed < first + count; seed++)
            {
                try
                {
                    runIn(seed, bug);
                }
                catch (final AssertionError e)
                {
                    return e.getMessage();
                }
            }
            return null;
        }
    }

    private interface SeedRun
    {
        void run(long seed);
    }

    private static void each(final long first, final int count, final SeedRun run)
    {
        final AtomicLong next = new AtomicLong(first);
        final Thread[] threads = new Thread[Math.min(count, Runtime.getRuntime().availableProcessors())];
        for (int i = 0; i < threads.length; i++)
        {
            threads[i] = new Thread(() ->
            {
                long seed = next.getAndIncrement();
                while (seed < first + count)
                {
                    run.run(seed);
                    seed = next.getAndIncrement();
                }
            }, "seeds-" + i);
            threads[i].start();
        }
        for (final Thread thread : threads)
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException e)
            {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Coverage runIn(final long seed, final Bug bug)
    {
        try
        {
            final Path folder = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "veto-simulation") :
                Files.createTempDirectory("veto-simulation");
            try
            {
                return Simulation.run(seed, folder, bug);
            }
            finally
            {
                IoUtil.delete(folder.toFile(), true);
            }
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
