package io.veto.ingest.operator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.CloseHelper;

/**
 * Listens on the operator socket of a data folder. One thread accepts and closes clients that keep it waiting; each of at most
 * {@value #CLIENTS_MAX} clients has a thread, so that a long command delays no other. One client too many waits until another has gone.
 * <p>
 * A folder whose file system takes no sockets costs one line: cards are answered, commands are not.
 * <p>
 * <b>Note:</b> construct and close on one thread.
 */
public final class OperatorServer implements AutoCloseable
{
    /** Longest wait for a client to send its request or to read an answer, in milliseconds. */
    public static final long PATIENCE_MS_DEFAULT = 10_000;

    static final int CLIENTS_MAX = 4;
    private static final long ACCEPT_INTERVAL_MS = 5;
    private static final long END_MS = 5_000;

    private final Path file;
    private final Map<String, OperatorCommand> commands;
    private final long patienceMs;
    private final PrintStream log;
    private final Map<Thread, OperatorConnection> clients = new LinkedHashMap<>();
    private final AtomicReference<ServerSocketChannel> server = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "veto-operator");

    /**
     * Opens the socket and begins to listen.
     *
     * @param data       folder that this process has locked.
     * @param commands   by verb.
     * @param patienceMs longest wait for a client to send its request or to read an answer.
     * @param log        for one line per problem.
     */
    public OperatorServer(
        final Path data, final Map<String, OperatorCommand> commands, final long patienceMs, final PrintStream log)
    {
        this.file = data.resolve(OperatorSocket.NAME);
        this.commands = Map.copyOf(commands);
        this.patienceMs = patienceMs;
        this.log = log;
        try
        {
            final ServerSocketChannel bound = OperatorSocket.bind(data);
            bound.configureBlocking(false);
            server.set(bound);
            thread.setDaemon(true);
            thread.start();
        }
        catch (final IOException | UnsupportedOperationException e)
        {
            log.println("veto: operator socket cannot be opened, commands are not taken: file=" + file + " cause=" + e.getMessage());
        }
    }

    /**
     * Takes no more clients, waits a while for the commands that run, and removes the socket. Commands that wait for the line must have
     * been told before that it ends.
     */
    @Override
    public void close()
    {
        final ServerSocketChannel bound = server.getAndSet(null);
        if (null != bound)
        {
            CloseHelper.quietClose(bound);
            join(thread, END_MS);
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MS);
            for (final Map.Entry<Thread, OperatorConnection> client : clients.entrySet())
            {
                join(client.getKey(), Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
                client.getValue().close();
            }
            try
            {
                Files.deleteIfExists(file);
            }
            catch (final IOException e)
            {
                log.println("veto: operator socket cannot be removed: file=" + file + " cause=" + e.getMessage());
            }
        }
    }

    private void run()
    {
        ServerSocketChannel bound = server.get();
        while (null != bound)
        {
            try
            {
                closeOverdue();
                final SocketChannel channel = CLIENTS_MAX == clients.size() ? null : bound.accept();
                if (null != channel)
                {
                    welcome(channel);
                }
                TimeUnit.MILLISECONDS.sleep(ACCEPT_INTERVAL_MS);
            }
            catch (final ClosedChannelException | InterruptedException e)
            {
                return;
            }
            catch (final IOException e)
            {
                log.println("veto: an operator's connection is refused: " + e.getMessage());
            }
            bound = server.get();
        }
    }

    private void welcome(final SocketChannel channel) throws IOException
    {
        channel.configureBlocking(true);
        final OperatorConnection connection = new OperatorConnection(channel, commands, patienceMs);
        final Thread client = new Thread(connection, "veto-operator-client");
        client.setDaemon(true);
        clients.put(client, connection);
        client.start();
    }

    private void closeOverdue()
    {
        final List<Thread> ended = new ArrayList<>();
        clients.forEach((client, connection) ->
        {
            if (connection.isOverdue())
            {
                connection.close();
            }
            if (!client.isAlive())
            {
                ended.add(client);
            }
        });
        ended.forEach(clients::remove);
    }

    private static void join(final Thread thread, final long timeoutMs)
    {
        try
        {
            thread.join(timeoutMs);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }
}
