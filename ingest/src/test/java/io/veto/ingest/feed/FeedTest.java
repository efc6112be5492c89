package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.ingest.TestAppliance;
import io.veto.ingest.client.ScriptedServer;
import io.veto.ingest.client.ScriptedServer.Journalled;
import io.veto.ingest.client.ScriptedServer.Step;
import io.veto.ingest.feed.FeedResult.FraudKindCount;
import io.veto.ingest.feed.FeedResult.RuleCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A feed answers every row once, and its decisions are the same however often it was broken off. */
@Timeout(120)
class FeedTest
{
    private static final String GOLDEN = "/io/veto/ingest/feed/decisions.csv";
    private static final String FEED = """
        transaction_id,event_time_ms,card,amount,fraud,fraud_kind
        t-1,1000,c1,10.00,0,
        "t,2",1001,c1,99.99,,
        t-3,1002,c2,100.00,1,probe

        "t-""4""\",1003,c2,500.00,1,cash_out
        t-5,1004,c3,-700.00,0,
        t-6,1005,c3,499.99,1,probe
        """;
    private static final List<Journalled> JOURNAL = List.of(
        new Journalled("t-1", 1000, false),
        new Journalled("1 GENUINE", 0, true),
        new Journalled("t,2", 9999, false),
        new Journalled("t-3", 10000, false),
        new Journalled("4 FRAUD", 0, true),
        new Journalled("t-\"4\"", 50000, false),
        new Journalled("6 FRAUD", 0, true),
        new Journalled("t-5", -70000, false),
        new Journalled("8 GENUINE", 0, true),
        new Journalled("t-6", 49999, false),
        new Journalled("10 FRAUD", 0, true));

    @TempDir
    private Path folder;

    private final List<String> causes = new ArrayList<>();
    private final FeedListener listener = new FeedListener()
    {
        @Override
        public void onDisconnect(final String cause)
        {
            causes.add(cause);
        }
    };

    @Test
    void shouldSendRowsAndLabelsInOrderAndWriteDecisions() throws IOException, FeedException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            final FeedResult result = new Feed(config(server), listener).run();

