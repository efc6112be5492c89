package io.veto.rules.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleTest;
import io.veto.rules.language.StandardRules;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandardRulesTest
{
    private static final int RULES_THAT_ARE_LISTS = 5;
    private static final RuleSet RULES = RuleSetCompiler.compile(StandardRules.NAME, StandardRules.text());

    @Test
    void shouldHoldTwentyFiveRulesBehindTheLists()
    {
        final List<String> ids = rules(rule -> true);

        assertEquals(
            List.of(
                "trusted_cards", "deny_cards", "deny_merchants", "deny_devices", "deny_bins",
                "card_velocity", "decline_velocity", "probe_then_cash_out", "merchant_testing", "enumeration", "over_own_average",
                "cumulative_spend", "impossible_travel", "several_countries", "first_cross_border", "new_merchant", "new_card",
                "merchant_burst", "compromised_terminal", "night", "round_amounts", "risky_mcc", "cards_per_device", "ip_velocity",
                "account_takeover", "duplicate_purchase", "refund_without_sale", "fallback_entry", "cash_velocity",
                "approvals_in_a_week"),
            ids);
    }

    @Test
    void shouldShipTheRuleForSeldomUsedCardsOff()
    {
        assertEquals(List.of("approvals_in_a_week"), rules(Rule::isShadow));
    }

    @Test
    void shouldPassItsOwnTests()
    {
        final List<String> failed = RULES.tests().stream()
            .map(test -> RuleTrial.run(RULES, test))
            .filter(result -> !result.isPassed())
            .map(result -> result.test().title() + ": expected " + result.expected() + ", actual " + result.actual())
            .collect(Collectors.toList());

        assertEquals(List.of(), failed);
    }

    @Test
    void shouldTestThatEachRuleHits()
    {
        final int[] tested = RULES.tests().stream().map(RuleTest::expected).flatMapToInt(expected -> Arrays.stream(expected.hits()))
            .distinct().toArray();

        final List<String> untested = IntStream.range(RULES_THAT_ARE_LISTS, RULES.ruleCount())
            .filter(rule -> Arrays.stream(tested).noneMatch(hit -> hit == rule))
            .mapToObj(rule -> RULES.rule(rule).id())
            .collect(Collectors.toList());

        assertEquals(List.of(), untested);
    }

    private static List<String> rules(final Predicate<Rule> which)
    {
        return IntStream.range(0, RULES.ruleCount()).mapToObj(RULES::rule).filter(which).map(Rule::id).collect(Collectors.toList());
    }
}
