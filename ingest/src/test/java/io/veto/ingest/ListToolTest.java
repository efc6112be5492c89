package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Layout;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.score.ScorerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the command line through the socket, the line and the journal to the answers, and back from the journal. */
@Timeout(120)
class ListToolTest
{
    private static final String RULES = """
        list cards : card
        list merchants : merchant
        list terminals : terminal
        list devices : device
        list ips : ip
        list bins : bin
        list countries : country
        list mccs : mcc = [4829, 7995]

        rule by_card
          decline if card in cards
        rule by_merchant
          decline if merchant in merchants
        rule by_terminal
          decline if terminal in terminals
        rule by_device
          decline if device in devices
        rule by_ip
          decline if ip in ips
        rule by_bin
          decline if bin in bins
        rule by_country
          decline if merchant_country in countries
        rule by_mcc
          decline if mcc in mccs
        """;
    private static final String LATER = """
        list kiosks : terminal = ["T9"]
        rule kiosk review if terminal in kiosks
        """;
    private static final String PAN = "9999990000000011";
    private static final String HEADER =
        "transaction_id,event_time_ms,card,merchant,terminal,amount,currency,mcc,merchant_country,device,ip\n";

    @TempDir
    private Path folder;
    private Path data;

    @BeforeEach
    void name()
    {
        data = folder.resolve("data");
    }

    @Test
    void shouldFindEveryKindOfEntryThatWasAddedAndNoneThatWasRemoved() throws IOException
    {
        final String rows = """
            1,1700000000000,%s,m,t,1.00,EUR,1111,ES,d,10.0.0.1
            2,1700000000000,c,café du coin,t,1.00,EUR,1111,ES,d,10.0.0.1
            3,1700000000000,c,m,T1,1.00,EUR,1111,ES,d,10.0.0.1
            4,1700000000000,c,m,t,1.00,EUR,1111,ES,a-device-with-a-long-name,10.0.0.1
            5,1700000000000,c,m,t,1.00,EUR,1111,ES,d,2001:db8::1
            6,1700000000000,8888880000000014,m,t,1.00,EUR,1111,ES,d,10.0.0.1
            7,1700000000000,c,m,t,1.00,EUR,1111,FR,d,10.0.0.1
            8,1700000000000,c,m,t,1.00,EUR,5967,ES,d,10.0.0.1
            9,1700000000000,c,m,t,1.00,EUR,4829,ES,d,10.0.0.1
            10,1700000000000,c,m,t,1.00,EUR,1111,ES,d,10.0.0.1
            """.formatted(PAN);
        final List<List<Object>> changed = new ArrayList<>();
        final String none;
        final String all;
        final String after;
        try (TestAppliance server = open())
        {
            none = feed(server, "none", rows);
            for (final String change : List.of("cards " + PAN, "merchants café_du_coin", "terminals T1",
                "devices a-device-with-a-long-name", "ips 2001:DB8:0::1", "bins 888888", "countries FR", "mccs 5967"))
            {
                changed.add(list(List.of("add", change.split(" ")[0], change.split(" ")[1].replace('_', ' '))));
            }
            all = feed(server, "all", rows);
            list("remove", "cards", PAN);
            list("remove", "ips", "2001:db8::1");
            list("remove", "mccs", "5967");
            after = feed(server, "after", rows);
        }

        assertEquals(List.of(0, "list cards: 1 added, 0 given another time to expire, journalled up to sequence 13\n", ""), changed.get(0));
        assertTrue(changed.stream().allMatch(outcome -> outcome.get(0).equals(0)), changed.toString());
        assertEquals("AAAAAAAADA", none);
        assertEquals("DDDDDDDDDA", all);
        assertEquals("ADDDADDADA", after);
        assertEquals(0, filesWith(PAN));
    }

