package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Labels, and reversals of what another file held, come in a file of their own and name their transactions by id. */
@Timeout(60)
class FeedLabelTest
{
    private static final String DESK = """
        type,transaction_id,original,fraud,amount,note
        label,l-1,t-1,1,,from the bank
        Label,,t-2,0,,
        label,,nobody,1,,
        reversal,r-1,t-3,,5.00,
        reversal,r-2,t-3,,,
        reversal,r-3,nobody,,,
        """;
    private static final List<Journalled> JOURNAL = List.of(
        new Journalled("id t-1 of pos-1 FRAUD", 0, true),
        new Journalled("id t-2 of pos-1 GENUINE", 0, true),
        new Journalled("id nobody of pos-1 FRAUD", 0, true),
        new Journalled("id t-3 of pos-1 500", 0, true),
        new Journalled("id t-3 of pos-1 all", 0, true),
        new Journalled("id nobody of pos-1 all", 0, true));
    private static final List<String> DECISIONS = List.of(
        "transaction_id,sequence,decision,score,rules,flags",
        "l-1,1001,,,,",
        "t-2,1002,,,,",
        "nobody,1003,,,,unknown_original",
        "r-1,1004,,,,",
        "r-2,1005,,,,",
        "r-3,1006,,,,unknown_original");
    private static final String HINT = "not one is known: name the source that sent the transactions, " +
        "as the summary of its feed shows it: --original-source NAME\n";
    private static final String TRANSACTIONS = """
        transaction_id,event_time_ms,card,terminal,amount
        a-1,1000,c1,T1,10.00
        a-2,1001,c2,T2,10.00
        a-3,1002,c3,T3,10.00
        """;
    private static final String LATER = """
        transaction_id,event_time_ms,card,terminal,amount
        b-1,129600000,c4,T1,10.00
        b-2,129600001,c5,T2,10.00
        b-3,129600002,c6,T3,10.00
        """;

    @TempDir
    private Path folder;

    @Test
    void shouldNameWhatAnotherSourceSentByIdWhereverTheConnectionBreaks() throws IOException, FeedException
    {
        for (int broken = 0; broken <= JOURNAL.size(); broken++)
        {
            final int brokenNumber = broken;
            try (ScriptedServer server = new ScriptedServer((connection, number) ->
                connection == 1 && number == brokenNumber ? Step.CUT : Step.ANSWER))
            {
                final FeedResult result = new Feed(config("desk.csv", DESK, server.address()).withOriginalSource("pos-1")).run();

                assertEquals(JOURNAL, server.journal(), () -> "broken=" + brokenNumber);
                assertEquals(DECISIONS, decisions(), () -> "broken=" + brokenNumber);
                assertEquals(List.of(6L, 6L, 3L, 1L, 3L, 1L), List.of(result.rows(), result.messages(), result.labels(),
                    result.labelsWithoutEffect(), result.reversals(), result.reversalsWithoutEffect()));
            }
        }
    }

    @Test
    void shouldMeanRowsOfTheFileItselfUnlessToldOtherwise() throws IOException, FeedException
    {
        final String feed = """
            transaction_id,event_time_ms,card,amount,type,original,fraud
            t-1,1000,c1,10.00,,,0
            ,,,,label,t-1,1
            r-1,,,,reversal,t-1,
            r-2,,,,reversal,t-9,
            """;
        final List<List<Journalled>> journals = new ArrayList<>();
        for (final String originalSource : Arrays.asList(null, "pos-1"))
        {
            try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
            {
                new Feed(config("feed.csv", feed, server.address()).withOriginalSource(originalSource)).run();
                journals.add(server.journal().subList(2, 5));
            }
        }

        assertEquals(List.of(
            List.of(new Journalled("id t-1 of  FRAUD", 0, true), new Journalled("sequence 1001 all", 0, true),
                new Journalled("sequence 0 all", 0, true)),
            List.of(new Journalled("id t-1 of pos-1 FRAUD", 0, true), new Journalled("sequence 1001 all", 0, true),
                new Journalled("id t-9 of pos-1 all", 0, true))), journals);
    }

