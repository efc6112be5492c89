package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.line.Layout;
import io.veto.engine.line.LineConfig;
import io.veto.ingest.Appliance;
import io.veto.ingest.ApplianceConfig;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels and reversals that name their transaction by its id. */
@Timeout(60)
class IdLookupTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final String OWN = "";

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheOrderOfASourceWhileItWaitsForTheIndex() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(all(
                sender.transaction("A", "card", "T1", 100, NOON),
                sender.labelById(OWN, "A", FraudLabel.FRAUD),
                sender.transaction("B", "card", "T1", 100, NOON),
                sender.labelById(OWN, "A", FraudLabel.FRAUD),
                sender.reversalById(OWN, "B", 100),
                sender.reversalById(OWN, "B", 100)));

            assertEquals(List.of("1 APPROVE{}", "2 acknowledged{}", "3 APPROVE{}", "4 acknowledged{unchanged}", "5 acknowledged{}",
                "6 acknowledged{exceeded}"), read(sender, 6));
        }
        TestJournal.replay(folder.resolve("data")).scorer().close();
    }

    @Test
    void shouldAnswerTheSameHoweverMuchIsSentAtOnce() throws IOException
    {
        final long seed = System.nanoTime();
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender byOne = new RawSender(server.appliance().port());
            RawSender atOnce = new RawSender(server.appliance().port()))
        {
            byOne.greet("by-one");
            atOnce.greet("at-once");
            final List<String> expected = new ArrayList<>();
            for (final byte[] frame : mixed(byOne, new Random(seed)))
            {
                byOne.send(frame);
                expected.addAll(read(byOne, 1));
            }
            atOnce.send(all(mixed(atOnce, new Random(seed))));

            assertEquals(expected, read(atOnce, expected.size()), () -> "seed=" + seed);
        }
    }

    @Test
    void shouldFindTransactionsOfAnotherSourceByName() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender acquirer = new RawSender(server.appliance().port());
            RawSender desk = new RawSender(server.appliance().port()))
        {
            acquirer.greet("acquirer");
            acquirer.send(acquirer.transaction("A", "card", "T1", 100, NOON));
            read(acquirer, 1);
            desk.greet("fraud-desk");
            desk.send(all(
                desk.labelById("acquirer", "A", FraudLabel.FRAUD),
                desk.labelById(OWN, "A", FraudLabel.FRAUD),
                desk.labelById("nobody", "A", FraudLabel.FRAUD),
                desk.labelById("acquirer", "a", FraudLabel.FRAUD)));

            assertEquals(List.of("1 acknowledged{}", "2 acknowledged{unknownTarget}", "3 acknowledged{unknownTarget}",
                "4 acknowledged{unknownTarget}"), read(desk, 4));
        }
    }

    @Test
    void shouldFindThemAfterRestartsWithAndWithoutTheIndex() throws IOException
    {
        final List<String> answers = new ArrayList<>();
        for (int start = 0; start < 3; start++)
        {
            try (TestAppliance server = new TestAppliance(folder.resolve("data"));
                RawSender sender = new RawSender(server.appliance().port()))
            {
                sender.greet("acquirer-" + start);
                sender.send(all(
                    sender.transaction("A", "card", "T1", 100, NOON), sender.reversalById("acquirer-0", "A", 40)));
                answers.addAll(read(sender, 2));
            }
            if (1 == start)
            {
                IoUtil.delete(folder.resolve("data").resolve("ids").toFile(), false);
            }
        }

        assertEquals(List.of("1 APPROVE{}", "2 acknowledged{}", "1 APPROVE{}", "2 acknowledged{}", "1 APPROVE{}",
            "2 acknowledged{exceeded}"), answers);
    }

    @Test
    void shouldAnswerOneThatIsSentAgainFromTheJournal() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            final byte[] transaction = sender.transaction("A", "card", "T1", 100, NOON);
            final byte[] label = sender.labelById(OWN, "A", FraudLabel.FRAUD);
            final byte[] reversal = sender.reversalById(OWN, "A", 1);
            sender.send(all(transaction, label, reversal));
            read(sender, 3);
            sender.send(all(label, reversal, sender.transaction("A", "another", "T1", 100, NOON), label));

            assertEquals(List.of("2 acknowledged{} replayed", "3 acknowledged{} replayed", "4 APPROVE{}", "2 acknowledged{} replayed"),
                read(sender, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"'',B", "other,A", "nobody,A"})
    void shouldRefuseOneThatIsSentAgainForAnotherTransaction(final String source, final String id) throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender other = new RawSender(server.appliance().port());
            RawSender sender = new RawSender(server.appliance().port()))
        {
            other.greet("other");
            other.send(other.transaction("A", "card", "T1", 100, NOON));
            read(other, 1);
            sender.greet("acquirer");
            sender.send(all(sender.transaction("A", "card", "T1", 100, NOON), sender.transaction("B", "card", "T1", 100, NOON),
                sender.reversalById(OWN, "A", 1)));
            read(sender, 3);
            sender.lastNumber(2);
            sender.send(sender.reversalById(source, id, 1));

            assertEquals(List.of("message number sent again with other bytes: source=acquirer messageNumber=3: connect again and go on " +
                "from the Welcome", "closed"), read(sender, 2));
        }
    }

    @Test
    void shouldAnswerOneThatIsSentAgainWhereNoIndexIsKeptAnyMore() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(all(sender.transaction("A", "card", "T1", 100, NOON), sender.labelById(OWN, "A", FraudLabel.FRAUD)));
            read(sender, 2);
        }
        try (Appliance server = new Appliance(withoutIndex(), System.err); RawSender sender = new RawSender(server.port()))
        {
            sender.greet("acquirer");
            sender.lastNumber(1);
            sender.send(sender.labelById(OWN, "A", FraudLabel.FRAUD));

            assertEquals(List.of("2 acknowledged{} replayed"), read(sender, 1));
        }
    }

    @Test
    void shouldRefuseAnEmptyIdAndGoOnWithAllElse() throws IOException
    {
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port());
            RawSender other = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            other.greet("other");
            final byte[] transaction = sender.transaction("", "card", "T1", 100, NOON);
            final byte[] reversal = sender.reversalById(OWN, "", 1);
            sender.send(all(transaction, reversal));
            final List<String> refused = read(sender, 3);
            other.send(other.transaction("A", "card", "T1", 100, NOON));

            assertEquals(List.of("1 APPROVE{}",
                "reversal refused: messageNumber=2 the transaction id is empty: name the transaction by sequence", "closed",
                "1 APPROVE{}"), Stream.concat(refused.stream(), read(other, 1).stream()).toList());
        }
    }

    @Test
    void shouldRefuseThemWhereNoIndexIsKept() throws IOException
    {
        try (Appliance server = new Appliance(withoutIndex(), System.err); RawSender sender = new RawSender(server.port()))
        {
            sender.greet("acquirer");
            sender.send(sender.labelById(OWN, "A", FraudLabel.FRAUD));

            assertEquals(
                List.of("transactions are not found by id: messageNumber=1: start the server with --label-retention", "closed"),
                read(sender, 2));
        }
    }

    @Test
    void shouldRefuseThemWhereTheIndexCannotBeHadAndGoOnWithAllElse() throws IOException
    {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve("ids"), "a file");
        try (TestAppliance server = new TestAppliance(folder.resolve("data"));
            RawSender sender = new RawSender(server.appliance().port());
            RawSender other = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            other.greet("other");
            sender.send(sender.labelById(OWN, "A", FraudLabel.FRAUD));
            final List<String> refused = read(sender, 2);
            other.send(other.transaction("A", "card", "T1", 100, NOON));

            assertEquals(List.of("transactions are not found by id: messageNumber=1: see what the server says of its index, mend it, " +
                "start again", "closed", "1 APPROVE{}"), Stream.concat(refused.stream(), read(other, 1).stream()).toList());
            assertEquals(1, server.log().lines().filter(text -> text.startsWith("veto: transactions are not found by id: ")).count());
        }
    }

    /** Runs of up to three batches by id, between transactions that take the same ids anew, and messages that come again. */
    private static byte[][] mixed(final RawSender sender, final Random random)
    {
        final List<byte[]> frames = new ArrayList<>();
        long last = 0;
        for (int run = 0; run < 6; run++)
        {
            for (int i = random.nextInt(4); i >= 0; i--)
            {
                frames.add(sender.transaction("t" + random.nextInt(4), "card" + last, "T1", 100, NOON));
                last++;
            }
            for (int i = random.nextInt(3 * IdLookup.BATCH_MAX); i >= 0; i--)
            {
                final String id = "t" + random.nextInt(5);
                frames.add(random.nextBoolean() ?
                    sender.labelById(OWN, id, random.nextBoolean() ? FraudLabel.FRAUD : FraudLabel.GENUINE) :
                    sender.reversalById(OWN, id, 1));
                last++;
                if (0 == random.nextInt(50))
                {
                    frames.add(frames.get(frames.size() - 1));
                }
            }
        }
        return frames.toArray(new byte[0][]);
    }

    private ApplianceConfig withoutIndex()
    {
        return new ApplianceConfig(folder.resolve("data"), null,
            new GatewayConfig("127.0.0.1", 0, 4, 500, ClockMode.EVENT, 5_000, 60_000, 0),
            new LineConfig(Layout.ONE, new int[0], 64, 1_000_000, 0, false), ScorerConfig.DEFAULT);
    }

    private static List<String> read(final RawSender sender, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            answers.add(sender.readShort());
        }
        return answers;
    }

    private static byte[] all(final byte[]... frames) throws IOException
    {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] frame : frames)
        {
            all.write(frame);
        }
        return all.toByteArray();
    }
}
