package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.ServeTool;
import io.veto.ingest.feed.AnsweredRow;
import io.veto.ingest.feed.Feed;
import io.veto.ingest.feed.FeedConfig;
import io.veto.ingest.feed.FeedException;
import io.veto.ingest.feed.FeedListener;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.perf.generate.TrafficFile;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.process.ServerProcess;
import io.veto.replay.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of the server while its rules are being changed, at any moment of that: the journal stays sound, nothing is left behind. */
class KilledActivationTest
{
    private static final int TRANSACTIONS = 40_000;
    private static final int KILLS = 3;
    private static final List<String> RULES =
        List.of("rule a review if count(card, 1h) > 5", "rule b decline if sum(amount, card, 2h before where not hit(b)) > 900.00");

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void shouldGoOnUnderOneOfTheRuleSetsWheneverItIsKilled() throws IOException, FeedException
    {
        final long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        final Path sample = folder.resolve("sample.csv");
        TrafficFile.write(sample, new TrafficPlan(500, TRANSACTIONS, 7, 60), done -> { });
        final Path rules = Files.writeString(folder.resolve("first.rules"), RULES.get(0));
        final List<OperatorAnswer> answers = new ArrayList<>();
        try (Killer killer = new Killer(new Random(seed), serve(0, "--rules", rules.toString())))
        {
            new Feed(FeedConfig.of(sample, killer.address), killer).run();
            answers.addAll(killer.activations.stream().map(CompletableFuture::join).toList());
            assertEquals("", killer.server.errors());
        }

        assertEquals(KILLS + 1, answers.size());
        final Verification verification = Verification.of(data());
        assertEquals(null, verification.difference());
        assertEquals(TRANSACTIONS, verification.transactions());
        try (Stream<Path> files = Files.list(data()))
        {
            assertEquals(List.of(), files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("reservoir")).toList());
        }
        assertTrue(answers.get(KILLS).exitCode() <= OperatorAnswer.FAILED, answers.toString());
    }

    private Path data()
    {
        return folder.resolve("data");
    }

    private ServerProcess serve(final int port, final String... more) throws IOException
    {
        return ServerProcess.start(ServeTool.class, Stream.concat(
            Stream.of("--data", data().toString(), "--clock", "event", "--port", Integer.toString(port)), Stream.of(more)).toList());
    }

    /** Asks for an activation when so many rows are answered, kills the server some rows later, and starts it again; the last is let be. */
    private final class Killer implements FeedListener, AutoCloseable
    {
        private final List<CompletableFuture<OperatorAnswer>> activations = new ArrayList<>();
        private final Random random;
        private final InetSocketAddress address;
        private ServerProcess server;
        private long killAtRow = Long.MAX_VALUE;
        private long rows = 0;

        private Killer(final Random random, final ServerProcess server)
        {
            this.random = random;
            this.server = server;
            address = server.address();
        }

        @Override
        public void onRow(final AnsweredRow row)
        {
            rows++;
            if (0 == rows % (TRANSACTIONS / (KILLS + 2)) && activations.size() <= KILLS)
            {
                final byte[] text = RULES.get((activations.size() + 1) % RULES.size()).getBytes(StandardCharsets.UTF_8);
                activations.add(CompletableFuture.supplyAsync(() -> OperatorClient.call(
                    data(), ActivateCommand.VERB, new OperatorRequest(List.of("next.rules"), text), line -> { })));
                killAtRow = activations.size() > KILLS ? Long.MAX_VALUE : rows + random.nextInt(TRANSACTIONS / (KILLS + 2));
            }
            if (rows >= killAtRow)
            {
                killAtRow = Long.MAX_VALUE;
                server.kill();
                try
                {
                    server = serve(address.getPort());
                }
                catch (final IOException e)
                {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close()
        {
            server.close();
        }
    }
}
