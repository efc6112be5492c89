package io.veto.ingest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.TestAppliance;
import io.veto.ingest.wire.FrameDescriptor;
import io.veto.rules.layout.AcknowledgementDecoder;
import io.veto.rules.layout.AnswerDecoder;
import io.veto.rules.layout.HelloEncoder;
import io.veto.rules.layout.MessageHeaderEncoder;
import io.veto.rules.layout.TransactionEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Hello that comes late, on a connection that its sender has given up, and closes the one that the sender has made since. */
@Timeout(60)
class LateGreetingTest implements ClientHandler
{
    private static final String SOURCE = "shop";
    private static final long NOON = 1_700_000_000_000L;
    private static final long PATIENCE_MS = 10_000;

    @TempDir
    private Path folder;
    private final List<Long> answered = new ArrayList<>();

    @Test
    void shouldConnectAgainOnceForEachConnectionThatItHasLost() throws IOException, SessionException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            CuttingProxy proxy = new CuttingProxy(server.appliance().port(), 1, 1))
        {
            proxy.stopCutting();
            try (VetoClient client = client(proxy.address()))
            {
                exchange(client);
                proxy.cut();
                exchange(client);
                greet(server.appliance().port());
                exchange(client);
                assertEquals(List.of(1L, 2L, 3L), answered);
                greet(server.appliance().port());

                assertEnds(client);
            }
        }
    }

    @Test
    void shouldEndWhereAnotherClientHasTheSource() throws IOException, SessionException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data")); VetoClient client = client(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.appliance().port())))
        {
            exchange(client);
            greet(server.appliance().port());

            assertEnds(client);
        }
    }

    private void assertEnds(final VetoClient client)
    {
        final SessionException e = assertThrows(SessionException.class, () -> exchange(client));

        assertTrue(e.getMessage().startsWith("the source has connected again from "), e.getMessage());
    }

    private void exchange(final VetoClient client) throws SessionException
    {
        while (!client.isReady())
        {
            client.poll(this);
        }
        final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
        new TransactionEncoder().wrap(block, 0).eventTimeMs(NOON).transactionId("t" + client.lastOffered());
        block.putStringWithoutLengthAscii(TransactionEncoder.accountEncodingOffset(), "card");
        client.offer(block, 0);
        assertTrue(client.flush(this, PATIENCE_MS));
    }

    /** Greets as the same source on a connection of its own, and waits until the server has closed the other. */
    private static void greet(final int port) throws IOException
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FrameDescriptor.MESSAGE_OFFSET + HelloEncoder.BLOCK_LENGTH]);
        FrameDescriptor.putHeader(frame, 0, frame.capacity(), 0, 0, 0, new MessageHeaderEncoder(), HelloEncoder.BLOCK_LENGTH,
            HelloEncoder.TEMPLATE_ID);
        new HelloEncoder().wrap(frame, FrameDescriptor.MESSAGE_OFFSET).sourceName(SOURCE);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port))
        {
            socket.getOutputStream().write(frame.byteArray());
            assertTrue(socket.getInputStream().read() >= 0);
        }
    }

    private static VetoClient client(final InetSocketAddress address)
    {
        return new VetoClient(new ClientContext().address(address).sourceName(SOURCE));
    }

    @Override
    public void onAnswer(final long messageNumber, final boolean replayed, final boolean duplicate, final AnswerDecoder answer)
    {
        answered.add(messageNumber);
    }

    @Override
    public void onAcknowledgement(final long messageNumber, final boolean replayed, final AcknowledgementDecoder acknowledgement)
    {
    }

    @Override
    public void onRuleTable(final RuleTable ruleTable)
    {
    }

    @Override
    public void onDisconnect(final String cause)
    {
    }
}
