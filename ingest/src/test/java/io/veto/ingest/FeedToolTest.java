package io.veto.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.ingest.client.ScriptedServer;
import io.veto.ingest.client.ScriptedServer.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command says in one line what is wrong, and sums up what went well. */
@Timeout(60)
class FeedToolTest
{
    private static final String FEED = """
        id,event_time_ms,card,amount,fraud,note
        t-1,1000,c1,10.00,0,
        t-2,1002,c2,100.00,0,
        t-3,1003,c2,500.00,1,
        """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path file;

    @BeforeEach
    void writeFile() throws IOException
    {
        file = Files.writeString(folder.resolve("feed.csv"), FEED);
    }

    @Test
    void shouldPrintSummary() throws IOException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            final int exitCode = run(file.toString(), "--to", to(server), "--columns", "transaction_id=id");

            assertEquals(0, exitCode);
            assertEquals("""
                source     feed.csv-1246b49e00e04673
                rows                     3 answered, 0 of them read back from the journal
                approved                 1
                reviewed                 1
                declined                 1
                elapsed                T s, N rows/s, 1 connections
                fraud                    1 rows, 100.0 % of them not approved
                rule                     2 hits of big, precision 50.0 %
                rule                     1 hits of huge, precision 100.0 %
                """, text(out).replaceAll(" +[\\d.]+ s, [\\d,]+ rows/s", "                T s, N rows/s"));
            assertEquals(
                "columns skipped: note; use one with --columns NAME=COLUMN\nrows answered: 3\n", text(err));
        }
    }

    @Test
    void shouldPrintOneJsonObject() throws IOException
    {
        try (ScriptedServer server = new ScriptedServer((connection, number) -> Step.ANSWER))
        {
            final int exitCode = run(file.toString(), "--to", to(server), "--columns", "transaction_id=id",
                "--source", "a\"b\\c", "--json");

            assertEquals(0, exitCode);
            assertEquals("""
                {"source":"a\\"b\\\\c-N","rows":3,"messages":6,"replayed":0,\
                "decisions":{"approve":1,"review":1,"challenge":0,"decline":1},"labelled":3,"fraud":1,"fraudCaught":1,"flagged":1,\
                "reversals":0,"reversalsWithoutEffect":0,"labels":0,"labelsWithoutEffect":0,\
                "connections":1,"elapsedMs":N,"rowsPerSecond":N,\
                "rules":[{"id":"big","hits":2,"labelledHits":2,"fraudHits":1},\
                {"id":"huge","hits":1,"labelledHits":1,"fraudHits":1}],"fraudKinds":[]}
                """, text(out).replaceAll("(elapsedMs|rowsPerSecond)\":\\d+", "$1\":N")
                .replaceAll("-[0-9a-f]{16}\"", "-N\""));
        }
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithTheFile()
    {
        final int exitCode = run(file.toString());

        assertEquals(2, exitCode);
        assertEquals("", text(out));
        assertEquals("FILE:1: columns missing: missing=transaction_id " +
            "found=id,event_time_ms,card,amount,fraud,note; name them: --columns transaction_id=COLUMN\n",
            text(err).replace(file.toString(), "FILE"));
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithTheCommand()
    {
        final List<String> messages = new ArrayList<>();
        for (final String[] args : new String[][] {
            {},
            {"f", "--foo"},
            {"f", "--to", "here"},
            {"f", "--to", "here:99999"},
            {"f", "--rate", "0"},
            {"f", "--rate", "fast"},
            {"f", "--source", "two words"},
            {"f", "--latency"},
            {"f", "--columns", "card"},
            {"f", "--columns", "colour=c"}})
        {
            err.reset();
            messages.add(run(args) + " " + text(err));
        }

        final String names = "transaction_id|event_time_ms|event_time|pan|card|customer|merchant|terminal|amount|" +
            "currency|mcc|merchant_country|card_country|lat|lon|device|ip|entry_mode|type|original|original_transaction_id|fraud|" +
            "fraud_kind|stan|local_offset_minutes";
        final String hint = "; see `veto feed --help`\n";
        assertEquals(List.of(
            "2 Missing required parameter: 'FILE'" + hint,
            "2 Unknown option: '--foo'" + hint,
            "2 --to is not host:port: expectedPort=1..65535 to=here" + hint,
            "2 --to is not host:port: expectedPort=1..65535 to=here:99999" + hint,
            "2 --rate is not max or a number of rows a second: expectedRate=1..99999999 rate=0" + hint,
            "2 --rate is not max or a number of rows a second: expectedRate=1..99999999 rate=fast" + hint,
            "2 --source is not 1 to 40 printable ASCII characters without blanks: length=9" + hint,
            "2 --latency is a column of the decisions: expectedOption=--out" + hint,
            "2 Value for option option '--columns' (NAME=COLUMN) should be in KEY=VALUE[,KEY=VALUE]... format but " +
                "was card" + hint,
            "2 --columns is not NAME=COLUMN: expectedName=" + names + " name=colour" + hint), messages);
    }

    private int run(final String... args)
    {
        return FeedTool.run(print(out), print(err), args);
    }

    private static PrintStream print(final ByteArrayOutputStream bytes)
    {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(final ByteArrayOutputStream bytes)
    {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String to(final ScriptedServer server)
    {
        return "127.0.0.1:" + server.address().getPort();
    }
}
