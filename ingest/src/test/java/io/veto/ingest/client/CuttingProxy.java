package io.veto.ingest.client;

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

/**
 * A TCP proxy that cuts each connection after so many bytes, drawn at random for each direction: at any byte of any frame.
 */
final class CuttingProxy implements AutoCloseable
{
    private static final int BUFFER_LENGTH = 1 << 12;

    private final ServerSocket server;
    private final Random random;
    private final int bytesMax;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean isCutting = true;

    /**
     * Begins to listen.
     *
     * @param port     of the server behind it.
     * @param seed     of the cuts.
     * @param bytesMax most bytes of a direction before its connection is cut.
     */
    CuttingProxy(final int port, final long seed, final int bytesMax) throws IOException
    {
        this.port = port;
        this.bytesMax = bytesMax;
        random = new Random(seed);
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    InetSocketAddress address()
    {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    /** Sends later connections to another server. */
    void port(final int newPort)
    {
        port = newPort;
    }

    /** Lets later connections be. */
    void stopCutting()
    {
        isCutting = false;
    }

    /** Cuts the connections that there are. */
    void cut() throws IOException
    {
        for (final Socket socket : sockets)
        {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException
    {
        server.close();
        cut();
    }

    private void accept()
    {
        try
        {
            while (true)
            {
                final Socket sender = server.accept();
                final long up = isCutting ? random.nextInt(bytesMax) : Long.MAX_VALUE;
                final long down = isCutting ? random.nextInt(4 * bytesMax) : Long.MAX_VALUE;
                connect(sender, up, down);
            }
        }
        catch (final IOException e)
        {
            sockets.clear();
        }
    }

    private void connect(final Socket sender, final long up, final long down) throws IOException
    {
        sockets.add(sender);
        try
        {
            final Socket receiver = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(receiver);
            start(() -> pump(sender, receiver, up));
            start(() -> pump(receiver, sender, down));
        }
        catch (final IOException e)
        {
            sender.close();
        }
    }

    private void pump(final Socket from, final Socket to, final long bytes)
    {
        final byte[] buffer = new byte[BUFFER_LENGTH];
        long left = bytes;
        try (from; to)
        {
            final InputStream input = from.getInputStream();
            final OutputStream output = to.getOutputStream();
            int read = 0;
            while (left > 0 && read >= 0)
            {
                read = input.read(buffer, 0, (int)Math.min(left, BUFFER_LENGTH));
                output.write(buffer, 0, Math.max(0, read));
                left -= Math.max(0, read);
            }
        }
        catch (final IOException e)
        {
            sockets.remove(from);
        }
        finally
        {
            sockets.remove(to);
        }
    }

    private static void start(final Runnable body)
    {
        final Thread thread = new Thread(body, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
