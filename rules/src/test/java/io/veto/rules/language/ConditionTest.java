package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.layout.Action;
import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest
{
    private static final long[] NO_HITS = new long[4];

    @Test
    void shouldCompareTheAmountInMinorUnits()
    {
        final Facts facts = new Facts(0).wrap(new Transactions().amountMinor(22_001).decoder());

        assertHolds(facts, Map.of(
            "amount > 220.00", true,
            "amount > 220.01", false,
            "amount >= 220.01", true,
            "amount = 220.01", true,
            "amount != 220.01", false,
            "amount < 220.1", true,
            "220.00 < amount", true,
            "amount <= 220.00 + 0.01", true,
            "amount * 2 = 440.02", true));
    }

    @Test
    void shouldCalculateExactly()
    {
        final Facts facts = new Facts(0).wrap(new Transactions().amountMinor(10_00).decoder());

        assertHolds(facts, Map.of(
            "amount / 3 * 3 = 10.00", true,
            "amount / 3 = 3.33", false,
            "amount / amount = 1", true,
            "amount / (amount - 10.00) = 1", false,
            "amount / (amount - 10.00) is missing", true,
            "1 - 2 - 3 = -4", true,
            "12 / 2 / 3 = 2", true,
            "-(2 + 3) * -2 = 10", true,
            "- - 5 = 5 and --5 = 5", true,
            "0.1 + 0.2 = 0.3", true));
    }

    @Test
    void shouldBindNotBeforeAndBeforeOr()
    {
        final Facts facts = new Facts(0).wrap(new Transactions().decoder());

        assertHolds(facts, Map.of(
            "1 = 1 or 1 = 1 and 1 = 2", true,
            "(1 = 1 or 1 = 1) and 1 = 2", false,
            "not 1 = 2 and 1 = 2", false,
            "not (1 = 2 and 1 = 2)", true,
            "not not 1 = 1", true,
            "1 + 2 * 3 = 7", true,
            "(1 + 2) * 3 = 9", true,
            "1h = 60m and 1d > 23h", true,
            "7d / 1d = 7", true,
            "2 * 30s = 1m", true));
    }

    @Test
    void shouldReadEveryFieldWhenItIsThere()
    {
        final Facts facts = new Facts(0).wrap(new Transactions()
            .mcc(5411).currency(978).merchantCountry("FR").cardCountry("DE")
            .type(TransactionType.CASH).entryMode(EntryMode.CHIP).decoder());

        assertHolds(facts, Map.of(
            "mcc = 5411 and 5411 = mcc", true,
            "mcc >= 4000 and mcc < 5000", false,
            "currency = \"EUR\"", true,
            "currency != \"EUR\"", false,
            "merchant_country = \"FR\" and card_country = \"DE\"", true,
            "merchant_country != card_country", true,
            "type = \"cash\"", true,
            "entry_mode = \"chip\" and card_present", true,
            "type is missing or entry_mode is missing or mcc is missing", false,
            "currency is not missing and card_country is not missing", true));
    }

    @Test
    void shouldHoldNoComparisonWithAMissingField()
    {
        final Facts facts = new Facts(0).wrap(new Transactions().decoder());

        assertHolds(facts, Map.of(
            "mcc = 5411 or mcc != 5411 or mcc < 5411 or mcc = mcc", false,
            "currency = \"EUR\" or currency != \"EUR\"", false,
            "merchant_country = card_country or merchant_country != card_country", false,
            "entry_mode = \"chip\" or entry_mode != \"chip\"", false,
            "not mcc = 5411", true,
            "mcc is missing and currency is missing and entry_mode is missing", true,
            "merchant_country is missing and card_country is missing", true,
            "card_present", false,
            "type = \"purchase\"", true,
            "amount is missing", false));
    }

    @Test
    void shouldTakeNumbersOutsideTheLayoutForMissing()
    {
        final Facts facts = new Facts(0).wrap(new Transactions()
            .type(TransactionType.NULL_VAL).entryMode(EntryMode.NULL_VAL).decoder());

        assertHolds(facts, Map.of("type is missing", true, "entry_mode is missing", true, "card_present", false));
    }

    @Test
    void shouldTellWhichEntryModesHaveTheCardPresent()
    {
        final Map<EntryMode, Boolean> expected = new LinkedHashMap<>();
        expected.put(EntryMode.UNKNOWN, false);
        expected.put(EntryMode.CHIP, true);
        expected.put(EntryMode.CONTACTLESS, true);
        expected.put(EntryMode.MAGSTRIPE, true);
        expected.put(EntryMode.MANUAL, false);
        expected.put(EntryMode.ECOMMERCE, false);
        expected.put(EntryMode.NULL_VAL, false);
        final Map<EntryMode, Boolean> actual = new LinkedHashMap<>();

        for (final EntryMode mode : EntryMode.values())
        {
            actual.put(mode, holds(
                new Facts(0).wrap(new Transactions().entryMode(mode).decoder()), "card_present"));
        }

        assertEquals(expected, actual);
    }

    @Test
    void shouldCompareAMeanWithoutRounding()
    {
        final String condition = "amount > 3 * avg(amount, card, 30d before)";

        assertEquals(
            List.of(false, true, false, true),
            List.of(
                holds(windows(new Transactions().amountMinor(1000), 1000, 3), condition),
                holds(windows(new Transactions().amountMinor(1001), 1000, 3), condition),
                holds(
                    windows(new Transactions().amountMinor(3_000_000_000_000L), 999_999_999_999_999_997L, 999_999),
                    condition),
                holds(windows(new Transactions().amountMinor(3_000_003_000_003L), 1_000_001_000_000L, 1), condition)));
    }

    @Test
    void shouldTakeAMeanOverNothingForMissing()
    {
        final Facts facts = windows(new Transactions().amountMinor(5_00), 0, 0);

        assertHolds(facts, Map.of(
            "avg(amount, card, 1d) is missing", true,
            "amount > avg(amount, card, 1d) or amount <= avg(amount, card, 1d)", false,
            "avg(amount, card, 1d) + 1.00 is missing", true,
            "-avg(amount, card, 1d) is missing", true,
            "2 * avg(amount, card, 1d) is missing", true,
            "amount / avg(amount, card, 1d) is missing", true));
    }

    @Test
    void shouldTakeAggregatesOverAMissingKeyForMissing()
    {
        final Facts facts = new Facts(2).wrap(new Transactions().decoder()).windowMissing(0).windowMissing(1);

        assertHolds(facts, Map.of(
            "count(terminal, 1d) is missing", true,
            "count(terminal, 1d) = 0 or count(terminal, 1d) != 0", false,
            "sum(amount, terminal, 1d) is missing", true,
            "avg(amount, terminal, 1d) is missing", true));
    }

    @Test
    void shouldShowAWindowAgainOnceItHasAValue()
    {
        final Facts facts = new Facts(1).wrap(new Transactions().decoder()).windowMissing(0).window(0, 7);

        assertHolds(facts, Map.of("count(card, 1d) = 7", true));
    }

    @Test
    void shouldAskAFilterForTheOutcomeOfAnEvent()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("filters.rules", """
            rule A review if count(card, 1d before where fraud) > count(card, 1d before where approved)
            rule B review if count(card, 1d before where declined) > count(card, 1d before where reviewed)
            rule C review if count(card, 1d before where hit(C)) > count(card, 1d before where hit(A))
            rule D review if count(card, 1d before where challenged) > 1
            """);
        final Facts facts = new Facts(0).wrap(new Transactions().decoder());

        assertEquals("-------", filters(ruleSet, facts.fraud(false).outcome(0, NO_HITS)));
        assertEquals("F------", filters(ruleSet, facts.fraud(true)));
        assertEquals("-A-----", filters(ruleSet, facts.fraud(false).outcome(Action.APPROVE.value(), NO_HITS)));
        assertEquals("--D----", filters(ruleSet, facts.outcome(Action.DECLINE.value(), NO_HITS)));
        assertEquals("---R-a-", filters(ruleSet, facts.outcome(Action.REVIEW.value(), new long[]{ 3, 0, 0, 0 })));
        assertEquals("---Rc--", filters(ruleSet, facts.outcome(Action.REVIEW.value(), new long[]{ 4, 0, 0, 0 })));
        assertEquals("------C", filters(ruleSet, facts.outcome(Action.CHALLENGE.value(), NO_HITS)));
    }

    @Test
    void shouldFindTheBitOfTheLastRule()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 255; i++)
        {
            text.append("rule R").append(i).append(" review if card_present\n");
        }
        text.append("rule Last review if count(card, 1d before where hit(Last)) > 1");
        final Filter filter = RuleSetCompiler.compile("last.rules", text.toString()).filter(0);

        final boolean isHit = filter.condition().test(new Facts(1).outcome(2, new long[]{ 0, 0, 0, Long.MIN_VALUE }));
        final boolean isOtherHit = filter.condition().test(new Facts(1).outcome(2, new long[]{ -1, -1, -1, Long.MAX_VALUE }));

        assertEquals(List.of(true, false), List.of(isHit, isOtherHit));
    }

    private static String filters(final RuleSet ruleSet, final Facts facts)
    {
        final char[] passed = "FADRcaC".toCharArray();
        for (int i = 0; i < ruleSet.filterCount(); i++)
        {
            passed[i] = ruleSet.filter(i).condition().test(facts) ? passed[i] : '-';
        }
        return new String(passed);
    }

    private static Facts windows(final Transactions transaction, final long sumMinor, final long count)
    {
        return new Facts(2).wrap(transaction.decoder()).window(0, sumMinor).window(1, count);
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
