package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.Measure;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which windows an aggregate reads.
 */
class AggregateWindowsTest
{
    private static final long MINUTE_MS = 60_000;
    private static final long DAY_MS = 86_400_000;
    private static final Key CARD = Key.of(KeyKind.CARD);
    private static final Span DAYS_30 = Span.sliding(30 * DAY_MS);
    private static final Span DAYS_90 = Span.sliding(90 * DAY_MS);

    @Test
    void shouldReadTheWindowsOfEachAggregate()
    {
        final Map<String, List<WindowSpec>> expected = new LinkedHashMap<>();
        final WindowSpec count = window(Measure.COUNT, null, DAYS_30, false);
        final WindowSpec sum = window(Measure.SUM, null, DAYS_30, false);
        expected.put("count(card, 30d) > 1", List.of(count));
        expected.put("attempts(card, 30d) > 1", List.of(window(Measure.ATTEMPTS, null, DAYS_30, false)));
        expected.put("sum(amount, card, 30d) > 1.00", List.of(sum));
        expected.put("avg(amount, card, 30d) > 1.00", List.of(sum, count));
        expected.put("min(amount, card, 30d) > 1.00", List.of(window(Measure.MIN, null, DAYS_30, false)));
        expected.put("max(amount, card, 30d) > 1.00", List.of(window(Measure.MAX, null, DAYS_30, false)));
        expected.put(
            "stddev(amount, card, 30d) > 1.00",
            List.of(sum, count, window(Measure.SUM_OF_SQUARES, null, DAYS_30, false)));
        expected.put(
            "distinct(merchant_country, card, 30d) > 1",
            List.of(window(Measure.DISTINCT, KeyKind.MERCHANT_COUNTRY, DAYS_30, false)));
        expected.put(
            "ratio(card, 30d where mcc = 5411) > 0.5",
            List.of(new WindowSpec(CARD, Measure.COUNT, null, DAYS_30, false, 0), count));
        expected.put("last(amount, card, 30d) > 1.00", List.of(window(Measure.LAST, null, DAYS_30, true)));
        expected.put("last(mcc, card, 30d) = 5411", List.of(window(Measure.LAST, KeyKind.MCC, DAYS_30, true)));
        expected.put(
            "last(merchant_country, card, 30d) = last(card_country, card, 30d)",
            List.of(
                window(Measure.LAST, KeyKind.MERCHANT_COUNTRY, DAYS_30, true),
                window(Measure.LAST, KeyKind.CARD_COUNTRY, DAYS_30, true)));
        expected.put("since(card, 30d) < 1h", List.of(window(Measure.SINCE, null, DAYS_30, true)));
        expected.put(
            "first_seen(card, 30d) < 1h", List.of(window(Measure.FIRST_SEEN, null, Span.session(30 * DAY_MS), true)));
        expected.put("distance_km(card, 30d) > 1", List.of(window(Measure.DISTANCE, null, DAYS_30, true)));
        expected.put("speed_kmh(card, 30d) > 1", List.of(window(Measure.DISTANCE, null, DAYS_30, true)));

        assertEquals(expected, read(expected));
    }

    @Test
    void shouldLookBackNinetyDaysWhereAnAggregateOfEarlierEventsNamesNoWindow()
    {
        final Map<String, List<WindowSpec>> expected = new LinkedHashMap<>();
        expected.put("last(amount, card) > 1.00", List.of(window(Measure.LAST, null, DAYS_90, true)));
        expected.put("last(mcc, card) = mcc", List.of(window(Measure.LAST, KeyKind.MCC, DAYS_90, true)));
        expected.put("since(card) < 1h", List.of(window(Measure.SINCE, null, DAYS_90, true)));
        expected.put("first_seen(card) < 1h", List.of(window(Measure.FIRST_SEEN, null, Span.session(90 * DAY_MS), true)));
        expected.put("distance_km(card) > 1", List.of(window(Measure.DISTANCE, null, DAYS_90, true)));
        expected.put("speed_kmh(card) > 1", List.of(window(Measure.DISTANCE, null, DAYS_90, true)));

        assertEquals(expected, read(expected));
    }

