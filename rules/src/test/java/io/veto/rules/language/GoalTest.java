package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A file with everything that the language can say, as an analyst writes it.
 */
class GoalTest
{
    private static final String TEXT = """
        list trusted_cards : card                      # filled by `veto` commands and the console; each change is journalled
        list deny_bins     : bin
        list risky_mcc     : mcc = [4829, 5967, 6051, 7995]

        rule card_velocity
          decline if count(card, 10m) >= 6

        rule decline_burst "Three declines in a quarter of an hour"
          decline if count(card, 15m before where declined) >= 3 and amount > 20.00
          code 59

        rule over_own_average "Far over the card's own average"
          review if count(card, 30d before where approved) >= 10
                and amount > 5 * avg(amount, card, 30d before where approved)

        rule probe_then_cash_out
          decline if amount >= 500.00 and count(card, 24h before where approved and amount <= 1.00) >= 1

        rule enumeration "Many cards of one range at one merchant"  shadow
          decline if distinct(card, bin+merchant, 10m) >= 6

        rule compromised_terminal
          score 40 if count(terminal, 28d delayed 7d where fraud) >= 3

        rule first_seen_abroad
          score 25 if merchant_country != card_country and count(card+merchant_country, 90d before) = 0

        rule impossible_travel
          decline if card_present and speed_kmh(card) >= 1000 and distance_km(card) >= 500 and since(card) <= 48h

        allow   if card in trusted_cards
        decline if bin in deny_bins
        review at 50, decline at 90                    # what the added scores mean
        default on late: approve if amount <= 30.00 and mcc not in risky_mcc else decline

        test "sixth attempt in ten minutes"
          given 5 x { card: A, amount: 12.00, every: 1m }
          when    { card: A, amount: 12.00 }
          then  decline by card_velocity
        """;

    @Test
    void shouldCompileEverythingAsAnAnalystWritesIt()
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("goal.rules", TEXT);

        assertEquals(
            List.of(
                "card_velocity DECLINE 0 live ",
                "decline_burst DECLINE 0 live 59",
                "over_own_average REVIEW 0 live ",
                "probe_then_cash_out DECLINE 0 live ",
                "enumeration DECLINE 0 shadow ",
                "compromised_terminal SCORE 40 live ",
                "first_seen_abroad SCORE 25 live ",
                "impossible_travel DECLINE 0 live ",
                "trusted_cards ALLOW 0 live ",
                "deny_bins DENY 0 live "),
            IntStream.range(0, ruleSet.ruleCount()).mapToObj(ruleSet::rule)
                .map(r -> r.id() + " " + r.effect() + " " + r.points() + (r.isShadow() ? " shadow " : " live ") + r.code())
                .collect(Collectors.toList()));
        assertEquals(
            List.of("trusted_cards CARD []", "deny_bins BIN []", "risky_mcc MCC [4829, 5967, 6051, 7995]"),
            Arrays.stream(ruleSet.lists()).map(l -> l.name() + " " + l.kind() + " " + Arrays.toString(l.constants()))
                .collect(Collectors.toList()));
        assertEquals(new Thresholds(50, Thresholds.NEVER, 90), ruleSet.thresholds());
        assertEquals(2, ruleSet.standIn().cases().size());
        assertEquals(List.of("sixth attempt in ten minutes"), ruleSet.tests().stream().map(RuleTest::title).toList());
    }
}
