package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Layout;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.JvmZones;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.ingest.RulesTool;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules that are changed under a running server. */
@Timeout(120)
class ActivationTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final long MINUTE_MS = 60_000;
    private static final String LATER = """
        rule big "Above 220.00"
          decline if amount > 220.00

        rule many review if count(card, 1h) >= 5
        rule after_big decline if count(card, 1h before where hit(big)) >= 1 and amount = 1.11
        rule after_review decline if count(card, 1h before where reviewed) >= 1 and amount = 1.12
        rule paris review if count(card, tumbling 1d "Europe/Paris") > 1000
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldAnswerUnderNewRulesAsIfTheyHadCountedAllAlong(final Layout layout) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        final List<String> activations = new ArrayList<>();
        try (TestAppliance server = appliance(TestAppliance.RULES, layout); RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (int i = 1; i <= 4; i++)
            {
                answers.add(exchange(sender, 3 == i ? 300_00 : 100, i));
            }
            activations.add(activate(LATER).text());
            answers.add(exchange(sender, 100, 5));
            answers.add(sender.readShort());
            answers.add(exchange(sender, 111, 6));
            answers.add(exchange(sender, 112, 7));
            answers.add(exchange(sender, 221_00, 8));
        }

        assertEquals(
            List.of("1 APPROVE{}", "2 APPROVE{}", "3 REVIEW{}", "4 APPROVE{}",
                "rules big=LIVE many=LIVE after_big=LIVE after_review=LIVE paris=LIVE",
                "5 REVIEW{}", "6 DECLINE{}", "7 DECLINE{}", "8 DECLINE{}"), answers);
        assertTrue(activations.get(0).matches("activated: sequence=[89] ruleSetHash=" +
            Long.toHexString(RuleSetCompiler.compile("later", LATER, new JvmZones()).hash()) +
            " warmedSequence=6 warmedHash=[0-9a-f]+ rules=5"), activations.get(0));
        assertEquals(8, replayedTransactions());
        assertEquals(List.of(), reservoirs());
    }

    @Test
    void shouldGoOnUnderTheLastRulesAfterEveryStart() throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (TestAppliance server = appliance(TestAppliance.RULES, Layout.ONE))
        {
            answers.addAll(feed(server, 1, 3));
            answers.add(activate(LATER).exitCode() + "");
            answers.addAll(feed(server, 4, 1));
        }
        try (TestAppliance server = appliance(null, Layout.ONE))
        {
            answers.addAll(feed(server, 5, 2));
            answers.add(activate(TestAppliance.RULES).exitCode() + "");
            answers.addAll(feed(server, 7, 2));
            answers.add(activate(LATER).exitCode() + "");
            answers.addAll(feed(server, 9, 1));
        }
        try (TestAppliance server = appliance(LATER, Layout.ONE))
        {
            answers.addAll(feed(server, 10, 1));
        }

        assertEquals(
            List.of("1 APPROVE{}", "2 APPROVE{}", "3 APPROVE{}", "0", "4 APPROVE{}", "5 REVIEW{}", "6 REVIEW{}", "0", "7 APPROVE{}",
                "8 APPROVE{}", "0", "9 REVIEW{}", "10 REVIEW{}"),
            answers);
        assertEquals(10, replayedTransactions());
        final String refusal = assertThrows(IOException.class, () -> appliance(TestAppliance.RULES, Layout.ONE)).getMessage();
        assertTrue(
            refusal.endsWith(": leave --rules out to go on under the journal's own, then activate the file with veto rules activate"),
            refusal);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void shouldChangeRulesUnderLoad(final Layout layout) throws IOException
    {
        final int activations = 6;
        try (TestAppliance server = appliance(TestAppliance.RULES, layout))
        {
            final CompletableFuture<List<OperatorAnswer>> changes = CompletableFuture.supplyAsync(() ->
            {
                final List<OperatorAnswer> changed = new ArrayList<>();
                for (int i = 0; i < activations; i++)
                {
                    changed.add(activate(0 == i % 2 ? LATER : TestAppliance.RULES));
                }
                return changed;
            });
            int fed = 0;
            while (!changes.isDone() || fed < 1_000)
            {
                pipeline(server, fed + 1, 500);
                fed += 500;
            }

            assertEquals(List.of(0, 0, 0, 0, 0, 0), changes.join().stream().map(OperatorAnswer::exitCode).toList(),
                () -> changes.join().toString());
            assertEquals(activations, server.appliance().counters().activations.get());
        }

        assertEquals(List.of((long)activations + 1, 1L),
            List.of(TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_RULE_SET),
                TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_ZONE)));
        assertTrue(replayedTransactions() >= 900);
    }

    @Test
    void shouldChangeNothingWhereAFileIsRefused() throws IOException
    {
        final List<OperatorAnswer> refusals = new ArrayList<>();
        try (TestAppliance server = appliance(TestAppliance.RULES, Layout.ONE))
        {
            feed(server, 1, 3);
            refusals.add(activate(TestAppliance.RULES));
            refusals.add(activate("rule big review if amuont > 1.00"));
            refusals.add(OperatorClient.call(folder.resolve("data"), ActivateCommand.VERB,
                new OperatorRequest(List.of("bytes.rules"), new byte[]{(byte)0xC3, 0x28}), line -> { }));
            refusals.add(OperatorClient.call(folder.resolve("data"), ActivateCommand.VERB,
                new OperatorRequest(List.of(), new byte[0]), line -> { }));
            assertEquals("4 APPROVE{}", feed(server, 4, 1).get(0));
        }

        assertEquals(List.of(1, 1, 2, 2), refusals.stream().map(OperatorAnswer::exitCode).toList());
        assertTrue(refusals.get(0).text().startsWith("these rules answer already: ruleSetHash="), refusals.get(0).text());
        assertTrue(refusals.get(1).text().contains("unknown name 'amuont'"), refusals.get(1).text());
        assertEquals(
            List.of("rules are not UTF-8 text: save the file as UTF-8", "wrong number of arguments: expectedArguments=1 arguments=0"),
            List.of(refusals.get(2).text(), refusals.get(3).text()));
        assertEquals(1, TestJournal.records(folder.resolve("data"), RecordDescriptor.TYPE_RULE_SET));
    }

    @Test
    void shouldActivateAFileWithWhatItIncludesByCommand() throws IOException
    {
        final Path data = folder.resolve("data");
        final Path file = Files.writeString(folder.resolve("main.rules"), "include \"big.rules\"\nrule c review if amount = 1.23\n");
        Files.writeString(folder.resolve("big.rules"), "rule big review if amount > 1.00\n");
        final Path broken = Files.writeString(folder.resolve("broken.rules"), "rule a review if amuont > 1.00");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final List<Integer> exitCodes = new ArrayList<>();
        exitCodes.add(activate(out, err, file.toString(), "--data", data.toString()));
        try (TestAppliance server = appliance(TestAppliance.RULES, Layout.ONE))
        {
            exitCodes.add(activate(out, err, broken.toString(), "--data", data.toString()));
            exitCodes.add(activate(out, err, file + ".none", "--data", data.toString()));
            exitCodes.add(activate(out, err, file.toString(), "--data", data.toString()));
            exitCodes.add(activate(out, err, file.toString(), "--data", data.toString()));
            assertEquals(2, server.appliance().ruleSet().ruleCount());
        }

        assertEquals(List.of(3, 1, 2, 0, 1), exitCodes);
        final List<String> told = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, told.size());
        assertTrue(told.get(0).startsWith("activated: sequence=") && told.get(0).endsWith(" rules=2"), told.get(0));
        final List<String> errors = err.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(List.of(
            "veto rules activate: no server runs on this data folder: folder=" + data + ": start it with veto serve --data " + data,
            "veto rules activate: no such rule file: file=" + file + ".none: name a file that is there",
            "checked: rules=2 windows=0"),
            errors.stream().filter(line -> line.contains("no s") || line.startsWith("checked")).toList());
        assertTrue(errors.get(errors.size() - 1).startsWith("veto rules activate: these rules answer already: ruleSetHash="),
            errors.toString());
    }

    @Test
    void shouldGoOnAsBeforeWhereTheStateOfTheNewRulesFindsNoRoom() throws IOException
    {
        final WindowLimits few = new WindowLimits(1_000, 3, 1_000, 1_000);
        final List<String> answers = new ArrayList<>();
        final OperatorAnswer refusal;
        try (TestAppliance server = new TestAppliance(folder.resolve("data"), "rule a review if count(card, 1h) > 3", ClockMode.EVENT,
            Layout.ONE, 10_000, new ScorerConfig(60_000, 3_000, few), TimeUnit.SECONDS.toNanos(100));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            for (int i = 1; i <= 5; i++)
            {
                sender.send(sender.transaction("card", "T" + i, 100, NOON + MINUTE_MS * i));
                answers.add(sender.readShort());
            }
            refusal = activate("rule a review if count(terminal, 1h) > 3");
            answers.add(exchange(sender, 100, 6));
        }

        assertEquals(List.of("1 APPROVE{}", "2 APPROVE{}", "3 APPROVE{}", "4 REVIEW{}", "5 REVIEW{}", "6 REVIEW{}"), answers);
        assertEquals(new OperatorAnswer(1, "the rules could not be warmed, nothing has changed: accumulator table full: key=TERMINAL " +
            "maximumKeys=3 keys=3: shorten the longest window of this key"), refusal);
        assertEquals(6, replayedTransactions());
        assertEquals(List.of(), reservoirs());
    }

    private static int activate(final ByteArrayOutputStream out, final ByteArrayOutputStream err, final String... arguments)
    {
        return RulesTool.run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
            Stream.concat(Stream.of("activate"), Stream.of(arguments)).toArray(String[]::new));
    }

    private TestAppliance appliance(final String rules, final Layout layout) throws IOException
    {
        return new TestAppliance(
            folder.resolve("data"), rules, ClockMode.EVENT, layout, 10_000, ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100));
    }

    private OperatorAnswer activate(final String text)
    {
        return OperatorClient.call(folder.resolve("data"), ActivateCommand.VERB,
            new OperatorRequest(List.of("test.rules"), text.getBytes(StandardCharsets.UTF_8)), line -> { });
    }

    private static String exchange(final RawSender sender, final long amountMinor, final int i) throws IOException
    {
        sender.send(sender.transaction("card", "T1", amountMinor, NOON + MINUTE_MS * i));
        return sender.readShort();
    }

    private static List<String> feed(final TestAppliance server, final int from, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            assertEquals(from - 1, sender.greet("acquirer"));
            for (int i = from; i < from + count; i++)
            {
                answers.add(exchange(sender, 100, i));
            }
        }
        return answers;
    }

    private static void pipeline(final TestAppliance server, final int from, final int count) throws IOException
    {
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            assertEquals(from - 1, sender.greet("acquirer"));
            for (int i = from; i < from + count; i++)
            {
                final boolean isLabel = 0 == i % 10;
                sender.send(isLabel ? sender.label(i - 1, FraudLabel.FRAUD) :
                    sender.transaction("card-" + i % 7, "T" + i % 3, 100L * (i % 231), NOON + 1_500L * i - i % 4 * 9_000L));
            }
            int answered = 0;
            while (answered < count)
            {
                answered += sender.readShort().startsWith("rules ") ? 0 : 1;
            }
        }
    }

    private long replayedTransactions()
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data"))); WindowRooms rooms = WindowRooms.main())
        {
            final JournalReplay replay = new JournalReplay(reader, rooms);
            replay.toEnd();
            assertEquals(1, rooms.open());
            return replay.transactions();
        }
    }

    private List<String> reservoirs() throws IOException
    {
        try (var files = Files.list(folder.resolve("data")))
        {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("reservoir")).toList();
        }
    }
}