    @Test
    void shouldCoverTheTimesOfEachKindOfWindow()
    {
        final Map<String, List<WindowSpec>> expected = new LinkedHashMap<>();
        final Span delayed = Span.delayed(7 * DAY_MS, 2 * DAY_MS);
        final Span utcDays = Span.tumbling(DAY_MS, null);
        final Span parisDays = Span.tumbling(DAY_MS, TestZones.EUROPE_PARIS);
        final Span session = Span.session(30 * MINUTE_MS);
        expected.put("10m", List.of(window(Measure.COUNT, null, Span.sliding(10 * MINUTE_MS), false)));
        expected.put("10m before", List.of(window(Measure.COUNT, null, Span.sliding(10 * MINUTE_MS), true)));
        expected.put("7d delayed 2d", List.of(window(Measure.COUNT, null, delayed, false)));
        expected.put("7d delayed 2d before", List.of(window(Measure.COUNT, null, delayed, true)));
        expected.put("tumbling 1d", List.of(window(Measure.COUNT, null, utcDays, false)));
        expected.put("tumbling 24h before", List.of(window(Measure.COUNT, null, utcDays, true)));
        expected.put("tumbling 1d \"Europe/Paris\"", List.of(window(Measure.COUNT, null, parisDays, false)));
        expected.put("tumbling 1d \"Europe/Paris\" before", List.of(window(Measure.COUNT, null, parisDays, true)));
        expected.put("session 30m", List.of(window(Measure.COUNT, null, session, false)));
        expected.put("session 30m before", List.of(window(Measure.COUNT, null, session, true)));

        final Map<String, List<WindowSpec>> actual = new LinkedHashMap<>();
        expected.keySet().forEach(w -> actual.put(w, windows("count(card, " + w + ") > 1")));

        assertEquals(expected, actual);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1d before where declined",
        "1d delayed 1d where declined or fraud",
        "tumbling 1d before where declined or fraud",
        "tumbling 1d \"Asia/Tokyo\" before where declined",
        "session 30m before where declined",
        "session 30m where amount > 1.00"
    })
    void shouldFilterEachKindOfWindow(final String window)
    {
        final WindowSpec spec = windows("count(card, " + window + ") > 1").get(0);

        assertEquals(0, spec.filter());
    }

    @Test
    void shouldAskOutcomesOfEarlierEventsWithoutBefore()
    {
        final RuleSet ruleSet = compile("last(mcc, card, 7d where approved) = 5411 and since(card, 7d where declined) < 1h " +
            "and first_seen(card, 7d where reviewed) < 1h and distance_km(card, 7d where hit(A)) > 1 " +
            "and speed_kmh(card, 7d where hit(A)) > 1");

        assertEquals(
            List.of(0, 1, 2, 3),
            Arrays.stream(ruleSet.windows()).map(WindowSpec::filter).collect(Collectors.toList()));
    }

    @Test
    void shouldKeepByEveryKeyAlone()
    {
        final List<Key> expected = Arrays.stream(KeyKind.values()).map(Key::of).collect(Collectors.toList());

        final List<Key> actual = Arrays.stream(KeyKind.values())
            .map(k -> windows("count(" + k.name().toLowerCase(Locale.ROOT) + ", 1d) > 1").get(0).key())
            .collect(Collectors.toList());

        assertEquals(expected, actual);
    }

    @Test
    void shouldCountDistinctValuesOfEveryKey()
    {
        final List<KeyKind> actual = Arrays.stream(KeyKind.values())
            .map(k -> windows("distinct(" + k.name().toLowerCase(Locale.ROOT) + ", card, 1d) > 1").get(0).value())
            .collect(Collectors.toList());

        assertEquals(List.of(KeyKind.values()), actual);
    }

    @Test
    void shouldKeepAPairOnceWhicheverWayRoundItIsWritten()
    {
        final List<WindowSpec> windows = windows(
            "distinct(card, bin+merchant, 10m) > 1 and distinct(card, merchant + bin, 10m) > 1 and " +
                "since(card+merchant_country) < 1h");

        assertEquals(
            List.of(Key.of(KeyKind.BIN, KeyKind.MERCHANT), Key.of(KeyKind.CARD, KeyKind.MERCHANT_COUNTRY)),
            windows.stream().map(WindowSpec::key).collect(Collectors.toList()));
    }

    @Test
    void shouldShareWindowsBetweenAggregates()
    {
        final List<WindowSpec> windows = windows(
            "amount - avg(amount, card, 30d) >= 3 * stddev(amount, card, 30d) and count(card, 30d) >= 5 " +
                "and sum(amount, card, 30d) > 1.00 and ratio(card, 30d where mcc = 5411) > 0.5 " +
                "and distance_km(card) > 500 and speed_kmh(card, 90d before) > 1000");

        assertEquals(
            List.of(
                Measure.SUM, Measure.COUNT, Measure.SUM_OF_SQUARES, Measure.COUNT, Measure.DISTANCE),
            windows.stream().map(WindowSpec::measure).collect(Collectors.toList()));
    }

    @Test
    void shouldTellZonesOnceInTheOrderOfTheirFirstUse()
    {
        final RuleSet ruleSet = compile(
            "count(card, tumbling 1d) > count(card, tumbling 1d \"Asia/Tokyo\") and " +
                "sum(amount, card, tumbling 7d \"Europe/Paris\") > sum(amount, card, tumbling 7d \"Asia/Tokyo\")");

        assertEquals(List.of(TestZones.ASIA_TOKYO, TestZones.EUROPE_PARIS), List.of(ruleSet.zones()));
    }

    @Test
    void shouldTellNoZoneWhereEveryWindowFollowsUtc()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("utc.rules", "rule A review if count(card, tumbling 1d) > 1");

        assertEquals(List.of(), List.of(ruleSet.zones()));
    }

    @Test
    void shouldRefuseAZoneThatIsUnknown()
    {
        final RuleSetException error =
            assertThrows(RuleSetException.class, () -> compile("count(card, tumbling 1d \"Europe/Atlantis\") > 1"));

        assertEquals(
            "windows.rules:1:42: unknown zone 'Europe/Atlantis': " +
                "write a name of the IANA time zone database such as \"Europe/Paris\"",
            error.diagnostics().get(0).message());
    }

    @Test
    void shouldCompileRulesThatEnginesAreComparedBy()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("compared.rules", """
            rule over_limit review if amount > 220.00
            rule terminal_frauds review if count(terminal, 7d delayed 7d where fraud) >= 2
            rule over_mean review if count(card, 30d before) >= 5 and amount > 3 * avg(amount, card, 30d before)
            rule over_own_mean review if count(card, 30d before where not hit(over_own_mean)) >= 5
                and amount > 3 * avg(amount, card, 30d before where not hit(over_own_mean))
            rule burst review if count(card, 1m) > 5
            rule spend review if sum(amount, card, 24h) > 5000.00
            rule countries review if distinct(merchant_country, card, 1h) >= 3
            rule over_mean_too review if count(card, 30d) >= 10 and amount > 5 * avg(amount, card, 30d)
            """);

        assertEquals(
            List.of(
                "COUNT 0", "COUNT -1", "SUM -1", "COUNT 1", "SUM 1", "COUNT -1", "SUM -1", "DISTINCT -1", "COUNT -1", "SUM -1"),
            Arrays.stream(ruleSet.windows())
                .map(w -> w.measure() + " " + w.filter())
                .collect(Collectors.toList()));
    }

    private static WindowSpec window(final Measure measure, final KeyKind value, final Span span, final boolean before)
    {
        return new WindowSpec(CARD, measure, value, span, before, WindowSpec.NULL_FILTER);
    }

    private static Map<String, List<WindowSpec>> read(final Map<String, List<WindowSpec>> expected)
    {
        final Map<String, List<WindowSpec>> actual = new LinkedHashMap<>();
        expected.keySet().forEach(condition -> actual.put(condition, windows(condition)));
        return actual;
    }

    private static List<WindowSpec> windows(final String condition)
    {
        return List.of(compile(condition).windows());
    }

    private static RuleSet compile(final String condition)
    {
        return RuleSetCompiler.compile("windows.rules", "rule A review if " + condition, TestZones.PARIS_AND_TOKYO);
    }
}
