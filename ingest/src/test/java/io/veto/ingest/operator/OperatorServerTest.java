package io.veto.ingest.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients may do to the operator socket, and what they are told. */
@Timeout(60)
class OperatorServerTest
{
    private static final long PATIENCE_MS = 1_500;
    private static final OperatorAnswer GREETING = new OperatorAnswer(0, "hello a, b, 3 bytes");

    @TempDir
    private Path data;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<byte[]> payloads = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private OperatorServer server;

    @BeforeEach
    void open()
    {
        server = open(data);
    }

    @AfterEach
    void everyOtherOperatorIsStillServed()
    {
        assertEquals(GREETING, greet(data));
        server.close();
        assertFalse(Files.exists(data.resolve("operator.sock")));
        assertEquals("", log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveProgressAndThenTheAnswer()
    {
        final List<String> lines = new ArrayList<>();

        final OperatorAnswer answer = OperatorClient.call(data, "count", new OperatorRequest(List.of("3"), new byte[0]), lines::add);

        assertEquals(List.of("1 of 3", "2 of 3", "3 of 3"), lines);
        assertEquals(new OperatorAnswer(1, "counted"), answer);
    }

    @Test
    void shouldOpenItsSocketToItsOwnUserAlone() throws IOException
    {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("operator.sock"))));
        assertFalse(Files.exists(data.resolve("operator.new")));
    }

    @Test
    void shouldZeroThePayloadOnceTheCommandHasEnded()
    {
        greet(data);

        assertArrayEquals(new byte[3], payloads.get(0));
    }

    @Test
    void shouldTellAnUnknownVerb()
    {
        assertEquals(new OperatorAnswer(2, "the server knows no such command: expectedVerb=count|fail|greet|wait verb=gret: " +
            "use the veto command of the version that serves"), call("gret"));
    }

    @Test
    void shouldTellWhatACommandThrows()
    {
        assertEquals(new OperatorAnswer(3, "the command has failed"), call("fail"));
    }

    @Test
    void shouldServeOneWhileAnotherWaits() throws InterruptedException
    {
        final CompletableFuture<OperatorAnswer> waiting = CompletableFuture.supplyAsync(() -> call("wait"));
        entered.await();

        assertEquals(GREETING, greet(data));
        goOn.countDown();
        assertEquals(new OperatorAnswer(0, "waited"), waiting.join());
    }

    @Test
    void shouldLetMoreClientsThanItServesWaitTheirTurn()
    {
        final List<CompletableFuture<OperatorAnswer>> calls = new ArrayList<>();
        for (int i = 0; i < 3 * OperatorServer.CLIENTS_MAX; i++)
        {
            final CompletableFuture<OperatorAnswer> answer = new CompletableFuture<>();
            new Thread(() -> answer.complete(greet(data))).start();
            calls.add(answer);
        }

        assertTrue(calls.stream().allMatch(call -> GREETING.equals(call.join())));
    }

    @Test
    void shouldNotWaitForClientsThatSayNothingOrHalf() throws IOException
    {
        final List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < OperatorServer.CLIENTS_MAX; i++)
        {
            silent.add(OperatorSocket.connect(data));
            silent.get(i).write(ByteBuffer.wrap(request(10), 0, 4 * i));
        }

        assertEquals(GREETING, greet(data));
        for (final SocketChannel channel : silent)
        {
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
            channel.close();
        }
    }

    @Test
    void shouldNotWaitForAClientThatReadsNothing() throws IOException, InterruptedException
    {
        try (SocketChannel channel = OperatorSocket.connect(data))
        {
            OperatorProtocol.writeRequest(new DataOutputStream(Channels.newOutputStream(channel)), "count",
                new OperatorRequest(List.of("1000000"), new byte[0]));
            Thread.sleep(PATIENCE_MS * 2);

            assertEquals(GREETING, greet(data));
        }
    }

    @Test
    void shouldRefuseWhatIsNoRequest() throws IOException
    {
        final byte[] garbage = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        final byte[] otherVersion = request(0);
        otherVersion[5] = 2;
        final byte[] tooLong = request(0);
        tooLong[6] = 1;
        final byte[] negative = request(0);
        negative[6] = -1;
        final byte[] longVerb = request(0);
        longVerb[12] = 1;
        final byte[] restBehind = request(0);
        restBehind[9]++;

        assertEquals(
            List.of("2 not an operator's request: expectedMagic=0x5645544f magic=0x47455420",
                "2 operator protocol differs: expectedVersion=1 version=2: use the veto command of the version that serves",
                "2 request is too long: maximumLength=2097152 length=16777231",
                "2 request is too long: maximumLength=2097152 length=4278190095",
                "2 a part is longer than the whole: maximumLength=11 length=261",
                "2 request does not end where it says: remainingLength=1"),
            List.of(say(garbage), say(otherVersion), say(tooLong), say(negative), say(longVerb), say(restBehind)));
    }

    @Test
    void shouldRefuseAtTheClientWhatIsTooLong()
    {
        final int room = OperatorProtocol.REQUEST_LENGTH_MAX - 15;

        assertEquals("hello 2097137 bytes",
            OperatorClient.call(data, "greet", new OperatorRequest(List.of(), new byte[room]), line -> { }).text());
        assertEquals(new OperatorAnswer(2, "request is too long: maximumLength=2097152 length=2097153"),
            OperatorClient.call(data, "greet", new OperatorRequest(List.of(), new byte[room + 1]), line -> { }));
    }

    @Test
    void shouldReplaceTheSocketOfADeadServer()
    {
        final Path other = data.resolve("other");
        assertTrue(other.toFile().mkdir());
        final OperatorServer dead = open(other);
        final OperatorServer living = open(other);

        assertEquals(GREETING, greet(other));
        living.close();
        dead.close();
    }

    @Test
    void shouldWorkInAFolderWhosePathIsLongerThanASocketsMayBe() throws IOException
    {
        final Path far = Files.createDirectories(data.resolve("f".repeat(100)).resolve("g".repeat(100)));
        final OperatorServer distant = open(far);

        assertEquals(GREETING, greet(far));
        distant.close();
        assertFalse(Files.exists(far.resolve("operator.sock")));
    }

    @Test
    void shouldSayWhenNoServerRuns() throws IOException
    {
        final Path none = Files.createDirectory(data.resolve("none"));
        final String expected =
            "no server runs on this data folder: folder=" + none + ": start it with veto serve --data " + none;
        final OperatorAnswer without = greet(none);
        OperatorSocket.bind(none).close();
        final OperatorAnswer stale = greet(none);

        assertEquals(List.of(new OperatorAnswer(3, expected), new OperatorAnswer(3, expected)), List.of(without, stale));
        assertTrue(Files.exists(none.resolve("operator.sock")));
    }

    private OperatorServer open(final Path folder)
    {
        final OperatorCommand fail = (request, progress) ->
        {
            throw new IllegalStateException("the command has failed");
        };
        return new OperatorServer(folder, Map.of("greet", this::onGreet, "count", OperatorServerTest::onCount, "fail", fail, "wait",
            (request, progress) -> onWait()), PATIENCE_MS, new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private OperatorAnswer onGreet(final OperatorRequest request, final Consumer<String> progress)
    {
        final List<String> words = new ArrayList<>(request.arguments());
        words.add(request.payload().length + " bytes");
        payloads.add(request.payload());
        return new OperatorAnswer(0, "hello " + String.join(", ", words));
    }

    private static OperatorAnswer onCount(final OperatorRequest request, final Consumer<String> progress)
    {
        final int count = Integer.parseInt(request.arguments().get(0));
        for (int i = 1; i <= count; i++)
        {
            progress.accept(i + " of " + count);
        }
        return new OperatorAnswer(1, "counted");
    }

    private OperatorAnswer onWait()
    {
        entered.countDown();
        try
        {
            return new OperatorAnswer(goOn.await(30, TimeUnit.SECONDS) ? 0 : 1, "waited");
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
            return new OperatorAnswer(1, "interrupted");
        }
    }

    private static OperatorAnswer greet(final Path folder)
    {
        return OperatorClient.call(folder, "greet", new OperatorRequest(List.of("a", "b"), new byte[]{1, 2, 3}), line -> { });
    }

    private OperatorAnswer call(final String verb)
    {
        return OperatorClient.call(data, verb, new OperatorRequest(List.of(), new byte[0]), line -> { });
    }

    private static byte[] request(final int payloadLength) throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OperatorProtocol.writeRequest(new DataOutputStream(bytes), "verbs", new OperatorRequest(List.of(), new byte[payloadLength]));
        bytes.write(0);
        return bytes.toByteArray();
    }

    private String say(final byte[] bytes) throws IOException
    {
        try (SocketChannel channel = OperatorSocket.connect(data))
        {
            channel.write(ByteBuffer.wrap(bytes));
            final DataInputStream input = new DataInputStream(Channels.newInputStream(channel));
            assertEquals(OperatorProtocol.ANSWER, input.readByte());
            return input.readByte() + " " + OperatorProtocol.readText(input);
        }
    }
}