    @Test
    void shouldNeedOnlyTwoColumnsWhereAllRowsAreLabels() throws IOException, FeedException
    {
        final String feed = "booking,fraud\nt-1,1\nt-2,0\n";
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            new Feed(config("feed.csv", feed, server.address()).withColumns(Map.of(Column.ORIGINAL, "booking"))).run();

            assertEquals(List.of(new Journalled("id t-1 of  FRAUD", 0, true), new Journalled("id t-2 of  GENUINE", 0, true)),
                server.journal());
        }
    }

    @Test
    void shouldRefuseAnEmptyOriginalBeforeAnythingIsSent() throws IOException
    {
        final FeedConfig config = config("desk.csv", "original,fraud\nt-1,1\n,1\n", new InetSocketAddress("127.0.0.1", 1));

        final FeedException ex = assertThrows(FeedException.class, new Feed(config)::run);

        assertEquals(config.file() + ":3: original is empty: column=original value=\"\"", ex.getMessage());
    }

    @Test
    void shouldBeAnotherSourceForOtherOriginals() throws IOException, FeedException
    {
        final FeedConfig config = config("desk.csv", DESK, new InetSocketAddress("127.0.0.1", 1));

        assertNotEquals(FeedPlan.of(config).sourceName(), FeedPlan.of(config.withOriginalSource("pos-1")).sourceName());
        assertNotEquals(FeedPlan.of(config.withOriginalSource("pos-2")).sourceName(),
            FeedPlan.of(config.withOriginalSource("pos-1")).sourceName());
    }

    @Test
    void shouldSayHowManyAreUnknownAndWhatToDoWhenAllAre() throws IOException
    {
        final String some = tool(DESK);
        final String all = tool("original,fraud\nnobody,1\nnobody,0\n");

        assertEquals("columns skipped: note; use one with --columns NAME=COLUMN\nrows answered: 6\n" +
            "reversals of unknown transactions: 1; they have no effect, the first is r-3\n" +
            "labels of unknown transactions: 1; they have no effect, the first is nobody\n", some);
        assertEquals("rows answered: 2\nlabels of unknown transactions: 2; they have no effect, the first is nobody\n" + HINT, all);
    }

    @Test
    void shouldReachTheRulesOfARealServerAfterARestartAndComeBackTheSameWhenFedAgain() throws IOException, FeedException
    {
        final String desk = "original,fraud\na-1,1\na-2,0\na-3,1\na-1,1\nA-1,1\n";
        final String sender = run(config("history.csv", TRANSACTIONS, null)).sourceName();
        final FeedConfig labels = config("desk.csv", desk, null).withOriginalSource(sender);
        final List<String> expected = List.of(
            "transaction_id,sequence,decision,score,rules,flags",
            "a-1,7,,,,",
            "a-2,8,,,,unchanged",
            "a-3,9,,,,",
            "a-1,10,,,,unchanged",
            "A-1,11,,,,unknown_original");

        final FeedResult first = run(labels);
        final List<String> told = decisions();
        run(config("later.csv", LATER, null));
        final List<String> actions = decisions().stream().map(line -> line.replaceAll(",\\d+,(\\w+),.*", " $1")).toList();
        final FeedResult again = run(labels);

        assertEquals(expected, told);
        assertEquals(List.of(5L, 3L, 0L), List.of(first.labels(), first.labelsWithoutEffect(), first.replayed()));
        assertEquals(List.of("b-1 review", "b-2 approve", "b-3 review"), actions.subList(1, 4));
        assertEquals(expected, decisions());
        assertEquals(List.of(5L, 3L, 5L), List.of(again.labels(), again.labelsWithoutEffect(), again.replayed()));
    }

    private FeedResult run(final FeedConfig config) throws IOException, FeedException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            return new Feed(FeedConfig.of(config.file(), new InetSocketAddress("127.0.0.1", server.appliance().port()))
                .withOriginalSource(config.originalSource()).withOut(config.out(), false)).run();
        }
    }

    private String tool(final String feed) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            FeedTool.run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                write("desk.csv", feed).toString(), "--to", "127.0.0.1:" + server.address().getPort(), "--original-source", "pos-1");
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    private FeedConfig config(final String name, final String feed, final InetSocketAddress address) throws IOException
    {
        return FeedConfig.of(write(name, feed), address).withOut(folder.resolve("decisions.csv"), false);
    }

    private Path write(final String name, final String feed) throws IOException
    {
        return Files.writeString(folder.resolve(name), feed);
    }

    private List<String> decisions() throws IOException
    {
        return Files.readAllLines(folder.resolve("decisions.csv"));
    }
}
