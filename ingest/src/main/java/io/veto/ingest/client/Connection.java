package io.veto.ingest.client;

import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.FetchAnswersEncoder;
import io.veto.rules.layout.HelloEncoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One TCP connection to the server and the frames that open a session on it.
 * <p>
 * <b>Note:</b> single-threaded, non-blocking.
 */
final class Connection implements AutoCloseable
{
    private static final int CAPACITY = 256;

    private final SocketChannel channel;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int begin;
    private int end;

    Connection(final InetSocketAddress address) throws IOException
    {
        channel = SocketChannel.open();
        try
        {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(address);
        }
        catch (final IOException ex)
        {
            channel.close();
            throw ex;
        }
    }

    SocketChannel channel()
    {
        return channel;
    }

    /**
     * Whether the connection stands. A port without a listener that happens to be our own is a connection to ourselves;
     * it counts as refused.
     *
     * @return true if it stands.
     * @throws IOException if it was refused.
     */
    boolean finishConnect() throws IOException
    {
        if (!channel.finishConnect())
        {
            return false;
        }
        if (channel.getLocalAddress().equals(channel.getRemoteAddress()))
        {
            throw new ConnectException("Connection refused");
        }
        return true;
    }

    void putHello(final String sourceName)
    {
        new HelloEncoder()
            .wrap(buffer, claim(0, HelloEncoder.TEMPLATE_ID, HelloEncoder.BLOCK_LENGTH))
            .sourceName(sourceName);
    }

    void putFetchAnswers(final int sourceId, final long fromMessageNumber, final long toMessageNumber)
    {
        new FetchAnswersEncoder()
            .wrap(buffer, claim(sourceId, FetchAnswersEncoder.TEMPLATE_ID, FetchAnswersEncoder.BLOCK_LENGTH))
            .fromMessageNumber(fromMessageNumber)
            .toMessageNumber(toMessageNumber);
    }

    /**
     * Writes what was put.
     *
     * @return bytes written.
     * @throws IOException if the connection is broken.
     */
    int flush() throws IOException
    {
        if (begin == end)
        {
            return 0;
        }
        bytes.limit(end).position(begin);
        final int written = channel.write(bytes);
        begin += written;
        return written;
    }

    boolean isFlushed()
    {
        return begin == end;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }

    private int claim(final int sourceId, final int templateId, final int blockLength)
    {
        final int frameLength = FrameDescriptor.MESSAGE_OFFSET + blockLength;
        final int offset = end;
        end += frameLength;
        FrameDescriptor.putHeader(buffer, offset, frameLength, 0, sourceId, 0, header, blockLength, templateId);
        return offset + FrameDescriptor.MESSAGE_OFFSET;
    }
}
