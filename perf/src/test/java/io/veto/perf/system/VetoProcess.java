package io.veto.perf.system;

import io.veto.perf.process.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program of Veto in a process of its own, with the Java, the options and the class path of this one, which may be killed, stopped and
 * continued at any moment. What it says goes to files, so that it never waits for a reader.
 * <p>
 * <b>Note:</b> any thread. It is ended with this process.
 */
final class VetoProcess implements AutoCloseable
{
    private static final String LISTENING = "listening on ";
    private static final long DEADLINE_SECONDS = 90;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Process process;
    private final Path output;
    private final Path error;

    private VetoProcess(final Process process, final Path output, final Path error)
    {
        this.process = process;
        this.output = output;
        this.error = error;
    }

    /**
     * Starts a program.
     *
     * @param logs    folder for what it says.
     * @param main    its class.
     * @param options of its Java besides those of this one.
     * @param args    of the program.
     * @return the process, which may not have come to anything yet.
     */
    static VetoProcess start(final Path logs, final Class<?> main, final List<String> options, final List<String> args) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServerProcess.javaOptions());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        Files.createDirectories(logs);
        final Path output = Files.createTempFile(logs, "veto", ".out");
        final Path error = Files.createTempFile(logs, "veto", ".err");
        final Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(error.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-veto"));
        return new VetoProcess(process, output, error);
    }

    /**
     * Waits until the server listens.
     *
     * @return where.
     */
    InetSocketAddress awaitListening() throws IOException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (System.nanoTime() < deadlineNs)
        {
            for (final String line : Files.readAllLines(output))
            {
                if (line.startsWith(LISTENING))
                {
                    final int colon = line.lastIndexOf(':');
                    return new InetSocketAddress(
                        line.substring(LISTENING.length(), colon), Integer.parseInt(line.substring(colon + 1)));
                }
            }
            if (!process.isAlive())
            {
                throw new IOException("server ended before it listened: exitCode=" + process.exitValue() + "; " + said());
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        throw new IOException("server does not listen: waitedSeconds=" + DEADLINE_SECONDS + "; " + said());
    }

    /** Ends it as SIGKILL does, at once and without a word. */
    void kill()
    {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end and does not wait. */
    void askToStop()
    {
        process.destroy();
    }

    /**
     * Asks it to end and waits.
     *
     * @return its exit code.
     */
    int stop() throws IOException
    {
        askToStop();
        return exitCode();
    }

    /**
     * Waits for it to end by itself.
     *
     * @return its exit code.
     */
    int exitCode() throws IOException
    {
        if (!awaitEnd())
        {
            kill();
            throw new IOException("process does not end: waitedSeconds=" + DEADLINE_SECONDS + "; " + said());
        }
        return process.exitValue();
    }

    /**
     * Sends it a signal.
     *
     * @param name STOP or CONT.
     */
    void signal(final String name) throws IOException
    {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        try
        {
            if (0 != kill.waitFor())
            {
                throw new IOException("signal not sent: name=" + name + " pid=" + process.pid());
            }
        }
        catch (final InterruptedException e)
        {
            throw interrupted(e);
        }
    }

    boolean isAlive()
    {
        return process.isAlive();
    }

    String output() throws IOException
    {
        return Files.readString(output).strip();
    }

    String errors() throws IOException
    {
        return Files.readString(error).strip();
    }

    /** All that it has said. */
    String said() throws IOException
    {
        return "its output: " + output() + "; its standard error: " + errors();
    }

    @Override
    public void close()
    {
        kill();
    }

    private boolean awaitEnd()
    {
        try
        {
            return process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(final InterruptedException e)
    {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while a process was ending", e);
    }
}
