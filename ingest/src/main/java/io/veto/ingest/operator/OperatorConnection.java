package io.veto.ingest.operator;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * One client of the operator socket: reads its request, runs the command, answers, closes. A request may hold card numbers: it is read
 * into the payload alone, which is zeroed.
 * <p>
 * <b>Note:</b> runs on a thread of its own. Any thread may ask {@link #isOverdue} and {@link #close}, which wakes it.
 */
final class OperatorConnection implements Runnable, AutoCloseable
{
    private final SocketChannel channel;
    private final Map<String, OperatorCommand> commands;
    private final long patienceNs;
    private final DataInputStream input;
    private final DataOutputStream output;
    private boolean hasClient = true;
    private volatile long waitsSinceNanoTime;
    private volatile boolean waits = true;

    /**
     * Takes a client.
     *
     * @param channel    of the client, in blocking mode.
     * @param commands   by verb.
     * @param patienceMs longest wait for the client.
     */
    OperatorConnection(final SocketChannel channel, final Map<String, OperatorCommand> commands, final long patienceMs)
    {
        this.channel = channel;
        this.commands = commands;
        this.patienceNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        input = new DataInputStream(Channels.newInputStream(channel));
        output = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
        waitsSinceNanoTime = System.nanoTime();
    }

    /**
     * Whether the client has kept it waiting for too long.
     *
     * @return true if it should be closed.
     */
    boolean isOverdue()
    {
        return waits && System.nanoTime() - waitsSinceNanoTime > patienceNs;
    }

    @Override
    public void run()
    {
        try
        {
            answer(serve());
        }
        catch (final OperatorProtocolException e)
        {
            answer(new OperatorAnswer(OperatorAnswer.USAGE, e.getMessage()));
        }
        catch (final IOException e)
        {
            hasClient = false;
        }
        finally
        {
            close();
        }
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(channel);
    }

    private OperatorAnswer serve() throws IOException
    {
        final OperatorProtocol.Call call = OperatorProtocol.readRequest(input);
        waits = false;
        try
        {
            final OperatorCommand command = commands.get(call.verb());
            return null == command ? new OperatorAnswer(OperatorAnswer.USAGE, "the server knows no such command: expectedVerb=" +
                String.join("|", new TreeSet<>(commands.keySet())) + " verb=" + call.verb() +
                ": use the veto command of the version that serves") :
                command.run(call.request(), this::progress);
        }
        catch (final RuntimeException e)
        {
            return new OperatorAnswer(OperatorAnswer.ENVIRONMENT, null == e.getMessage() ? e.toString() : e.getMessage());
        }
        finally
        {
            Arrays.fill(call.request().payload(), (byte)0);
        }
    }

    private void progress(final String line)
    {
        write(() -> OperatorProtocol.writeProgress(output, line));
    }

    private void answer(final OperatorAnswer answer)
    {
        write(() -> OperatorProtocol.writeAnswer(output, answer));
    }

    /** What is said to the client. */
    @FunctionalInterface
    private interface Message
    {
        void write() throws IOException;
    }

    private void write(final Message message)
    {
        if (hasClient)
        {
            waitsSinceNanoTime = System.nanoTime();
            waits = true;
            try
            {
                message.write();
            }
            catch (final IOException e)
            {
                hasClient = false;
            }
            waits = false;
        }
    }
}
