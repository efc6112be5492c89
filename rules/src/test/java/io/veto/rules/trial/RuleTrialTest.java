package io.veto.rules.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.language.RuleSetException;
import io.veto.rules.language.RuleTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests beside rules mean, each worked out by hand. */
class RuleTrialTest
{
    private static final String VELOCITY = "rule card_velocity decline if count(card, 10m) >= 6\n";

    @Test
    void shouldPassTheSixthAttemptInTenMinutes()
    {
        assertEquals(List.of("pass: decline by card_velocity"), run(VELOCITY, """
            test "sixth attempt in ten minutes"
              given 5 x { card: A, amount: 12.00, every: 1m }
              when    { card: A, amount: 12.00 }
              then  decline by card_velocity
            """));
    }

    @Test
    void shouldTellWhatWasExpectedAndWhatCame()
    {
        assertEquals(
            List.of(
                "expected approve without card_velocity, slow actual decline by card_velocity",
                "expected decline by slow actual decline by card_velocity",
                "expected review actual approve by no rule",
                "expected score 40 actual score 0 by card_velocity"),
            run(VELOCITY + "rule slow shadow review if amount > 100.00\n", """
                test "a" given 5 x { } when { } then approve without card_velocity, slow
                test "b" given 5 x { } when { } then decline by slow
                test "c" when { } then review
                test "d" given 5 x { } when { } then score 40
                """));
    }

    @Test
    void shouldLetASecondPassBetweenEventsUnlessTheySayMore()
    {
        assertEquals(
            List.of("pass: approve", "pass: decline by last", "pass: approve", "pass: decline by last", "pass: decline by first"),
            run("rule last decline if since(card) = 5m\nrule first decline if first_seen(card) = 9s\n", """
                test "a second" given { } when { } then approve
                test "five minutes" given { } when { after: 5m } then decline by last
                test "the gap is not behind the last" given 3 x { every: 5m } when { } then approve
                test "the gap is between" given 2 x { every: 1m } when { after: 5m } then decline by last
                test "nine seconds in all" given { after: 400d } given 3 x { every: 2s } given { } when { after: 3s } then decline by first
                """));
    }

    @Test
    void shouldTakeEqualNamesForOneAndDifferentOnesForTwo()
    {
        final String rules = """
            rule cards decline if distinct(card, device, 1h) >= 3
            rule bins decline if distinct(bin, device, 1h) >= 3
            rule ranges decline if distinct(pan12, device, 1h) >= 3
            rule terminals decline if distinct(terminal, card, 1h) >= 3
            rule addresses decline if distinct(ip, card, 1h) >= 3
            """;
        assertEquals(
            List.of(
                "pass: approve without cards, bins, ranges, terminals, addresses",
                "pass: decline by cards, bins, ranges without terminals, addresses",
                "pass: decline by cards, ranges without bins",
                "pass: decline by cards without bins, ranges",
                "pass: decline by terminals, addresses without cards",
                "pass: decline by addresses without terminals"),
            run(rules, """
                test "a" given 2 x { card: A, device: D } when { card: B, device: D }
                    then approve without cards, bins, ranges, terminals, addresses
                test "b" given { card: A, device: D } given { card: "B", device: "D" } when { card: C, device: D }
                    then decline by cards, bins, ranges without terminals, addresses
                test "c" given 2 x { card: new, bin: 411111, device: D } when { card: new, bin: 411111, device: D }
                    then decline by cards, ranges without bins
                test "d" given 2 x { card: new, pan12: P, device: D } when { card: new, pan12: P, device: D }
                    then decline by cards without bins, ranges
                test "e" given 2 x { terminal: new, ip: new } when { terminal: new, ip: "203.0.113.7" }
                    then decline by terminals, addresses without cards
                test "f" given 5 x { terminal: T, ip: new } when { terminal: T } then decline by addresses without terminals
                """));
    }

    @Test
    void shouldKeepTheBinOfACardThroughTheTest()
    {
        assertEquals(List.of("pass: decline by deny", "pass: approve"), run("list deny : bin = [411111]\ndecline if bin in deny\n", """
            test "once told" given { card: A, bin: 411111 } when { card: A } then decline by deny
            test "another card" given { card: A, bin: 411111 } when { card: B } then approve
            """));
    }

    @Test
    void shouldReadEveryFieldAsTheRuleDoes()
    {
        final String rules = """
            rule codes decline if mcc = 5411 and currency = "USD" and merchant_country = "FR" and card_country = "DE"
            rule kinds decline if type = "cash" and entry_mode = "chip" and card_present
            rule plain decline if type = "purchase" and currency = "EUR" and amount = 10.00 and mcc is missing
                and merchant_country is missing and card_country is missing and entry_mode is missing and local_hour is missing
                and count(merchant, 1d) is missing and count(customer, 1d) is missing
            rule refund decline if amount = -12.34 and type = "refund"
            rule night decline if local_hour = 3
            rule travel decline if distance_km(card) > 343 and distance_km(card) < 344
            rule customer decline if count(customer, 1d) = 2
            """;
        assertEquals(
            List.of("codes", "kinds", "plain", "refund", "night", "night", "night", "travel", "customer").stream()
                .map(rule -> "pass: decline by " + rule).toList(),
            run(rules, """
                test "a" when { mcc: 5411, currency: USD, merchant_country: FR, card_country: "DE" } then decline by codes
                test "b" when { type: cash, entry_mode: "chip" } then decline by kinds
                test "c" when { } then decline by plain
                test "d" when { type: refund, amount: -12.34 } then decline by refund
                test "e" when { local_hour: 3 } then decline by night
                test "f" given { } when { after: 17h, local_hour: 3 } then decline by night
                test "g" given { } when { after: 4h, local_hour: 3 } then decline by night
                test "h" given { lat: 48.856600, lon: 2.3522 } when { lat: 51.5074, lon: -0.127800 } then decline by travel
                test "i" given { customer: A } when { card: B, customer: A } then decline by customer
                """));
    }

