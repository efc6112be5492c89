package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest
{
    private static final long HOUR_MS = 3_600_000;

    @Test
    void shouldFindCodesAndTextsAmongConstants()
    {
        final Facts facts = facts(new Transactions()
            .mcc(5411).currency(978).merchantCountry("FR").cardCountry("DE").type(TransactionType.CASH).entryMode(EntryMode.CHIP));

        assertHolds(facts, Map.of(
            "mcc in [4829, 5411]", true,
            "mcc in [4829]", false,
            "mcc not in [4829]", true,
            "mcc not in [5411, 4829]", false,
            "merchant_country in [\"DE\", \"FR\"] and card_country not in [\"FR\"]", true,
            "currency in [\"EUR\"] and type in [\"cash\", \"refund\"]", true,
            "entry_mode not in [\"chip\", \"contactless\"]", false,
            "not mcc in [5411] or mcc in [1]", false,
            "(mcc) in [5411]", true));
    }

    @Test
    void shouldHoldNeitherInNorNotInWhereAFieldIsMissing()
    {
        final Facts facts = facts(new Transactions());

        assertHolds(facts, Map.of(
            "mcc in [4829] or mcc not in [4829]", false,
            "merchant_country in [\"FR\"] or merchant_country not in [\"FR\"]", false,
            "not mcc in [4829]", true,
            "entry_mode in [\"chip\"] or entry_mode not in [\"chip\"]", false));
    }

    @Test
    void shouldTakeWholeMultiplesOtherThanNothing()
    {
        final Map<Long, Boolean> expected = new LinkedHashMap<>();
        expected.put(10_000L, true);
        expected.put(30_000L, true);
        expected.put(-20_000L, true);
        expected.put(0L, false);
        expected.put(10_001L, false);
        expected.put(-10_001L, false);
        expected.put(5_000L, false);
        expected.put(Long.MAX_VALUE - Long.MAX_VALUE % 10_000, true);
        final Map<Long, Boolean> actual = new LinkedHashMap<>();
        final Map<Long, Boolean> negated = new LinkedHashMap<>();

        for (final long minor : expected.keySet())
        {
            actual.put(minor, holds(facts(new Transactions().amountMinor(minor)), "amount is multiple of 100.00"));
            negated.put(minor, !holds(facts(new Transactions().amountMinor(minor)), "amount is not multiple of 100.0"));
        }

        assertEquals(expected, actual);
        assertEquals(expected, negated);
    }

    @Test
    void shouldTellTheHourOfTheDayAtTheMerchant()
    {
        final Map<String, Boolean> expected = new LinkedHashMap<>();
        expected.put("0 0 is 0", true);
        expected.put("0 -1 is 23", true);
        expected.put("0 59 is 0", true);
        expected.put("0 60 is 1", true);
        expected.put("-1 0 is 23", true);
        expected.put("-1 1 is 0", true);
        expected.put("-1 -720 is 11", true);
        expected.put("-86400001 0 is 23", true);
        expected.put("82800000 330 is 4", true);
        expected.put("86399999 840 is 13", true);
        final Map<String, Boolean> actual = new LinkedHashMap<>();

        for (final String given : expected.keySet())
        {
            final String[] words = given.split(" ");
            final Facts facts =
                facts(new Transactions().effectiveTimeMs(Long.parseLong(words[0])).localOffsetMinutes(Short.parseShort(words[1])));
            actual.put(given, holds(facts, "local_hour = " + words[3]));
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldTakeTheHourForMissingWhereTheLocalTimeIsNotTold()
    {
        final Facts facts = facts(new Transactions().effectiveTimeMs(5 * HOUR_MS));

        assertHolds(facts, Map.of(
            "local_hour is missing", true,
            "local_hour < 5 or local_hour >= 5", false,
            "local_hour + 1 is missing", true));
    }

    private static Facts facts(final Transactions transaction)
    {
        return new Facts(0).wrap(transaction.decoder());
    }

    private static void assertHolds(final Facts facts, final Map<String, Boolean> expected)
    {
        final Map<String, Boolean> actual = new LinkedHashMap<>();
        expected.keySet().forEach(condition -> actual.put(condition, holds(facts, condition)));
        assertEquals(expected, actual);
    }

    private static boolean holds(final Facts facts, final String condition)
    {
        return RuleSetCompiler.compile("member.rules", "rule A review if " + condition).rule(0).condition().test(facts);
    }
}
