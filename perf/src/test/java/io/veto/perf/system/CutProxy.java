package io.veto.perf.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.CloseHelper;

/**
 * Stands between senders and a server and breaks every connection after so many bytes, drawn for each direction: it is closed, or reset,
 * or it falls silent in that direction and stays open.
 */
final class CutProxy implements AutoCloseable
{
    private static final int BYTES_MAX = 60_000;
    private static final int BUFFER_LENGTH = 4096;

    private enum End
    {
        CLOSED, RESET, SILENT
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final Random random;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean isCutting = true;

    CutProxy(final InetSocketAddress server, final long seed) throws IOException
    {
        this.server = server;
        random = new Random(seed);
        start("proxy-accept", this::accept);
    }

    InetSocketAddress address()
    {
        return (InetSocketAddress)listener.getLocalSocketAddress();
    }

    /** Connections broken so far. */
    int cuts()
    {
        return cuts.get();
    }

    /** Lets connections that are made from now on live. */
    void stopCutting()
    {
        isCutting = false;
    }

    @Override
    public void close()
    {
        CloseHelper.quietClose(listener);
        sockets.forEach(CloseHelper::quietClose);
    }

    private void accept()
    {
        try
        {
            while (true)
            {
                final Socket near = listener.accept();
                sockets.add(near);
                final Socket far = new Socket();
                sockets.add(far);
                far.connect(server);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                pass("proxy-in", near, far);
                pass("proxy-out", far, near);
            }
        }
        catch (final IOException e)
        {
            sockets.forEach(CloseHelper::quietClose);
        }
    }

    private void pass(final String name, final Socket from, final Socket to)
    {
        final int limit = isCutting ? random.nextInt(BYTES_MAX) : Integer.MAX_VALUE;
        final End end = End.values()[random.nextInt(End.values().length)];
        start(name, () ->
        {
            try
            {
                copy(from.getInputStream(), to.getOutputStream(), limit, end);
                if (End.RESET == end)
                {
                    from.setSoLinger(true, 0);
                    to.setSoLinger(true, 0);
                }
            }
            catch (final IOException e)
            {
                CloseHelper.quietClose(from);
            }
            CloseHelper.quietClose(from);
            CloseHelper.quietClose(to);
        });
    }

    private void copy(final InputStream input, final OutputStream output, final int limit, final End end) throws IOException
    {
        final byte[] buffer = new byte[BUFFER_LENGTH];
        int left = limit;
        int read = input.read(buffer);
        while (read > 0)
        {
            final int passed = Math.min(read, left);
            output.write(buffer, 0, passed);
            if (passed < read)
            {
                cuts.incrementAndGet();
                while (End.SILENT == end && input.read(buffer) > 0)
                {
                    left = 0;
                }
                return;
            }
            left -= passed;
            read = input.read(buffer);
        }
    }

    private static void start(final String name, final Runnable body)
    {
        final Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
