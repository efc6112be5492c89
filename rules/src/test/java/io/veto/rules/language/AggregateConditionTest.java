package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What conditions make of windows whose values are given.
 */
class AggregateConditionTest
{
    private static final int FR = 'F' << 8 | 'R';

    @Test
    void shouldReadCountsAndAmountsAsTheyAre()
    {
        assertHolds(facts(10_00).window(0, 7), Map.of(
            "attempts(card, 1d) = 7", true,
            "distinct(merchant_country, card, 1d) = 7", true,
            "count(card, session 30m) > 7", false,
            "min(amount, card, 1d) = 0.07", true,
            "max(amount, card, 1d) = 0.07", true,
            "last(amount, card) = 0.07", true,
            "amount > 100 * max(amount, card, tumbling 1d before)", true));
    }

    @Test
    void shouldCompareTheTimeSinceAnEventWithDurations()
    {
        assertHolds(facts(0).window(0, 3_600_000), Map.of(
            "since(card) = 1h", true,
            "since(card) < 1h", false,
            "since(card) <= 60m", true,
            "since(card, 7d) / 2 = 30m", true,
            "first_seen(card) < 1d", true,
            "first_seen(card) = since(card+merchant)", false));
    }

    @Test
    void shouldTakeAShareAsAnExactFraction()
    {
        assertHolds(facts(0).window(0, 1).window(1, 3), Map.of(
            "ratio(card, 1d where mcc = 5411) * 3 = 1", true,
            "ratio(card, 1d where mcc = 5411) > 0.33333333333333333", true,
            "ratio(card, 1d where mcc = 5411) < 0.33333333333333334", true,
            "ratio(card, 1d where mcc = 5411) = 0.33333333333333333", false,
            "ratio(card, 1d where mcc = 5411) is missing", false));
    }

    @Test
    void shouldCompareTheCodeOfTheLastEvent()
    {
        final Facts facts = facts(new Transactions().mcc(5411).merchantCountry("FR").cardCountry("DE")).window(0, FR);

        assertHolds(facts, Map.of(
            "last(merchant_country, card) = \"FR\"", true,
            "last(merchant_country, card) = merchant_country", true,
            "last(merchant_country, card) != card_country", true,
            "card_country = last(card_country, card)", false,
            "last(merchant_country, card) is not missing", true));
    }

    @Test
    void shouldCompareTheCategoryOfTheLastEvent()
    {
        final Facts facts = facts(new Transactions().mcc(5411)).window(0, 5412);

        assertHolds(facts, Map.of(
            "last(mcc, card) = 5412", true,
            "last(mcc, card) > mcc", true,
            "last(mcc, card, 1d) >= 5400 and last(mcc, card, 1d) < 5412", false));
    }

    @Test
    void shouldTakeACodeThatTheLastEventDidNotHaveForMissing()
    {
        final Facts facts = facts(new Transactions().mcc(5411)).window(0, 0);

        assertHolds(facts, Map.of(
            "last(mcc, card) is missing", true,
            "last(mcc, card) = mcc or last(mcc, card) != mcc", false));
    }

    @Test
    void shouldTellDistanceInKilometres()
    {
        assertHolds(facts(0).window(0, 500_001, 3_600_000), Map.of(
            "distance_km(card) > 500", true,
            "distance_km(card) > 500.001", false,
            "distance_km(card) = 500.001", true,
            "speed_kmh(card) = 500.001", true,
            "speed_kmh(card) >= 500.002", false));
    }

    @Test
    void shouldTakeASecondForTheShortestTimeOfASpeed()
    {
        final Map<String, Boolean> aSecond = Map.of("speed_kmh(card) = 36", true, "speed_kmh(card) > 36", false);

        assertHolds(facts(0).window(0, 10, 1_000), aSecond);
        assertHolds(facts(0).window(0, 10, 999), aSecond);
        assertHolds(facts(0).window(0, 10, 0), aSecond);
        assertHolds(facts(0).window(0, 10, -5_000), aSecond);
        assertHolds(facts(0).window(0, 10, 1_001), Map.of("speed_kmh(card) = 36", false, "speed_kmh(card) < 36", true));
    }

    @Test
    void shouldTakeWhatIsOfNoEventForMissing()
    {
        assertHolds(new Facts(3).wrap(new Transactions().decoder()).window(0, 0).window(1, 0).window(2, 0), Map.of(
            "ratio(card, 1d where mcc = 5411) is missing", true,
            "ratio(card, 1d where mcc = 5411) >= 0", false,
            "avg(amount, card, 1d) is missing", true,
            "stddev(amount, card, 1d) is missing", true,
            "-2 * stddev(amount, card, 1d) / 3 is missing", true,
            "stddev(amount, card, 1d) >= 0.00 or stddev(amount, card, 1d) < 0.00", false));
    }

    @Test
    void shouldTakeAggregatesOverAMissingKeyForMissing()
    {
        final Facts facts = facts(1_00).windowMissing(0).windowMissing(1).windowMissing(2);

        for (final String aggregate : new String[]{
            "attempts(ip, 1d)", "min(amount, ip, 1d)", "max(amount, ip, 1d)", "stddev(amount, ip, 1d)",
            "distinct(card, ip, 1d)", "ratio(ip, 1d where mcc = 5411)", "last(amount, ip)", "last(mcc, ip)", "since(ip)",
            "first_seen(ip)", "distance_km(ip)", "speed_kmh(ip)", "2 * stddev(amount, ip, 1d)", "-stddev(amount, ip, 1d)" })
        {
            assertHolds(facts, Map.of(aggregate + " is missing", true, aggregate + " is not missing", false));
        }
    }

