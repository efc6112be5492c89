package io.veto.perf.process;

import io.veto.ingest.snapshot.FollowerCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A follower that takes a snapshot of a data folder, the same process as a server starts.
 * <p>
 * <b>Note:</b> one thread. It is ended with this process, however that ends short of SIGKILL.
 */
public final class FollowerProcess
{
    /**
     * What a follower did.
     *
     * @param line      that it printed.
     * @param elapsedNs from its start to its end.
     */
    public record Result(String line, long elapsedNs)
    {
    }

    private final Process process;
    private final long beginNs;

    private FollowerProcess(final Process process, final long beginNs)
    {
        this.process = process;
        this.beginNs = beginNs;
    }

    /**
     * Starts a follower.
     *
     * @param data              the data folder.
     * @param labelMaturityDays as of the server.
     * @return the running process.
     * @throws IOException if it cannot be started.
     */
    public static FollowerProcess start(final Path data, final int labelMaturityDays) throws IOException
    {
        final long beginNs = System.nanoTime();
        final Process process = new ProcessBuilder(FollowerCommand.of(data, labelMaturityDays)).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-follower"));
        return new FollowerProcess(process, beginNs);
    }

    /**
     * Whether it runs.
     *
     * @return false once it has ended.
     */
    public boolean isAlive()
    {
        return process.isAlive();
    }

    /**
     * Waits for its end.
     *
     * @return what it did.
     * @throws IOException if it failed; the message holds what it said.
     */
    public Result await() throws IOException
    {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)))
        {
            String last = "";
            for (String line = output.readLine(); null != line; line = output.readLine())
            {
                last = line;
            }
            final int exitCode = process.waitFor();
            if (0 != exitCode)
            {
                throw new IOException("snapshot failed: expectedExitCode=0 exitCode=" + exitCode + "; it said: " + last);
            }
            return new Result(last, System.nanoTime() - beginNs);
        }
        catch (final InterruptedException e)
        {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a snapshot was taken", e);
        }
    }
}