    @Test
    void shouldKnowLabelsReversalsAndForcedAnswersOfGivenEvents()
    {
        final String rules = """
            rule frauds decline if count(terminal, 7d delayed 1d where fraud) >= 2
            rule declines decline if count(card, 1h before where declined) >= 2
            rule reviews decline if count(card, 1h before where reviewed) >= 2
            rule attempts review if attempts(card, 1h) = 3 and count(card, 1h) = 1
            """;
        assertEquals(
            List.of(
                "pass: decline by frauds", "pass: approve", "pass: decline by declines", "pass: decline by reviews",
                "pass: approve", "pass: review by attempts"),
            run(rules, """
                test "a" given 2 x { terminal: T, fraud: yes } when { terminal: T, after: 2d } then decline by frauds
                test "b" given 2 x { terminal: T, fraud: no } when { terminal: T, after: 2d } then approve
                test "c" given 2 x { answered: declined } when { } then decline by declines
                test "d" given 2 x { answered: reviewed } when { } then decline by reviews
                test "e" given { answered: approved } given { answered: challenged } when { } then approve
                test "f" given 2 x { reversed: yes } when { } then review by attempts
                """));
    }

    @Test
    void shouldPutEntriesIntoListsForOneTestOnly()
    {
        final String rules = """
            list cards : card
            list merchants : merchant
            list bins : bin
            list countries : country
            list codes : mcc
            allow if card in cards
            decline if merchant in merchants
            rule bin review if bin in bins
            rule home review if merchant_country in countries
            rule away review if card_country in countries
            rule code review if mcc in codes
            """;
        assertEquals(
            List.of(
                "pass: decline by merchants without cards", "pass: decline by merchants, cards", "pass: approve by cards without merchants",
                "pass: review by bin", "pass: review by home without away", "pass: review by code", "pass: approve without cards"),
            run(rules, """
                test "a" given M in merchants when { merchant: M } then decline by merchants without cards
                test "b" given "M" in merchants given A in cards when { card: A, merchant: M } then decline by merchants, cards
                test "c" given A in cards when { card: A, merchant: M } then allow by cards without merchants
                test "d" given 411111 in bins when { bin: 411111 } then review by bin
                test "e" given FR in countries when { merchant_country: FR, card_country: DE } then review by home without away
                test "f" given 7995 in codes when { mcc: 7995 } then review by code
                test "g" when { card: A } then approve without cards
                """));
    }

    @Test
    void shouldAddPointsUpAndAnswerByThresholds()
    {
        assertEquals(List.of("pass: score 70", "pass: review by large, cash", "pass: score 30"), run("""
            rule large score 40 if amount > 100.00
            rule cash score 30 if type = "cash"
            review at 50
            """, """
            test "a" when { amount: 100.01, type: cash } then score 70
            test "b" when { amount: 100.01, type: cash } then review by large, cash
            test "c" when { type: cash } then score 30
            """));
    }

    @Test
    void shouldRunTheMostEventsOfATestWithTheStateThatTheyTake()
    {
        assertEquals(List.of("pass: decline by all"), run("""
            rule all decline if count(merchant, 400d) = 10000 and distinct(card, merchant, 400d) = 10000
                and max(amount, card, 1d) = 10.00 and attempts(merchant, session 1h) = 10000
            """, """
            test "most"
              given 9999 x { card: new, merchant: M, fraud: yes, reversed: no }
              when { card: new, merchant: M }
              then decline by all
            """));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void shouldTakeTheMostTestsOfAFileAndRefuseOneMore(final int count)
    {
        final StringBuilder tests = new StringBuilder();
        IntStream.range(0, count).forEach(i -> tests.append("test \"t\" when { } then approve\n"));

        assertEquals(200 == count ? "200 passed" : "t.rules:202:1: too many tests: expectedMaxTests=200; take tests out",
            outcome(VELOCITY + tests));
    }

    @ParameterizedTest
    @ValueSource(ints = {9_999, 10_000})
    void shouldTakeTheMostEventsOfAFileAndRefuseOneMore(final int last)
    {
        final StringBuilder tests = new StringBuilder();
        IntStream.range(0, 10).forEach(i ->
            tests.append("test \"t\" given " + (i < 9 ? 9_999 : last - 1) + " x { card: new } when { } then approve\n"));
        tests.append(9_999 == last ? "test \"t\" when { } then approve\n" : "test \"t\" given { } when { } then approve\n");

        assertEquals(
            9_999 == last ?
                "11 passed" :
                "t.rules:12:1: too many events in the tests of the file: expectedMaxEvents=100000 events=100002; repeat fewer",
            outcome(VELOCITY + tests));
    }

    private static String outcome(final String text)
    {
        try
        {
            final RuleSet ruleSet = RuleSetCompiler.compile("t.rules", text);
            return ruleSet.tests().stream().filter(test -> RuleTrial.run(ruleSet, test).isPassed()).count() + " passed";
        }
        catch (final RuleSetException e)
        {
            return e.getMessage().lines().findFirst().orElseThrow();
        }
    }

    private static List<String> run(final String rules, final String tests)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("trial.rules", rules + tests);
        final List<String> outcomes = new ArrayList<>();
        for (final RuleTest test : ruleSet.tests())
        {
            final TrialResult result = RuleTrial.run(ruleSet, test);
            outcomes.add(result.isPassed() ?
                "pass: " + result.expected() :
                "expected " + result.expected() + " actual " + result.actual());
        }
        return outcomes;
    }
}