            assertEquals(JOURNAL, server.journal());
            assertEquals(golden(), decisions());
            assertEquals(
                new FeedResult(result.sourceName(), 6, 11, 0, 3, 2, 0, 1, 5, 3, 3, 1, 0, 0, 0, 0, 1, result.elapsedNs(),
                    List.of(new RuleCount("big", 3, 3, 3), new RuleCount("huge", 1, 1, 1)),
                    List.of(new FraudKindCount("probe", 2, 2), new FraudKindCount("cash_out", 1, 1))),
                result);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"CUT", "ANSWER_AND_CUT", "SILENCE"})
    void shouldResumeWhenTheConnectionBreaksAtAnyMessage(final Step step) throws IOException, FeedException
    {
        for (int broken = 1; broken <= JOURNAL.size(); broken++)
        {
            final int brokenNumber = broken;
            try (ScriptedServer server = new ScriptedServer((connection, number) ->
                connection == 1 && number == brokenNumber ? step : Step.ANSWER))
            {
                final FeedResult result = new Feed(config(server).withTimeoutsMs(30_000, 50), listener).run();

                assertEquals(JOURNAL, server.journal(), () -> "broken=" + brokenNumber);
                assertEquals(golden(), decisions(), () -> "broken=" + brokenNumber);
                assertEquals(6, result.rows());
            }
        }
    }

    @Test
    void shouldResumeWhenTheConnectionBreaksAtEveryMessage() throws IOException, FeedException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.CUT))
        {
            new Feed(config(server).withWindow(3), listener).run();

            assertEquals(JOURNAL, server.journal());
            assertEquals(golden(), decisions());
        }
    }

    @Test
    void shouldFetchAnswersWhenItIsRunAgain() throws IOException, FeedException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) ->
            connection == 1 && number == 6 ? Step.PROBLEM : Step.ANSWER))
        {
            final String source = FeedPlan.of(config(server)).sourceName();
            final FeedException problem = assertThrows(FeedException.class, new Feed(config(server), listener)::run);
            final List<String> before = decisions();
            final FeedResult result = new Feed(config(server).withWindow(2), listener).run();

            assertEquals(FeedException.BAD_INPUT, problem.exitCode());
            assertEquals(
                "refused by the server: event time too far ahead: expectedTimeMs<=5 timeMs=9", problem.getMessage());
            assertEquals(golden().subList(0, 4), before);
            assertEquals(List.of("hello " + source + " 0", "hello " + source + " 5", "fetch 1..5"),
                server.events().stream().filter((event) -> !event.equals("closed")).toList());
            assertEquals(JOURNAL, server.journal());
            assertEquals(golden(), decisions());
            assertEquals(3, result.replayed());
        }
    }

    @Test
    void shouldFetchEverythingWhenAllIsAnswered() throws IOException, FeedException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            new Feed(config(server)).run();
            final FeedResult result = new Feed(config(server).withWindow(1)).run();

            assertEquals(JOURNAL, server.journal());
            assertEquals(golden(), decisions());
            assertEquals(6, result.replayed());
        }
    }

    @Test
    void shouldWriteLatencyButNotOfReplayedAnswers() throws IOException, FeedException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) ->
            connection == 1 && number == 6 ? Step.CUT : Step.ANSWER))
        {
            new Feed(config(server).withOut(out(), true).withRatePerSecond(1000)).run();

            final List<String> lines = decisions().stream()
                .map((line) -> line.replaceAll(",\\d+$", ",N"))
                .toList();
            final List<String> expected = new ArrayList<>(golden().stream().map((line) -> line + ",N").toList());
            expected.set(0, golden().get(0) + ",latency_ns");
            expected.set(4, golden().get(4) + ",");
            assertEquals(expected, lines);
        }
    }

    @Test
    void shouldEndWhenTheServerNeverComesBack() throws IOException
    {
        final InetSocketAddress address;
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            address = server.address();
        }

        final FeedException ex = assertThrows(FeedException.class,
            new Feed(FeedConfig.of(file(FEED), address).withTimeoutsMs(200, 200), listener)::run);

        final String cause = "address=127.0.0.1:" + address.getPort() + " cause=Connection refused";
        assertEquals(FeedException.ENVIRONMENT, ex.exitCode());
        assertTrue(ex.getMessage().matches("server not reachable: " + cause + " triedMs=\\d+ messagesAnswered=0; " +
            "start it with `veto serve` and run the same command again: the feed resumes"), ex.getMessage());
        assertEquals(cause, causes.get(0));
    }

    @Test
    void shouldWriteWhatWasAnsweredWhenTheServerGoesAway() throws IOException
    {
        final ScriptedServer server = new ScriptedServer((connection, number) ->
            number == 5 ? Step.CUT : Step.ANSWER);
        final FeedListener closer = new FeedListener()
        {
            @Override
            public void onDisconnect(final String cause)
            {
                try
                {
                    server.close();
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }
        };

        final FeedException ex = assertThrows(FeedException.class,
            new Feed(config(server).withTimeoutsMs(200, 200), closer)::run);

        assertEquals(FeedException.ENVIRONMENT, ex.exitCode());
        assertEquals(golden().subList(0, 4), decisions());
    }

    @Test
    void shouldSayWhatToDoWhereAnotherFeedOfTheSourceTakesItsPlace() throws IOException, FeedException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            final FeedConfig config = FeedConfig.of(file(FEED), new InetSocketAddress("127.0.0.1", server.appliance().port()));
            final List<FeedResult> others = new ArrayList<>();
            final FeedListener other = new FeedListener()
            {
                @Override
                public void onRow(final AnsweredRow row)
                {
                    others.add(assertDoesNotThrow(new Feed(config)::run));
                }
            };

            final FeedException ex = assertThrows(FeedException.class, new Feed(config.withRatePerSecond(1), other)::run);

            assertEquals(FeedException.ENVIRONMENT, ex.exitCode());
            assertEquals("another feed of this source has taken its place: source=" + FeedPlan.of(config).sourceName() +
                ": wait until that one has ended, then run the same command again: the feed resumes", ex.getMessage());
            assertEquals(List.of(6L), others.stream().map(FeedResult::rows).toList());
        }
    }

    @Test
    void shouldRefuseSourceThatHasSentMoreThanTheFileHolds() throws IOException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            for (int i = 0; i <= JOURNAL.size(); i++)
            {
                server.putJournalled(new Journalled("other", 1, false));
            }

            final FeedException ex = assertThrows(FeedException.class,
                new Feed(config(server).withSourceName("pos"))::run);

            assertEquals(FeedException.ENVIRONMENT, ex.exitCode());
            assertTrue(ex.getMessage().matches("the server holds more of this source than the file: " +
                "source=pos-[0-9a-f]{16} expectedLastMessageNumber<=11 lastMessageNumber=12; " +
                "give the file another name with --source"), ex.getMessage());
        }
    }

    @Test
    void shouldEndWhenTheFileChangesAfterItWasChecked() throws IOException
    {
        final Path file = file(FEED);
        final FileTime modifiedTime = Files.getLastModifiedTime(file);
        final List<String> messages = new ArrayList<>();
        for (final String content : List.of(FEED + "t-7,1006,c3,1.00,,\n", FEED.replace("10.00", "10.01"),
            FEED.replace("10.00", "10,00"), FEED.replace(",0,\n", ",,0\n")))
        {
            try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
            {
                Files.writeString(file, FEED);
                Files.setLastModifiedTime(file, modifiedTime);
                final FeedListener changer = new FeedListener()
                {
                    @Override
                    public void onPlan(final FeedPlan plan)
                    {
                        change(file, content, modifiedTime);
                    }
                };
                final FeedException ex = assertThrows(FeedException.class, new Feed(config(server), changer)::run);
                messages.add(ex.exitCode() + " " + ex.getMessage());
            }
        }

        final String expected = "3 " + file +
            ": the file has changed since it was checked; run the command again once nothing writes to it";
        assertEquals(List.of(expected, expected, expected, expected), messages);
    }

    @Test
    void shouldRefuseDecisionsFileThatCannotBe() throws IOException
    {
        final Path file = file(FEED);
        final FeedConfig config = FeedConfig.of(file, new InetSocketAddress("127.0.0.1", 1));
        final List<String> messages = new ArrayList<>();
        for (final Path out : List.of(file, folder, folder.resolve("missing/decisions.csv")))
        {
            final FeedException ex =
                assertThrows(FeedException.class, new Feed(config.withOut(out, false))::run);
            messages.add(ex.exitCode() + " " + ex.getMessage().replace(folder.toString(), "FOLDER"));
        }

        assertEquals(List.of(
            "2 FOLDER/feed.csv: the decisions would overwrite the file that is fed; name another file with --out",
            "3 FOLDER: decisions cannot be written: Is a directory",
            "3 FOLDER/missing/decisions.csv: decisions cannot be written: no such folder"), messages);
        assertEquals(FEED, Files.readString(file));
    }

    @Test
    void shouldAnswerNothingWhenThereAreNoRows() throws IOException, FeedException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            final FeedResult result = new Feed(FeedConfig.of(file(FEED.substring(0, FEED.indexOf('\n'))),
                server.address()).withOut(out(), false)).run();

            assertEquals(0, result.rows());
            assertEquals(golden().subList(0, 1), decisions());
        }
    }

    private FeedConfig config(final ScriptedServer server) throws IOException
    {
        final Path file = folder.resolve("feed.csv");
        return FeedConfig.of(Files.exists(file) ? file : file(FEED), server.address())
            .withColumns(Map.of())
            .withOut(out(), false);
    }

    private Path file(final String content) throws IOException
    {
        return Files.writeString(folder.resolve("feed.csv"), content);
    }

    private Path out()
    {
        return folder.resolve("decisions.csv");
    }

    private List<String> decisions() throws IOException
    {
        return List.of(Files.readString(out()).split("\n"));
    }

    private static List<String> golden() throws IOException
    {
        return List.of(new String(FeedTest.class.getResourceAsStream(GOLDEN).readAllBytes(), "UTF-8").split("\n"));
    }

    private static void change(final Path file, final String content, final FileTime modifiedTime)
    {
        try
        {
            Files.writeString(file, content);
            Files.setLastModifiedTime(file, modifiedTime);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
