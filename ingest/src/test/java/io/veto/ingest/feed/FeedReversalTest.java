package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.ingest.FeedTool;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.client.ScriptedServer;
import io.veto.ingest.client.ScriptedServer.Journalled;
import io.veto.ingest.client.ScriptedServer.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row may give an earlier one back, and the file alone says which. */
@Timeout(60)
class FeedReversalTest
{
    private static final String FEED = """
        transaction_id,event_time_ms,card,amount,type,original_transaction_id,fraud
        t-1,1000,c1,10.00,purchase,,0
        r-1,1001,,,reversal,t-1,
        t-1,1002,c1,20.00,purchase,,
        r-2,,c1,5.00,Reversal,t-1,
        r-3,,,,reversal,nobody,
        r-4,,,-1,reversal,t-2,
        t-2,1006,c1,30.00,,t-1,
        """;
    private static final List<Journalled> JOURNAL = List.of(
        new Journalled("t-1", 1000, false),
        new Journalled("1 GENUINE", 0, true),
        new Journalled("sequence 1001 all", 0, true),
        new Journalled("t-1", 2000, false),
        new Journalled("sequence 1004 500", 0, true),
        new Journalled("sequence 0 all", 0, true),
        new Journalled("sequence 0 -100", 0, true),
        new Journalled("t-2", 3000, false));
    private static final List<String> DECISIONS = List.of(
        "transaction_id,sequence,decision,score,rules,flags",
        "t-1,1001,approve,0,,",
        "r-1,1003,,,,",
        "t-1,1004,approve,0,,",
        "r-2,1005,,,,",
        "r-3,1006,,,,unknown_original",
        "r-4,1007,,,,unknown_original",
        "t-2,1008,approve,0,,");

    @TempDir
    private Path folder;

    @Test
    void shouldNameTheLastEarlierRowOfThatIdBySequence() throws IOException, FeedException
    {
        for (int window = 1; window <= 8; window++)
        {
            try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
            {
                final FeedResult result = new Feed(config(FEED, server.address()).withWindow(window)).run();

                assertEquals(JOURNAL, server.journal());
                assertEquals(DECISIONS, decisions());
                assertEquals(List.of(7L, 8L, 4L, 2L),
                    List.of(result.rows(), result.messages(), result.reversals(), result.reversalsWithoutEffect()));
            }
        }
    }

    @Test
    void shouldNameTheSameWhenTheConnectionBreaksAtAnyMessage() throws IOException, FeedException
    {
        for (int broken = 1; broken <= JOURNAL.size(); broken++)
        {
            final int brokenNumber = broken;
            try (ScriptedServer server = new ScriptedServer((connection, number) ->
                connection == 1 && number == brokenNumber ? Step.CUT : Step.ANSWER))
            {
                new Feed(config(FEED, server.address())).run();

                assertEquals(JOURNAL, server.journal(), () -> "broken=" + brokenNumber);
                assertEquals(DECISIONS, decisions(), () -> "broken=" + brokenNumber);
            }
        }
    }

    @Test
    void shouldSayHowManyNameNoEarlierRow() throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            FeedTool.run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                write(FEED).toString(), "--to", "127.0.0.1:" + server.address().getPort());
        }

        assertEquals("rows answered: 7\nreversals of unknown transactions: 2; they have no effect, the first is r-3\n",
            err.toString(StandardCharsets.UTF_8));
        assertEquals(List.of("reversals                4 answered, 2 of them without effect"),
            out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("reversals")).toList());
    }

    @Test
    void shouldGiveRowsBackAtARealServerAndFetchTheSameAgain() throws IOException, FeedException
    {
        final String feed = """
            transaction_id,event_time_ms,card,amount,type,original
            t-1,1000,c1,10.00,,
            t-2,1001,c1,10.00,,
            t-3,1002,c1,10.00,,
            r-1,1003,,,reversal,t-2
            t-4,1004,c1,10.00,,
            r-2,1005,,,reversal,t-2
            r-3,1006,,10.01,reversal,t-4
            t-5,1007,c1,10.00,,
            t-6,9999999999,c1,10.00,,
            r-4,9999999999,,,reversal,t-1
            """;
        final List<String> expected = List.of(
            "transaction_id,sequence,decision,score,rules,flags",
            "t-1,3,approve,0,,",
            "t-2,4,approve,0,,",
            "t-3,5,approve,0,,",
            "r-1,6,,,,",
            "t-4,7,approve,0,,",
            "r-2,8,,,,exceeded",
            "r-3,9,,,,exceeded",
            "t-5,10,decline,0,burst,",
            "t-6,11,approve,0,,",
            "r-4,12,,,,unknown_target");
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            new Feed(config(feed, new InetSocketAddress("127.0.0.1", server.appliance().port()))).run();

            assertEquals(expected, decisions());
        }
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            final FeedResult again = new Feed(config(feed, new InetSocketAddress("127.0.0.1", server.appliance().port()))).run();

            assertEquals(expected, decisions());
            assertEquals(10, again.replayed());
        }
    }

    private FeedConfig config(final String feed, final InetSocketAddress address) throws IOException
    {
        return FeedConfig.of(write(feed), address).withOut(folder.resolve("decisions.csv"), false);
    }

    private Path write(final String feed) throws IOException
    {
        return Files.writeString(folder.resolve("feed.csv"), feed);
    }

    private List<String> decisions() throws IOException
    {
        return Files.readAllLines(folder.resolve("decisions.csv"));
    }
}
