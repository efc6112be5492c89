package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.window.WindowLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What rules see of the windows, worked out by hand. */
class ScorerWindowsTest
{
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final int[] PARIS = { 48_856_600, 2_352_200 };
    private static final int[] LONDON = { 51_507_400, -127_800 };

    @Test
    void shouldSeeEveryAggregateOfTheFourthTransaction()
    {
        final List<String> conditions = List.of(
            "attempts(card, 1h) = 4",
            "sum(amount, card, 1h) = 80.00",
            "avg(amount, card, 1h) = 20.00",
            "min(amount, card, 1h) = 10.00 and min(amount, card, 20m) = 20.00",
            "max(amount, card, 1h) = 30.00 and max(amount, card, 10m) = 20.00",
            "stddev(amount, card, 1h) > 7.07 and stddev(amount, card, 1h) < 7.08",
            "distinct(mcc, card, 1h) = 3 and distinct(merchant, card, 1h) = 0",
            "ratio(card, 1h where mcc = 5411) = 0.5",
            "last(amount, card) = 30.00 and last(mcc, card) = 5812 and last(mcc, card, 10m) is missing",
            "last(merchant_country, card) = \"DE\" and last(card_country, card) = \"FR\"",
            "since(card) = 10m and first_seen(card) = 30m and first_seen(card, 5m) is missing",
            "count(card, 1h before) = 3 and sum(amount, card, 1h before) = 60.00 and avg(amount, card, 1h before) = 20.00",
            "min(amount, card, 10m before) is missing and count(card, 10m before) = 0 and avg(amount, card, 10m before) is missing",
            "count(card, 20m delayed 10m) = 2 and sum(amount, card, 20m delayed 10m) = 50.00",
            "count(card, tumbling 30m) = 1 and count(card, tumbling 1h) = 4 and max(amount, card, tumbling 1h before) = 30.00",
            "count(card, session 10m) = 4 and count(card, session 9m) = 1 and sum(amount, card, session 10m before) = 60.00",
            "count(card, 1h before where approved) = 3 and count(card, 1h before where reviewed) = 0",
            "count(card, 1h before where hit(r0)) = 0 and count(card, 1h before where not hit(r0)) = 3",
            "count(card, 1h before where fraud) = 0 and count(card, 1h before where not fraud and amount > 10.00) = 2",
            "count(card+merchant_country, 1h) = 2 and count(merchant_country, 1h) = 3 and count(merchant_country, 1h before) = 2");
        final StringBuilder rules = new StringBuilder();
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++)
        {
            rules.append("rule r").append(i).append(" review if count(card, 1h) = 4 and ").append(conditions.get(i)).append('\n');
            expected.add("r" + i);
        }
        try (ScoredStream stream = new ScoredStream(rules.toString()))
        {
            stream.fields().cardCountry("FR");
            final List<List<String>> before = List.of(
                swipe(stream, 0, 7, 10_00, 5411, "FR"),
                swipe(stream, 5, 8, 99_00, 5999, "FR"),
                swipe(stream, 10, 7, 20_00, 5411, "DE"),
                swipe(stream, 20, 7, 30_00, 5812, "DE"));

            final List<String> hits = swipe(stream, 30, 7, 20_00, 5999, "FR");

            assertEquals(List.of(List.of(), List.of(), List.of(), List.of()), before);
            assertEquals(expected, hits);
        }
    }

    @Test
    void shouldSeeWhenACardWasFirstSeenUntilItIsSilentForTooLong()
    {
        try (ScoredStream stream = new ScoredStream("""
            rule unseen review if first_seen(card, 1h) is missing
            rule fresh review if first_seen(card, 1h) <= 30m
            rule known review if first_seen(card, 1h) > 30m
            rule two_hours review if first_seen(card, 1h) = 2h
            """))
        {
            final List<List<String>> hits = Stream.of(0, 30, 60, 120, 120, 180, 241)
                .map(minute -> stream.at(minute * MINUTE_MS).card(7).hits()).toList();

            assertEquals(
                List.of(
                    List.of("unseen"),
                    List.of("fresh"),
                    List.of("known"),
                    List.of("known", "two_hours"),
                    List.of("known", "two_hours"),
                    List.of("known"),
                    List.of("unseen")),
                hits);
        }
    }

    /** 343.6 km lie between the two cities. */
    @Test
    void shouldSeeDistanceAndSpeedBetweenTwoCities()
    {
        try (ScoredStream stream = new ScoredStream("""
            rule nowhere review if distance_km(card) is missing and speed_kmh(card) is missing
            rule here review if distance_km(card) = 0 and speed_kmh(card) = 0
            rule away review if distance_km(card) > 343 and distance_km(card) < 344
            rule by_train review if speed_kmh(card) > 343 and speed_kmh(card) < 344
            rule by_plane review if speed_kmh(card) > 686 and speed_kmh(card) < 688
            rule by_magic review if speed_kmh(card) > 1234800 and speed_kmh(card) < 1238400
            """))
        {
            final List<List<String>> hits = List.of(
                stream.at(0).card(7).place(PARIS[0], PARIS[1]).hits(),
                stream.at(HOUR_MS).place(LONDON[0], LONDON[1]).hits(),
                stream.at(2 * HOUR_MS).nowhere().hits(),
                stream.at(2 * HOUR_MS + 1).place(LONDON[0], LONDON[1]).hits(),
                stream.at(2 * HOUR_MS + HOUR_MS / 2 + 1).place(PARIS[0], PARIS[1]).hits(),
                stream.at(2 * HOUR_MS + HOUR_MS / 2 + 1).place(LONDON[0], LONDON[1]).hits(),
                stream.at(3 * HOUR_MS).card(8).place(PARIS[0], PARIS[1]).hits());

            assertEquals(
                List.of(
                    List.of("nowhere"),
                    List.of("away", "by_train"),
                    List.of("nowhere"),
                    List.of("here"),
                    List.of("away", "by_plane"),
                    List.of("away", "by_magic"),
                    List.of("nowhere")),
                hits);
        }
    }

    @Test
    void shouldFlagATransactionThatIsFurtherBehindThanTheAllowedLateness()
    {
        try (ScoredStream stream = new ScoredStream("rule many review if count(card, 1h) >= 3"))
        {
            final List<String> flags = new ArrayList<>();
            flags.add(stream.card(7).at(HOUR_MS).flags());
            flags.add(stream.at(HOUR_MS - MINUTE_MS).flags());
            flags.add(stream.at(HOUR_MS - MINUTE_MS - 1).flags());

            final List<String> hits = stream.at(HOUR_MS).hits();

            assertEquals(List.of("{}", "{}", "{late}"), flags);
            assertEquals(List.of("many"), hits);
        }
    }

    @Test
    void shouldFlagATransactionOfAnEarlierPeriodOrOfNoOpenSession()
    {
        try (ScoredStream stream = new ScoredStream(
            "rule many review if count(card, tumbling 1h) >= 3 or count(merchant, session 10s) >= 3"))
        {
            final List<String> flags = new ArrayList<>();

            flags.add(stream.card(7).at(HOUR_MS).flags());
            flags.add(stream.at(HOUR_MS - 1).flags());
            stream.fields().merchant("M");
            flags.add(stream.at(HOUR_MS + 20_000).flags());
            flags.add(stream.at(HOUR_MS + 10_000).flags());
            flags.add(stream.at(HOUR_MS - 1).flags());
            flags.add(stream.card(0).at(HOUR_MS + 500).flags());
            flags.add(stream.card(0).at(HOUR_MS - 1_000_000).flags());

            assertEquals(
                List.of("{}", "{outsideRun}", "{}", "{}", "{outsideRun}", "{}", "{late,outsideRun}"), flags);
        }
    }

    @Test
    void shouldFlagATransactionThatNoWindowHasRoomForAndCountItNowhere()
    {
        final ScorerConfig oneSideEntry = new ScorerConfig(MINUTE_MS, 30_00, new WindowLimits(1 << 16, 1 << 10, 1, 1 << 10));
        try (ScoredStream stream = new ScoredStream("rule two review if count(card, 1h) = 3", oneSideEntry))
        {
            final List<String> flags = new ArrayList<>();
            flags.add(stream.card(7).at(HOUR_MS).flags());
            flags.add(stream.at(HOUR_MS - 1).flags());
            flags.add(stream.at(HOUR_MS - 1).flags());

            final List<String> hits = stream.at(HOUR_MS).hits();

            assertEquals(List.of("{}", "{}", "{uncounted}"), flags);
            assertEquals(List.of("two"), hits);
        }
    }

    private static List<String> swipe(
        final ScoredStream stream, final int minute, final long card, final long amount, final int mcc, final String country)
    {
        stream.fields().mcc(mcc).merchantCountry(country);
        return stream.at(minute * MINUTE_MS).card(card).amount(amount).hits();
    }
}
