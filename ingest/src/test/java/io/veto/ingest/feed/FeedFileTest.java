package io.veto.ingest.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is good as a whole, or refused in one line that names the place. */
class FeedFileTest
{
    private static final String HEADER = "transaction_id,event_time_ms,card,amount";
    private static final String CARD_NUMBER = "4111111111111111";
    private static final int ROWS_OF_LARGE_FILE = 20_000;

    private static final String NO_TRANSACTIONS = "feed.csv:%d: columns missing: missing=%sevent_time_ms|event_time,card|pan%s " +
        "found=%s; name them: --columns %sevent_time_ms=COLUMN,card=COLUMN%s";

    @TempDir
    private Path folder;

    @Test
    void shouldCountRowsAndMessages() throws IOException, FeedException
    {
        final FeedPlan plan = plan("feed.csv", HEADER + ",fraud,note",
            "1,1000,c1,1.00,0,x", "2,1001,c1,2.00,,y", "3,1002,c1,3.00,1,z");

        assertEquals(
            List.of(3L, 5L, List.of("note")), List.of(plan.rows(), plan.messages(), plan.skippedColumns()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n\r\n"})
    void shouldReadAnyLineEndQuotesEmptyLinesAndByteOrderMark(final String lineEnd) throws IOException, FeedException
    {
        final Path file = folder.resolve("feed.csv");
        Files.writeString(file, "\uFEFF" + String.join(lineEnd, HEADER, "1,1000,\"c1\",1.00", "2,1001,\"c,1\",2.00"));

        assertEquals(2, FeedPlan.of(config(file)).rows());
    }

    @Test
    void shouldNameTheSourceByNameAndContentAndMapping() throws IOException, FeedException
    {
        final Path file = write("a file with blanks and a name that is far too long.csv", HEADER, "1,1000,c1,1.00");
        final List<String> names = List.of(
            FeedPlan.of(config(file)).sourceName(),
            FeedPlan.of(config(file).withColumns(Map.of(Column.CARD, "transaction_id"))).sourceName(),
            FeedPlan.of(config(file).withSourceName("pos-7")).sourceName());

        assertEquals(List.of(
            "a_file_with_blanks_and_a_name_that_is_fa-14fce062903c4249",
            "a_file_with_blanks_and_a_name_that_is_fa-1f1ba0a0b2eec1cc",
            "pos-7-14fce062903c4249"), names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "amount|12,5|is not a decimal number with at most 2 decimals",
        "amount|1.234|is not a decimal number with at most 2 decimals",
        "amount|10000000000.01|is over 10000000000.00 in magnitude",
        "event_time_ms|yesterday|is not a time in whole milliseconds since 1970",
        "event_time_ms|-1|is not a time in whole milliseconds since 1970",
        "event_time|2024-02-30T00:00:00|is not an ISO 8601 date and time since 1970",
        "currency|eur|is not an ISO 4217 code",
        "currency|XQX|is not an ISO 4217 code",
        "currency|1000|is not an ISO 4217 code",
        "mcc|54111|is not a merchant category code of at most 4 digits",
        "merchant_country|DEU|is not an ISO 3166 code of two capital letters",
        "card_country|d1|is not an ISO 3166 code of two capital letters",
        "lat|90.1|is not a decimal number of degrees from -90 to 90",
        "lon|-180.000001|is not a decimal number of degrees from -180 to 180",
        "ip|example.org|is not an IPv4 or IPv6 address",
        "entry_mode|laser|is none of unknown, chip, contactless, magstripe (swipe), manual, ecommerce (online)",
        "type|gift|is none of purchase, cash, refund, verification, profile_change, reversal, label",
        "fraud|yes|is none of 0, 1 and empty",
        "stan|1234567|is not a number of at most 6 digits",
        "local_offset_minutes|1081|is not a number of minutes from -1080 to 1080",
        "merchant|caf\uFFFD|is not UTF-8 text"})
    void shouldRefuseBadValue(final String column, final String value, final String fault) throws IOException
    {
        assertEquals(
            "feed.csv:3: " + column + " " + fault + ": column=column_x value=\"" + value + "\"" +
            (Column.ofName(column).isNeeded() ? "" : "; mend it, or leave the column out: --columns " + column + "="),
            refusal("feed.csv", Map.of(Column.ofName(column), "column_x"),
                HEADER + ",column_x", "", "1,1000,c1,1.00,\"" + value + "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction_id", "event_time_ms", "amount", "card"})
    void shouldRefuseEmptyNeededValue(final String column) throws IOException
    {
        assertEquals(
            "feed.csv:2: " + column + " is empty: column=column_x" + ("card".equals(column) ? "" : " value=\"\""),
            refusal("feed.csv", Map.of(Column.ofName(column), "column_x"),
                HEADER + ",column_x", "1,1000,c1,1.00,"));
    }

    @Test
    void shouldRefuseReversalThatDoesNotSayWhatItGivesBack() throws IOException
    {
        final String header = HEADER + ",type,original,fraud";
        final List<String> messages = List.of(
            refusal("feed.csv", Map.of(), HEADER + ",type", "1,,,,reversal"),
            refusal("feed.csv", Map.of(), header, "1,,,,reversal,,"),
            refusal("feed.csv", Map.of(), header, ",,,,reversal,t-1,"),
            refusal("feed.csv", Map.of(), header, "1,,,0.00,reversal,t-1,"),
            refusal("feed.csv", Map.of(), header, "1,,,,reversal,t-1,0"));

        assertEquals(List.of(
            "feed.csv:2: columns missing for a reversal: missing=original|original_transaction_id " +
            "found=transaction_id,event_time_ms,card,amount,type; name them: --columns original=COLUMN",
            "feed.csv:2: original is empty: column=original value=\"\"",
            "feed.csv:2: transaction_id is empty: column=transaction_id value=\"\"",
            "feed.csv:2: amount is nothing in a reversal, empty means all that is left: column=amount value=\"0.00\"",
            "feed.csv:2: fraud is not empty in a reversal: column=fraud value=\"0\"; " +
            "mend it, or leave the column out: --columns fraud="), messages);
    }

    @Test
    void shouldRefuseLabelThatDoesNotSayWhatIsWhat() throws IOException
    {
        final List<String> messages = List.of(
            refusal("feed.csv", Map.of(), "type,original", "label,t-1"),
            refusal("feed.csv", Map.of(), "type,fraud,transaction_id,amount", "label,1,t-1,"),
            refusal("feed.csv", Map.of(), "type,original,fraud", "label,,1"),
            refusal("feed.csv", Map.of(), "type,original,fraud", "label,t-1,"),
            refusal("feed.csv", Map.of(), "original,fraud", "t-1,1", "t-2,yes"),
            refusal("feed.csv", Map.of(), "type,original,fraud", "Label,t-1,1", "purchase,,"),
            refusal("feed.csv", Map.of(), "type,original,fraud", "label,t-1,1", "reversal,t-2,"),
            refusal("feed.csv", Map.of(), "original,fraud,amount", "t-1,1,"));

        assertEquals(List.of(
            NO_TRANSACTIONS.formatted(1, "transaction_id,", ",amount", "type,original", "transaction_id=COLUMN,", ",amount=COLUMN"),
            NO_TRANSACTIONS.formatted(1, "", "", "type,fraud,transaction_id,amount", "", ""),
            "feed.csv:2: original is empty: column=original value=\"\"",
            "feed.csv:2: fraud is empty: column=fraud value=\"\"",
            "feed.csv:3: fraud is neither 0 nor 1: column=fraud value=\"yes\"",
            NO_TRANSACTIONS.formatted(3, "transaction_id,", ",amount", "type,original,fraud", "transaction_id=COLUMN,", ",amount=COLUMN"),
            "feed.csv:3: columns missing for a reversal: missing=transaction_id found=type,original,fraud; " +
            "name them: --columns transaction_id=COLUMN",
            NO_TRANSACTIONS.formatted(1, "transaction_id,", "", "original,fraud,amount", "transaction_id=COLUMN,", "")), messages);
    }

    @Test
    void shouldLeaveColumnOutWhenItIsMappedToNothing() throws IOException, FeedException
    {
        final Path file = write("feed.csv", HEADER + ",currency", "1,1000,c1,1.00,gold");
        final FeedPlan plan = FeedPlan.of(config(file).withColumns(Map.of(Column.CURRENCY, "")));

        assertEquals(List.of("currency"), plan.skippedColumns());
    }

    @Test
    void shouldCutLongValue() throws IOException
    {
        assertEquals(
            "feed.csv:2: amount is not a decimal number with at most 2 decimals: column=amount value=\"" +
            "x".repeat(40) + "\"",
            refusal("feed.csv", Map.of(), HEADER, "1,1000,c1," + "x".repeat(100)));
    }

    @Test
    void shouldNeverShowCardNumber() throws IOException
    {
        final List<String> messages = List.of(
            refusal("feed.csv", Map.of(), HEADER, "1,1000," + CARD_NUMBER + "\uFFFD,1.00"),
            refusal("feed.csv", Map.of(Column.AMOUNT, "card"), HEADER, "1,1000," + CARD_NUMBER + "x,1.00"),
            refusal("feed.csv", Map.of(), HEADER, "1,1000,1.00," + CARD_NUMBER + "x"),
            refusal("feed.csv", Map.of(), HEADER, "1,1000,\"" + CARD_NUMBER + "\"x,1.00"),
            refusal("feed.csv", Map.of(), HEADER + ",merchant", "1,1000," + CARD_NUMBER + ",1.00," + CARD_NUMBER),
            refusal("feed.csv", Map.of(), "1,1000," + CARD_NUMBER + ",1.00"));

        assertEquals(List.of(
            "feed.csv:2: card is not UTF-8 text: column=card",
            "feed.csv:2: amount is not a decimal number with at most 2 decimals: column=card",
            "feed.csv:2: amount is not a decimal number with at most 2 decimals: column=amount value=\"(hidden)x\"",
            "feed.csv:2: not CSV: Unexpected character after closing quote: 'x' (0x78) (record starting at line 2)",
            "feed.csv:2: the card number stands in another field as well: field=merchant; put something else there",
            "feed.csv:1: columns missing: missing=transaction_id,event_time_ms|event_time,card|pan,amount " +
            "found=1,1000,(hidden),1.00; name them: --columns transaction_id=COLUMN,event_time_ms=COLUMN," +
            "card=COLUMN,amount=COLUMN"), messages);
    }

    @Test
    void shouldRefuseHeaderThatDoesNotDo() throws IOException
    {
        final List<String> messages = List.of(
            refusal("feed.csv", Map.of(), "", "transaction_id,time,customer_id,amount"),
            refusal("feed.csv", Map.of(Column.CARD, "customer"), HEADER),
            refusal("feed.csv", Map.of(), HEADER + ",card"));

        assertEquals(List.of(
            "feed.csv:2: columns missing: missing=event_time_ms|event_time,card|pan " +
            "found=transaction_id,time,customer_id,amount; name them: --columns event_time_ms=COLUMN,card=COLUMN",
            "feed.csv:1: column not found: expectedColumn=customer for=card " +
            "found=transaction_id,event_time_ms,card,amount",
            "feed.csv:1: column is there twice: column=card"), messages);
    }

    @Test
    void shouldRefuseRowsThatAreNotWhole() throws IOException
    {
        final List<String> messages = List.of(
            refusal("feed.csv", Map.of(), HEADER, "1,1000,c1,1.00", "2,1001,c1"),
            refusal("feed.csv", Map.of(), HEADER, "1,1000,c1,1,00"),
            refusal("feed.csv", Map.of(), HEADER, "1,1000,\"c1,1.00", "2,1001,c1,1.00"));

        assertEquals(List.of(
            "feed.csv:3: wrong number of fields: expectedFields=4 fields=3",
            "feed.csv:2: wrong number of fields: expectedFields=4 fields=5",
            "feed.csv:2: not CSV: Unclosed quoted field at end of input (record starting at line 2)"), messages);
    }

    @Test
    void shouldRefuseWhatIsNoFileOfRows() throws IOException
    {
        final List<String> messages = List.of(
            refusal("feed.csv", Map.of()),
            refusal("feed.csv.gz", Map.of(), HEADER),
            refusalOf(folder.resolve("missing.csv")),
            refusalOf(folder));

        assertEquals(List.of(
            "feed.csv: file is empty: a header line and rows of CSV are expected",
            "feed.csv.gz: not in gzip format: rename it if it is plain CSV",
            "missing.csv: no such file",
            folder.getFileName() + ": is a directory: a CSV file is expected, it is read twice"), messages);
    }

    @Test
    void shouldBlameGzipFileThatIsCutShortOrDamaged() throws IOException
    {
        final byte[] gzip = gzipOfManyRows();
        final byte[] damaged = gzip.clone();
        Arrays.fill(damaged, gzip.length / 2, gzip.length / 2 + 3, (byte)0);
        final List<String> messages = List.of(
            refusalOf(Files.write(folder.resolve("head.csv.gz"), Arrays.copyOf(gzip, 5))),
            refusalOf(Files.write(folder.resolve("short.csv.gz"), Arrays.copyOf(gzip, gzip.length / 2))),
            refusalOf(Files.write(folder.resolve("end.csv.gz"), Arrays.copyOf(gzip, gzip.length - 1))),
            refusalOf(Files.write(folder.resolve("damaged.csv.gz"), damaged)));

        assertEquals(
            List.of(
                "head.csv.gz: gzip file is cut short: lastWholeRowAtLine=0; get the whole file again",
                "short.csv.gz: gzip file is cut short: lastWholeRowAtLine=N; get the whole file again",
                "end.csv.gz: gzip file is cut short: lastWholeRowAtLine=N; get the whole file again",
                "damaged.csv.gz: gzip file is damaged: CAUSE lastWholeRowAtLine=N; get the whole file again"),
            messages.stream()
                .map((message) -> message.replaceAll("AtLine=[1-9]\\d*", "AtLine=N"))
                .map((message) -> message.replaceAll("damaged: .* last", "damaged: CAUSE last"))
                .toList());
    }

    @Test
    void shouldReadGzipUnderAnyName() throws IOException, FeedException
    {
        final Path file = Files.write(folder.resolve("feed.csv"), gzipOfManyRows());

        assertEquals(ROWS_OF_LARGE_FILE, FeedPlan.of(config(file)).rows());
    }

    private byte[] gzipOfManyRows() throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes))
        {
            gzip.write((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < ROWS_OF_LARGE_FILE; i++)
            {
                gzip.write((i + "," + 31L * i * i + ",c" + 17 * i % 1009 + "," + i % 100 + ".00\n")
                    .getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private FeedPlan plan(final String name, final String... lines) throws IOException, FeedException
    {
        return FeedPlan.of(config(write(name, lines)));
    }

    private String refusal(final String name, final Map<Column, String> columns, final String... lines)
        throws IOException
    {
        return refusalOf(config(write(name, lines)).withColumns(columns));
    }

    private String refusalOf(final Path file)
    {
        return refusalOf(config(file));
    }

    private String refusalOf(final FeedConfig config)
    {
        final FeedException ex = assertThrows(FeedException.class, () -> FeedPlan.of(config));
        assertEquals(FeedException.BAD_INPUT, ex.exitCode());
        assertTrue(ex.getMessage().startsWith(folder.toString()), ex.getMessage());
        return ex.getMessage()
            .replace(folder + "/", "")
            .replace(folder.toString(), folder.getFileName().toString());
    }

    private Path write(final String name, final String... lines) throws IOException
    {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + (lines.length == 0 ? "" : "\n"));
    }

    private static FeedConfig config(final Path file)
    {
        return FeedConfig.of(file, new InetSocketAddress("127.0.0.1", 1));
    }
}