    @Test
    void shouldTakeADeviationForMissingWhicheverOfItsWindowsIs()
    {
        for (int i = 0; i < 3; i++)
        {
            final Facts facts = facts(1_00).window(0, 6).window(1, 3).window(2, 14).windowMissing(i);

            assertHolds(facts, Map.of(
                "stddev(amount, card, 1d) is missing", true,
                "stddev(amount, card, 1d) >= 0.00", false));
        }
    }

    @Test
    void shouldCompareADeviationWithoutRounding()
    {
        assertHolds(deviation(7_00, 6, 4, 18), Map.of(
            "stddev(amount, card, 1d) = 0.02 or stddev(amount, card, 1d) = 0.01", false,
            "stddev(amount, card, 1d) * 2 = 0.03", true,
            "0.03 = stddev(amount, card, 1d) / 0.5", true,
            "2 * stddev(amount, card, 1d) / 3 = 0.01", true,
            "-stddev(amount, card, 1d) > -0.02", true,
            "-stddev(amount, card, 1d) < 0.00", true,
            "stddev(amount, card, 1d) > -amount", true,
            "amount - avg(amount, card, 1d) > 465 * stddev(amount, card, 1d)", true,
            "amount - avg(amount, card, 1d) > 466 * stddev(amount, card, 1d)", false,
            "0.01 < stddev(amount, card, 1d) and 0.02 > stddev(amount, card, 1d)", true));
    }

    @Test
    void shouldCompareAnIrrationalDeviation()
    {
        assertHolds(deviation(0, 3, 3, 5), Map.of(
            "3 * stddev(amount, card, 1d) > 0.02", true,
            "3 * stddev(amount, card, 1d) < 0.03", true,
            "stddev(amount, card, 1d) = stddev(amount, card, 1d)", true,
            "2 * stddev(amount, card, 1d) > 1.999999 * stddev(amount, card, 1d)", true,
            "-2 * stddev(amount, card, 1d) > -1.999999 * stddev(amount, card, 1d)", false,
            "1000000 * stddev(amount, card, 1d) > 8164.96", true,
            "1000000 * stddev(amount, card, 1d) < 8164.97", true));
    }

    @Test
    void shouldFindNoDeviationAmongEqualAmounts()
    {
        assertHolds(deviation(5_00, 10_00, 2, 500_000), Map.of(
            "stddev(amount, card, 1d) = 0.00", true,
            "stddev(amount, card, 1d) = -3 * stddev(amount, card, 1d)", true,
            "amount - avg(amount, card, 1d) >= 3 * stddev(amount, card, 1d)", true,
            "amount - avg(amount, card, 1d) > 3 * stddev(amount, card, 1d)", false));
    }

    @Test
    void shouldCompareDeviationsThatOutgrowAnyNumberOfBits()
    {
        final Facts facts = facts(Long.MAX_VALUE)
            .window(0, Long.MIN_VALUE).window(1, Long.MAX_VALUE).window(2, -1, Long.MAX_VALUE);

        assertHolds(facts, Map.of(
            "999999999999999999 * stddev(amount, card, 1d) > amount", true,
            "stddev(amount, card, 1d) < 999999999 * stddev(amount, card, 1d)", true,
            "stddev(amount, card, 1d) * 7 / 7 = stddev(amount, card, 1d)", true));
    }

    @Test
    void shouldKnowTheGreaterWhereOnlyItsSquareOutgrowsItsBits()
    {
        final Facts facts = facts(1).window(0, 0).window(1, 1_000).window(2, 0, 1L << 40);

        assertHolds(facts, Map.of(
            "1000000 * stddev(amount, card, 1d) > amount", true,
            "amount > 1000000 * stddev(amount, card, 1d)", false,
            "-amount > -1000000 * stddev(amount, card, 1d)", true));
    }

    @Test
    void shouldFailWhereSumsCannotBeOfOneSetOfAmounts()
    {
        final IllegalStateException error = assertThrows(
            IllegalStateException.class, () -> holds(deviation(0, 10, 2, 49), "stddev(amount, card, 1d) > 1.00"));

        assertEquals("windows of a standard deviation contradict each other: count=2 sum=10 squares=49", error.getMessage());
    }

    private static Facts deviation(final long amountMinor, final long sum, final long count, final long squares)
    {
        return facts(amountMinor).window(0, sum).window(1, count).window(2, squares, 0);
    }

    private static Facts facts(final long amountMinor)
    {
        return facts(new Transactions().amountMinor(amountMinor));
    }

    private static Facts facts(final Transactions transaction)
    {
        return new Facts(3).wrap(transaction.decoder());
    }

    private static void assertHolds(final Facts facts, final Map<String, Boolean> expected)
    {
        final Map<String, Boolean> actual = new LinkedHashMap<>();
        expected.keySet().forEach(condition -> actual.put(condition, holds(facts, condition)));
        assertEquals(expected, actual);
    }

    private static boolean holds(final Facts facts, final String condition)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("condition.rules", "rule A review if " + condition);
        return ruleSet.rule(0).condition().test(facts);
    }
}