    private Object filesWith(final String text) throws IOException
    {
        long files = 0;
        try (Stream<Path> paths = Files.walk(data))
        {
            for (final Path path : paths.filter(Files::isRegularFile).collect(Collectors.toList()))
            {
                files += new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text) ? 1 : 0;
            }
        }
        return (int)files;
    }

    @Test
    void shouldChangeTheListsOfTheRulesThatAnswerNow() throws IOException
    {
        final String answers;
        try (TestAppliance server = open())
        {
            list("add", "terminals", "T1");

            final OperatorAnswer activated = OperatorClient.call(data, ActivateCommand.VERB,
                new OperatorRequest(List.of("later.rules"), LATER.getBytes(StandardCharsets.UTF_8)), line -> { });

            assertEquals(0, activated.exitCode(), activated::text);
            assertEquals("2 veto list add: no such list: list=terminals: expected one of kiosks", refusal("add", "terminals", "T2"));
            assertEquals("2 veto list remove: entry is written in the rules: list=kiosks value=T9: take it out of the rule file and " +
                "activate that", refusal("remove", "kiosks", "T9"));
            assertEquals(0, list("add", "kiosks", "T2").get(0));
            assertEquals("list terminals: 1 removed, 0 not in it",
                list("remove", "terminals", "T1").get(1).toString().replaceAll(", journalled.*\n", ""));
            answers = feed(server, "after", row("T1") + row("T2") + row("T9"));
        }

        assertEquals("ARR", answers);
        assertEquals(1, TestJournal.replay(data).scorer().lists().entries());
    }

    @Test
    void shouldBringTheListsBackAfterARestartAndReplayClean() throws IOException
    {
        try (TestAppliance server = open())
        {
            list("add", "terminals", "T1", "T2", "T3", "--for", "30d");
            list("remove", "terminals", "T2");
            feed(server, "first", row("T1"));
        }
        final String answers;
        try (TestAppliance server = open())
        {
            answers = feed(server, "second", row("T1") + row("T2") + row("T3"));
            assertEquals(List.of(0, "list terminals: 1 added, 1 given another time to expire, journalled up to sequence 10\n", ""),
                list("add", "terminals", "T2", "T3"));
        }

        assertEquals("DAD", answers);
        final JournalReplay replay = TestJournal.replay(data);
        assertEquals(List.of(3, 4L), List.of(replay.scorer().lists().entries(), replay.transactions()));
    }

    @Test
    void shouldForgetAnEntryWhoseTimeIsUpUntilItIsAddedAgain() throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (TestAppliance server = open())
        {
            list("add", "terminals", "T1", "--until", "2023-11-14T22:13:20Z");
            answers.add(feed(server, "before", "1,1699999999999,c,m,T1,1.00,EUR,1111,ES,d,10.0.0.1\n"));
            answers.add(feed(server, "at", "1,1700000000000,c,m,T1,1.00,EUR,1111,ES,d,10.0.0.1\n"));
            list("add", "terminals", "T1", "--until", "2023-11-14");
            answers.add(feed(server, "again", "1,1700006399999,c,m,T1,1.00,EUR,1111,ES,d,10.0.0.1\n"));
            answers.add(feed(server, "next day", "1,1700006400000,c,m,T1,1.00,EUR,1111,ES,d,10.0.0.1\n"));
        }

        assertEquals(List.of("D", "A", "D", "A"), answers);
    }

    @Test
    void shouldShowWhatIsInTheListsWhetherAServerRunsOrNot() throws IOException
    {
        final List<Object> running;
        try (TestAppliance server = open())
        {
            feed(server, "first", row("T1"));
            list("add", "cards", PAN, "card-7", "--reason", "reported by \"him\"");
            list("add", "terminals", "T1", "T2", "--until", "2020-01-01");
            list("add", "terminals", "T3", "T2");
            list("remove", "terminals", "T1");
            running = list("show");
        }
        final String cards = ((String)list("show", "cards").get(1)).replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z *", "TIME ");
        final String terminals = ((String)list("show", "terminals", "--json").get(1)).replaceAll("\"addedMs\":\\d+", "\"addedMs\":0");

        assertEquals(List.of(0, """
            cards : card, 2 entries, 0 of them expired
            merchants : merchant, 0 entries, 0 of them expired
            terminals : terminal, 2 entries, 0 of them expired
            devices : device, 0 entries, 0 of them expired
            ips : ip, 0 entries, 0 of them expired
            bins : bin, 0 entries, 0 of them expired
            countries : country, 0 entries, 0 of them expired
            mccs : mcc, 0 entries, 0 of them expired, 2 written in the rules
            """, ""), running);
        assertEquals(running, list("show"));
        assertEquals("""
            cards : card, 2 entries, 0 of them expired
              entry                                     until                     added                      sequence  reason
              999999...0011                             for ever                  TIME 4  reported by "him"
              card-7                                    for ever                  TIME 4  reported by "him"
            """, cards);
        assertEquals("{\"engineTimeMs\":1700000000000,\"lists\":[{\"name\":\"terminals\",\"kind\":\"terminal\",\"declared\":true," +
            "\"entryCount\":2,\"expiredCount\":0,\"writtenCount\":0,\"written\":[],\"entries\":[" +
            "{\"entry\":\"T3\",\"expiresMs\":null,\"expired\":false,\"reason\":\"\",\"sequence\":6,\"addedMs\":0}," +
            "{\"entry\":\"T2\",\"expiresMs\":null,\"expired\":false,\"reason\":\"\",\"sequence\":6,\"addedMs\":0}]}]}\n", terminals);
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndSayWhy() throws IOException
    {
        try (TestAppliance server = open())
        {
            final long before = TestJournal.records(data, RecordDescriptor.TYPE_LIST);

            assertEquals(
                List.of(
                    "2 veto list add: no such list: list=terminal: did you mean terminals?",
                    "2 veto list remove: no such list: list=xyzzyxyzzy: expected one of cards, merchants, terminals, devices, ips, bins, " +
                        "countries, mccs",
                    "2 veto list add: value does not fit the list: kind=bin expected=six digits, not all zero actual=12345",
                    "2 veto list add: value does not fit the list: kind=bin expected=six digits, not all zero actual=(hidden)",
                    "2 veto list add: value does not fit the list: kind=country expected=two capital letters actual=fr",
                    "2 veto list add: value does not fit the list: kind=mcc expected=one to four digits, not all zero actual=0000",
                    "2 veto list add: value does not fit the list: kind=ip expected=an IPv4 or IPv6 address actual=10.0.0.256",
                    "2 veto list add: value does not fit the list: kind=card expected=a card number or another identifier, without " +
                        "blanks or hyphens actual=(hidden)",
                    "2 veto list remove: entry is written in the rules: list=mccs value=7995: take it out of the rule file and " +
                        "activate that",
                    "2 veto list add: --until is none: expected=a day such as 2027-01-31 or a moment such as 2027-01-31T12:00:00Z " +
                        "actual=tomorrow",
                    "2 veto list add: Invalid value for option '--for': expected=0 or a duration such as 30s, 15m, 12h or 30d: see " +
                        "veto list add --help",
                    "2 veto list add: --for is none: expected=a duration such as 90m, 12h or 30d actual=0",
                    "2 veto list add: --until and --for exclude each other: name one of them",
                    "2 veto list add: expected=a reason of at most 200 bytes actualLength=201"),
                List.of(refusal("add", "terminal", "T1"), refusal("remove", "xyzzyxyzzy", "T1"), refusal("add", "bins", "888888", "12345"),
                    refusal("add", "bins", PAN), refusal("add", "countries", "fr"), refusal("add", "mccs", "0000"),
                    refusal("add", "ips", "10.0.0.256"), refusal("add", "cards", "9999 9900 0000 0011"), refusal("remove", "mccs", "7995"),
                    refusal("add", "mccs", "1234", "--until", "tomorrow"), refusal("add", "mccs", "1234", "--for", "1y"),
                    refusal("add", "mccs", "1234", "--for", "0"),
                    refusal("add", "mccs", "1234", "--for", "1d", "--until", "2027-01-31"),
                    refusal("add", "mccs", "1234", "--reason", "r".repeat(201))));
            assertEquals(before, TestJournal.records(data, RecordDescriptor.TYPE_LIST));
            assertFalse(server.log().contains(PAN));
        }
    }

    @Test
    void shouldSayWhenNoServerRuns()
    {
        assertEquals(List.of(3, "", "veto list add: no server runs on this data folder: folder=" + data +
            ": start it with veto serve --data " + data + "\n"), list("add", "terminals", "T1"));
        assertEquals(List.of(3, "", "veto list show: no journal there: folder=" + data + ": name the folder given to veto serve --data\n"),
            list("show"));
    }

    @Test
    void shouldReadEntriesFromStandardInput() throws IOException
    {
        try (TestAppliance server = open())
        {
            final InputStream standardInput = System.in;
            System.setIn(new ByteArrayInputStream((PAN + "\n\n 8888880000000014 \n").getBytes(StandardCharsets.UTF_8)));
            final List<Object> outcome = list("add", "cards", "-");
            System.setIn(standardInput);

            assertEquals(List.of(0, "list cards: 2 added, 0 given another time to expire, journalled up to sequence 2\n", ""), outcome);
            assertEquals("DD", feed(server, "file", "1,1700000000000," + PAN + ",m,t,1.00,EUR,1111,ES,d,10.0.0.1\n" +
                "2,1700000000000,8888880000000014,m,t,1.00,EUR,1111,ES,d,10.0.0.1\n"));
        }
    }

    @Test
    void shouldSayWhatWasAddedBeforeTheServerRefusedTheRest() throws IOException
    {
        final String rows = IntStream.rangeClosed(1, 9_000).mapToObj(i -> 9_000 == i ? "none\n" : i + "\n").collect(Collectors.joining());
        final InputStream standardInput = System.in;
        final List<Object> outcome;
        try (TestAppliance server = open())
        {
            System.setIn(new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
            outcome = list("add", "mccs", "-");
            assertEquals(32, server.appliance().counters().listChanges.get());
        }
        finally
        {
            System.setIn(standardInput);
        }

        assertEquals(List.of(2, "", "veto list add: value does not fit the list: kind=mcc expected=one to four digits, " +
            "not all zero actual=none: before that: list mccs: 8192 added, 0 given another time to expire, " +
            "journalled up to sequence 33\n"), outcome);
    }

    @Test
    void shouldImportAFileInRecordsOfABoundedSize() throws IOException
    {
        final StringBuilder rows = new StringBuilder("value,until,reason\n");
        for (int i = 0; i < 20_000; i++)
        {
            rows.append("T").append(i).append(i % 2 == 0 ? ",,\n" : ",2020-01-01,\"long ago, " + "x".repeat(150) + "\"\n");
        }
        final Path file = folder.resolve("terminals.csv.gz");
        try (GZIPOutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file)))
        {
            zipped.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
        try (TestAppliance server = open())
        {
            final List<Object> outcome = list("import", "terminals", file.toString(), "--reason", "imported");

            assertEquals(0, outcome.get(0), outcome.toString());
            assertTrue(((String)outcome.get(1)).startsWith("list terminals: 20000 added, 0 given another time to expire, "));
            assertEquals("DADA", feed(server, "file", row("T0") + row("T1") + row("T19998") + row("T19999")));
        }
        int entries = 0;
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            while (reader.next())
            {
                if (RecordDescriptor.TYPE_LIST == reader.type())
                {
                    assertTrue(RecordDescriptor.length(reader.buffer(), reader.offset()) <= 64 * 1024);
                    entries++;
                }
            }
        }
        assertTrue(entries >= 20_000 / 256, "records=" + entries);
        assertTrue(((String)list("show").get(1)).contains("terminals : terminal, 20,000 entries, 10,000 of them expired\n"));
    }

    @Test
    void shouldImportNothingOfAFileWithABadRow() throws IOException
    {
        final StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 10_000; i++)
        {
            rows.append(String.format("%06d%n", 100_000 + i));
        }
        final List<String> outcomes = new ArrayList<>();
        try (TestAppliance server = open())
        {
            for (final String bad : List.of("12345", "123456,tomorrow", "123456,,reason,more", "123456,,\"reason"))
            {
                Files.writeString(folder.resolve("bins.csv"), rows + bad + "\n");
                outcomes.add(refusal("import", "bins", folder.resolve("bins.csv").toString()).replace(folder + "/", ""));
            }
            outcomes.add(refusal("import", "bins", folder.resolve("none.csv").toString()).replace(folder + "/", ""));
            outcomes.add(refusal("import", "bins", folder.toString()).replace(folder.toString(), "folder"));
            outcomes.add(refusal("import", "bin", folder.resolve("bins.csv").toString()).replace(folder + "/", ""));
            assertEquals(0, TestJournal.records(data, RecordDescriptor.TYPE_LIST));
            assertFalse(server.log().contains("12345"));
        }

        assertEquals(
            List.of(
                "2 veto list import: bins.csv: value does not fit the list: line=10001 kind=bin expected=six digits, not all zero " +
                    "actual=12345",
                "2 veto list import: bins.csv: bad row: line=10001 column=until expected=a day such as 2027-01-31 or a moment such as " +
                    "2027-01-31T12:00:00Z actual=tomorrow",
                "2 veto list import: bins.csv: bad row: line=10001 expected=value[,until][,reason] actualFields=4",
                "2 veto list import: bins.csv: not CSV: line=10001 cause=Unclosed quoted field at end of input (record starting at line " +
                    "10001)",
                "3 veto list import: none.csv: cannot be read: no such file",
                "3 veto list import: folder: cannot be read: it is not a regular file, and is read twice",
                "2 veto list import: bins.csv: no such list: list=bin: did you mean bins?"),
            outcomes);
    }

    private TestAppliance open() throws IOException
    {
        return new TestAppliance(
            data, RULES, ClockMode.EVENT, Layout.ONE, 10_000, ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100));
    }

    private static String row(final String terminal)
    {
        return terminal + ",1700000000000,c,m," + terminal + ",1.00,EUR,1111,ES,d,10.0.0.1\n";
    }

    private String feed(final TestAppliance server, final String name, final String rows) throws IOException
    {
        final Path file = folder.resolve(name + ".csv");
        final Path out = folder.resolve(name + ".out");
        Files.writeString(file, HEADER + rows);
        final ByteArrayOutputStream captured = new ByteArrayOutputStream();
        final PrintStream stream = new PrintStream(captured, true, StandardCharsets.UTF_8);
        assertEquals(0, FeedTool.run(stream, stream, file.toString(), "--to", "127.0.0.1:" + server.appliance().port(), "--out",
            out.toString(), "--source", name.replace(' ', '-')), captured::toString);
        return Files.readAllLines(out).stream().skip(1).map(line -> line.split(",")[2].substring(0, 1).toUpperCase())
            .collect(Collectors.joining());
    }

    private String refusal(final String... arguments)
    {
        final List<Object> outcome = list(arguments);
        return outcome.get(0) + " " + outcome.get(2).toString().strip();
    }

    private List<Object> list(final String... arguments)
    {
        return list(List.of(arguments));
    }

    private List<Object> list(final List<String> arguments)
    {
        final List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--data", data.toString()));
        final PrintStream standardOut = System.out;
        final PrintStream standardError = System.err;
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try
        {
            return List.of(ListTool.run(all.toArray(new String[0])), out.toString(StandardCharsets.UTF_8),
                error.toString(StandardCharsets.UTF_8));
        }
        finally
        {
            System.setOut(standardOut);
            System.setErr(standardError);
        }
    }
}
