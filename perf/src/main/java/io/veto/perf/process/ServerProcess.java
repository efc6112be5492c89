package io.veto.perf.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, with the Java, the options and the class path of this one. It counts as started
 * when it prints {@code listening on ADDRESS:PORT}. It is ended with this process, however that ends short of SIGKILL.
 * <p>
 * <b>Note:</b> start, ask and stop on one thread.
 */
public final class ServerProcess implements AutoCloseable
{
    private static final String LISTENING = "listening on ";
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Path standardError;
    private final List<String> saidBefore = new ArrayList<>();
    private final InetSocketAddress address;

    private ServerProcess(final Process process, final Path standardError) throws IOException
    {
        this.process = process;
        this.standardError = standardError;
        this.address = readAddress();
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param mainClass of the server.
     * @param args      of the server.
     * @return the running server.
     * @throws IOException if it cannot be started or ends before it listens; the message holds its standard error.
     */
    public static ServerProcess start(final Class<?> mainClass, final List<String> args) throws IOException
    {
        final Path standardError = Files.createTempFile("veto-server", ".err");
        standardError.toFile().deleteOnExit();
        final Process process = new ProcessBuilder(command(mainClass, args))
            .redirectError(standardError.toFile())
            .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-server"));
        final ServerProcess server = new ServerProcess(process, standardError);
        if (server.address == null)
        {
            throw new IOException("server ended before it listened: expectedOutput=\"" + LISTENING +
                "ADDRESS:PORT\" exitCode=" + server.stop() + "; its standard error: " + server.errors());
        }
        return server;
    }

    /**
     * Options of this process's Java, which are those of each server too.
     *
     * @return the options.
     */
    public static List<String> javaOptions()
    {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /**
     * Where the server listens.
     *
     * @return the address.
     */
    public InetSocketAddress address()
    {
        return address;
    }

    /**
     * What the server printed before it listened.
     *
     * @return lines.
     */
    public List<String> saidBefore()
    {
        return List.copyOf(saidBefore);
    }

    /**
     * Whether the server runs.
     *
     * @return false once it has ended.
     */
    public boolean isAlive()
    {
        return process.isAlive();
    }

    /**
     * What the server has said went wrong.
     *
     * @return its standard error so far; empty when all is well.
     * @throws IOException if it cannot be read.
     */
    public String errors() throws IOException
    {
        return Files.readString(standardError).strip();
    }

    /**
     * Ends the server as SIGKILL does, at once and without a word.
     */
    public void kill()
    {
        try
        {
            process.destroyForcibly().waitFor();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was ending", ex);
        }
    }

    /**
     * Asks the server to end and waits for it; one that takes longer than a minute is killed.
     *
     * @return its exit code.
     */
    public int stop()
    {
        process.destroy();
        try
        {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
            return process.exitValue();
        }
        catch (final InterruptedException ex)
        {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was ending", ex);
        }
    }

    /** Ends the server if it still runs. */
    @Override
    public void close()
    {
        stop();
    }

    private static List<String> command(final Class<?> mainClass, final List<String> args)
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass.getName());
        command.addAll(args);
        return command;
    }

    private InetSocketAddress readAddress() throws IOException
    {
        final BufferedReader output =
            new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(LISTENING))
        {
            saidBefore.add(line);
            line = output.readLine();
        }
        if (line == null)
        {
            return null;
        }
        final int colon = line.lastIndexOf(':');
        return new InetSocketAddress(
            line.substring(LISTENING.length(), colon), Integer.parseInt(line.substring(colon + 1)));
    }
}
