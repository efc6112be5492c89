package io.veto.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.ServeTool;
import io.veto.ingest.feed.AnsweredRow;
import io.veto.ingest.feed.Feed;
import io.veto.ingest.feed.FeedConfig;
import io.veto.ingest.feed.FeedException;
import io.veto.ingest.feed.FeedListener;
import io.veto.ingest.list.ListBook;
import io.veto.ingest.list.ListChanges;
import io.veto.perf.generate.TrafficFile;
import io.veto.perf.generate.TrafficPlan;
import io.veto.perf.process.ServerProcess;
import io.veto.replay.Verification;
import io.veto.rules.list.Lists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of the server in the middle of a feed: what was answered stays answered, nothing is counted twice. */
class KilledServerTest
{
    private static final int TRANSACTIONS = 60_000;

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void shouldAnswerAsIfItHadNeverBeenKilled() throws IOException, FeedException
    {
        killAndCompare(20261123, 4);
    }

    @Test
    @Tag("slow")
    @Timeout(1200)
    void shouldAnswerAsIfItHadNeverBeenKilledHoweverOftenItIs() throws IOException, FeedException
    {
        killAndCompare(System.nanoTime(), 40);
    }

    @Test
    @Timeout(180)
    void shouldHoldAnEntryOfAListThatWasAcknowledgedBeforeTheKill() throws IOException
    {
        final Path rules = folder.resolve("list.rules");
        final Path data = folder.resolve("listed");
        Files.writeString(rules, "list terminals : terminal\nrule listed\n  decline if terminal in terminals\n");
        final List<String> arguments = List.of("--data", data.toString(), "--clock", "event", "--port", "0", "--rules", rules.toString());
        final List<String> summaries = new ArrayList<>();
        for (int i = 0; i < 3; i++)
        {
            try (ServerProcess server = ServerProcess.start(ServeTool.class, arguments))
            {
                final ListChanges changes = new ListChanges(data, "add", "terminals");
                for (int value = 0; value <= i; value++)
                {
                    changes.add(0, ("T" + value).getBytes(StandardCharsets.UTF_8), Lists.NEVER_MS, "");
                }
                summaries.add(changes.flush().summary());
                server.kill();
            }
        }

        assertEquals(
            List.of("list terminals: 1 added, 0 given another time to expire, journalled up to sequence 2",
                "list terminals: 1 added, 1 given another time to expire, journalled up to sequence 3",
                "list terminals: 1 added, 2 given another time to expire, journalled up to sequence 4"),
            summaries);
        assertEquals(null, Verification.of(data).difference());
        assertEquals(3, new ListBook(data).entries(0));
    }

    private void killAndCompare(final long seed, final int kills) throws IOException, FeedException
    {
        System.out.println("seed=" + seed);
        final Path sample = folder.resolve("sample.csv");
        TrafficFile.write(sample, new TrafficPlan(500, TRANSACTIONS, 7, 60), done -> { });
        final Path unbroken = folder.resolve("unbroken.csv");
        final Path broken = folder.resolve("broken.csv");
        try (ServerProcess server = serve("unbroken", 0))
        {
            new Feed(FeedConfig.of(sample, server.address()).withOut(unbroken, false)).run();
        }

        try (Killer killer = new Killer(seed, kills))
        {
            new Feed(FeedConfig.of(sample, killer.address()).withOut(broken, false), killer).run();
            assertEquals(kills, killer.killed);
            assertEquals("", killer.server.errors());
        }

        assertTrue(Files.mismatch(unbroken, broken) < 0, "decisions differ from byte " + Files.mismatch(unbroken, broken));
        final Verification verification = Verification.of(folder.resolve("broken"));
        assertEquals(null, verification.difference());
        assertEquals(TRANSACTIONS, verification.transactions());
    }

    private ServerProcess serve(final String data, final int port) throws IOException
    {
        return ServerProcess.start(ServeTool.class,
            List.of("--data", folder.resolve(data).toString(), "--clock", "event", "--port", Integer.toString(port)));
    }

    /** Kills the server when rows drawn at random are answered, and starts it again at once. */
    private final class Killer implements FeedListener, AutoCloseable
    {
        private final long[] atRows;
        private ServerProcess server = serve("broken", 0);
        private final InetSocketAddress address = server.address();
        private int killed = 0;
        private long rows = 0;

        private Killer(final long seed, final int kills) throws IOException
        {
            atRows = new Random(seed).longs(kills, 1, TRANSACTIONS - 10_000).sorted().toArray();
        }

        private InetSocketAddress address()
        {
            return address;
        }

        @Override
        public void onRow(final AnsweredRow row)
        {
            rows++;
            if (killed < atRows.length && rows >= atRows[killed])
            {
                killed++;
                server.kill();
                try
                {
                    server = serve("broken", address.getPort());
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
