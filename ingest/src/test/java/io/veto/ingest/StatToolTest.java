package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code veto stat}. */
@Timeout(60)
class StatToolTest
{
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldAskARunningServer() throws IOException
    {
        final Path data = folder.resolve("data");
        try (TestAppliance server = new TestAppliance(data))
        {
            assertEquals(0, run(data.toString()));
            assertEquals("""

                rule set HASH: 0 transactions since it was activated; hits mature in 7 days

                rule                             does       mode                 hits    share       alone precision     matured      ns
                big                              review     live                    0        -           0         -           0       -
                burst                            decline    live                    0        -           0         -           0       -
                bad_terminal                     review     live                    0        -           0         -           0       -
                """.replace("HASH", Long.toHexString(server.appliance().ruleSet().hash())), text(out));
            assertEquals("", text(err));
        }
    }

    @Test
    void shouldSayThatNoServerRuns()
    {
        assertEquals(3, run(folder.toString()));
        assertEquals("veto stat: no server runs on this data folder: folder=" + folder + ": start it with veto serve --data " + folder +
            "\n", text(err));
        assertEquals("", text(out));
    }

    @Test
    void shouldAskAgainUntilTheServerEnds()
    {
        final AtomicInteger calls = new AtomicInteger();
        final OperatorServer server = new OperatorServer(folder, Map.of("stat", (request, progress) -> calls.incrementAndGet() < 3 ?
            new OperatorAnswer(0, request.arguments() + " " + calls.get() + "\n") : new OperatorAnswer(3, "it ends")),
            OperatorServer.PATIENCE_MS_DEFAULT, new PrintStream(err, true, StandardCharsets.UTF_8));
        try
        {
            assertEquals(3, run(folder.toString(), "--every", "1s", "--json"));
        }
        finally
        {
            server.close();
        }
        assertEquals("[json] 1\n[json] 2\n", text(out));
        assertEquals("veto stat: it ends\n", text(err));
    }

    @Test
    void shouldRefuseAnIntervalThatItCannotRead()
    {
        assertEquals(2, run(folder.toString(), "--every", "0s"));
        assertEquals(2, run(folder.toString(), "--every", "5"));
        assertEquals("veto stat: interval cannot be read: expected=1s..99999h every=0s: see veto stat --help\n" +
            "veto stat: interval cannot be read: expected=1s..99999h every=5: see veto stat --help\n", text(err));
    }

    private int run(final String... args)
    {
        return StatTool.run(
            new PrintWriter(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), args);
    }

    private static String text(final ByteArrayOutputStream stream)
    {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
