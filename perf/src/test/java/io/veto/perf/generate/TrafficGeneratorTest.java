package io.veto.perf.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficGeneratorTest
{
    private static final TrafficPlan PLAN = new TrafficPlan(1_000, 50_000, 42, 60);
    private static final String PLAN_SHA_256 = "226a40f27c4ee65c61f5c41f818d16fa2b60c0448971b2acd2660b6dc52d5997";
    private static final int EPISODES_MIN = 10;
    private static final List<CsvRow> ROWS = CsvRow.rowsOf(PLAN);

    @Test
    void shouldWriteTheSameBytesOnEveryJvm() throws NoSuchAlgorithmException
    {
        final byte[] bytes = CsvRow.textOf(PLAN).getBytes(StandardCharsets.US_ASCII);

        final byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);

        assertEquals(PLAN_SHA_256, HexFormat.of().formatHex(hash), "java.version=" + Runtime.version());
    }

    @Test
    void shouldWriteTheSameBytesWhenGeneratorIsUsedAgain() throws IOException
    {
        final TrafficGenerator generator = new TrafficGenerator(PLAN);
        generator.writeTo(OutputStream.nullOutputStream(), (done) -> {});
        final ByteArrayOutputStream again = new ByteArrayOutputStream();

        generator.writeTo(again, (done) -> {});

        assertEquals(CsvRow.textOf(PLAN), again.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldWriteOtherTrafficWhenSeedDiffers()
    {
        final List<CsvRow> other = CsvRow.rowsOf(new TrafficPlan(1_000, 50_000, 43, 60));

        assertNotEquals(distinct(ROWS.stream().map(CsvRow::card)), distinct(other.stream().map(CsvRow::card)));
        assertNotEquals(ROWS.get(0).transactionId(), other.get(0).transactionId());
    }

    @Test
    void shouldBeginWithTheHeaderAndEndWithALineFeed()
    {
        final String text = CsvRow.textOf(new TrafficPlan(1, 1, 1, 1));

        assertEquals(CsvRow.HEADER, text.substring(0, text.indexOf('\n')));
        assertEquals(text.length() - 1, text.lastIndexOf('\n'));
        assertEquals(-1, text.indexOf('\r'));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,5000,60", "3000,1,60", "50000000,2000,60", "10,8193,1", "100,20000,400", "7,7,7"})
    void shouldWriteExactlyAsManyTransactionsAsPlanned(final int cards, final long transactions, final int days)
    {
        final List<CsvRow> rows = CsvRow.rowsOf(new TrafficPlan(cards, transactions, 5, days));

        assertEquals(transactions, rows.size());
        assertTrue(distinct(genuine(rows).map(CsvRow::card)).size() <= cards);
    }

    @ParameterizedTest
    @CsvSource({"1000,50000,60", "1,5000,60", "500,20000,1", "500,20000,400"})
    void shouldKeepEventTimeOrderWithinTheDays(final int cards, final long transactions, final int days)
    {
        final List<CsvRow> rows = CsvRow.rowsOf(new TrafficPlan(cards, transactions, 9, days));

        assertEquals(rows.stream().sorted(Comparator.comparingLong(CsvRow::eventTimeMs)).toList(), rows);
        final long firstMs = rows.get(0).eventTimeMs();
        final long lastMs = rows.get(rows.size() - 1).eventTimeMs();
        assertEquals(ArrivalClock.START_MS, firstMs - firstMs % ArrivalClock.DAY_MS);
        assertEquals(ArrivalClock.START_MS + (days - 1) * ArrivalClock.DAY_MS, lastMs - lastMs % ArrivalClock.DAY_MS);
    }

    @Test
    void shouldGiveEachTransactionAnIdOfItsOwn()
    {
        final int ids = distinct(ROWS.stream().map(CsvRow::transactionId)).size();

        assertEquals(ROWS.size(), ids);
    }

    @Test
    void shouldUseAllCardsWhenThereAreTransactionsEnough()
    {
        final int cards = distinct(genuine(ROWS).map(CsvRow::card)).size();

        assertEquals(PLAN.cards(), cards);
    }

    @Test
    void shouldWriteOnlyCardNumbersThatNobodyHas()
    {
        final List<String> wrong = ROWS.stream()
            .map(CsvRow::card)
            .filter((card) -> !card.matches("9999\\d{12}") || luhnSum(card) % 10 != 0)
            .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldWriteAmountsAboveZeroWithTwoDecimalsButForProfileChanges()
    {
        final List<CsvRow> wrong = ROWS.stream()
            .filter((row) -> !row.amount().matches("(0|[1-9]\\d*)\\.\\d\\d") ||
                row.amountMinor() == 0 != row.type().equals("profile_change"))
            .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldWriteEveryColumnInItsForm()
    {
        final List<CsvRow> wrong = ROWS.stream()
            .filter((row) ->
                !row.transactionId().matches("[0-9a-f]{6}-\\d{11}") ||
                !row.customer().matches("c\\d{9}") ||
                !row.merchant().matches(row.merchantCountry() + row.mcc() + "\\d{9}") ||
                !row.terminal().matches("\\d{8}") ||
                !row.currency().equals("EUR") ||
                !row.mcc().matches("\\d{4}") ||
                !row.merchantCountry().matches("[A-Z]{2}") ||
                !row.cardCountry().matches("[A-Z]{2}") ||
                !row.localOffsetMinutes().matches("-360|0|60|120|180|420") ||
                !row.entryMode().matches("chip|contactless|magstripe|manual|ecommerce") ||
                !row.type().matches(row.mcc().equals("6011") ? "cash" : "purchase|refund|profile_change"))
            .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldWriteADeviceAndAnAddressOnTheWebAlone()
    {
        final List<CsvRow> wrong = ROWS.stream()
            .filter((row) -> row.entryMode().equals("ecommerce") ?
                !row.device().matches("[0-9a-f]{16}") || !row.ip().matches("10(\\.\\d{1,3}){3}") :
                !row.device().isEmpty() || !row.ip().isEmpty())
            .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldWriteAPlaceWhereTheCardIsInHand()
    {
        final List<CsvRow> wrong = ROWS.stream()
            .filter((row) -> !row.type().equals("refund"))
            .filter((row) -> row.entryMode().matches("ecommerce|manual") ?
                !row.lat().isEmpty() || !row.lon().isEmpty() :
                !row.lat().matches("\\d{1,2}\\.\\d{4}") || !row.lon().matches("-?\\d{1,3}\\.\\d{4}"))
            .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void shouldNumberTheRowsOfAFraudAlike()
    {
        final List<CsvRow> unlabelled = ROWS.stream()
            .filter((row) -> row.fraud().equals("0") ? !row.isOf(FraudKind.GENUINE) || !row.episode().isEmpty() :
                row.isOf(FraudKind.GENUINE) || !row.episode().matches("\\d+"))
            .toList();
        final Map<String, TreeSet<String>> kindsByEpisode = ROWS.stream().filter((row) -> row.fraud().equals("1"))
            .collect(Collectors.groupingBy(
                CsvRow::episode, Collectors.mapping(CsvRow::fraudKind, Collectors.toCollection(TreeSet::new))));

        assertEquals(List.of(), unlabelled);
        assertEquals(List.of(), kindsByEpisode.values().stream().filter((kinds) -> kinds.size() > 1).toList());
    }

    @Test
    void shouldKeepATerminalWithItsMerchant()
    {
        final Map<String, TreeSet<String>> merchantsByTerminal = ROWS.stream().collect(Collectors.groupingBy(
            CsvRow::terminal, Collectors.mapping(CsvRow::merchant, Collectors.toCollection(TreeSet::new))));

        final List<TreeSet<String>> shared =
            merchantsByTerminal.values().stream().filter((merchants) -> merchants.size() > 1).toList();

        assertEquals(List.of(), shared);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, Long.MIN_VALUE, -1})
    void shouldPlantEveryKindOfFraudInItsShare(final long seed) throws IOException
    {
        final TrafficPlan plan = new TrafficPlan(
            TrafficPlan.CARDS_DEFAULT, TrafficPlan.TRANSACTIONS_DEFAULT, seed, TrafficPlan.DAYS_DEFAULT);

        final TrafficSummary summary =
            new TrafficGenerator(plan).writeTo(OutputStream.nullOutputStream(), (done) -> {});

        final double percent = 100.0 * summary.frauds() / summary.transactions();
        assertTrue(percent >= 0.5 && percent <= 1.0, () -> "seed=" + seed + " percent=" + percent);
        final List<FraudKind> rare = Stream.of(FraudKind.values())
            .filter((kind) -> summary.transactionsByKind().get(kind) < EPISODES_MIN)
            .toList();
        assertEquals(List.of(), rare, () -> "seed=" + seed);
    }

    @Test
    void shouldSummariseWhatItWrote() throws IOException
    {
        final TrafficSummary summary =
            new TrafficGenerator(PLAN).writeTo(OutputStream.nullOutputStream(), (done) -> {});

        assertEquals(new TrafficSummary(ROWS.size(), countByKind(ROWS)), summary);
    }

    @Test
    void shouldFollowAProbeWithCashOutsWithinADay()
    {
        final Map<String, List<CsvRow>> byCard = ROWS.stream()
            .filter((row) -> row.isOf(FraudKind.PROBE_THEN_CASH_OUT))
            .collect(Collectors.groupingBy(CsvRow::card));

        final List<CsvRow> unprobed = byCard.values().stream().flatMap(TrafficGeneratorTest::unprobed).toList();

        assertEquals(List.of(), unprobed);
    }

    @Test
    void shouldKeepCardTestingSmall()
    {
        final List<CsvRow> large = ROWS.stream()
            .filter((row) -> row.isOf(FraudKind.CARD_VELOCITY) || row.isOf(FraudKind.MERCHANT_TESTING))
            .filter((row) -> row.amountMinor() >= 5_00)
            .toList();

        assertEquals(List.of(), large);
    }

    @Test
    void shouldReportProgressInStepsAndAtTheEnd() throws IOException
    {
        final List<Long> reported = new ArrayList<>();
        final TrafficGenerator generator = new TrafficGenerator(new TrafficPlan(10, 20_000, 1, 60));

        generator.writeTo(OutputStream.nullOutputStream(), reported::add);

        assertEquals(List.of(8_192L, 16_384L, 20_000L), reported);
    }

    @Test
    void shouldPassOnTheFaultWhenStreamCannotBeWrittenTo()
    {
        final OutputStream full = new OutputStream()
        {
            public void write(final int b) throws IOException
            {
                throw new IOException("no space left");
            }
        };

        final IOException ex = assertThrows(
            IOException.class, () -> new TrafficGenerator(PLAN).writeTo(full, (done) -> {}));

        assertEquals("no space left", ex.getMessage());
    }

    private static Stream<CsvRow> unprobed(final List<CsvRow> episode)
    {
        return episode.stream().filter((row) -> row.amountMinor() >= 500_00 && episode.stream().noneMatch(
            (probe) -> probe.amountMinor() <= 1_00 &&
                probe.eventTimeMs() <= row.eventTimeMs() &&
                probe.eventTimeMs() > row.eventTimeMs() - ArrivalClock.DAY_MS));
    }

    private static Map<FraudKind, Long> countByKind(final List<CsvRow> rows)
    {
        final Map<FraudKind, Long> counts = new EnumMap<>(FraudKind.class);
        for (final FraudKind kind : FraudKind.values())
        {
            counts.put(kind, rows.stream().filter((row) -> row.isOf(kind)).count());
        }
        return counts;
    }

    private static Stream<CsvRow> genuine(final List<CsvRow> rows)
    {
        return rows.stream().filter((row) -> row.isOf(FraudKind.GENUINE));
    }

    private static TreeSet<String> distinct(final Stream<String> values)
    {
        return values.collect(Collectors.toCollection(TreeSet::new));
    }

    private static int luhnSum(final String card)
    {
        int sum = 0;
        for (int i = 0; i < card.length(); i++)
        {
            final int digit = Character.digit(card.charAt(card.length() - 1 - i), 10);
            final int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted / 10 + weighted % 10;
        }
        return sum;
    }
}
