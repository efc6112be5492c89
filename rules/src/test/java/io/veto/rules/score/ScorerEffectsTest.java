package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file says that a rule does, and what comes out for a transaction. */
class ScorerEffectsTest
{
    private static final String LADDER = """
        list bins : bin = [400001]
        list shops : merchant = ["SHOP 1"]
        rule reviews review if amount >= 1.00
        rule challenges challenge if amount >= 2.00
        rule declines decline if amount >= 3.00
        rule approves approve if amount >= 4.00
        allow if merchant in shops
        decline if bin in bins
        rule allows allow if amount >= 9.00
        """;

    @Test
    void shouldAnswerWithTheStrongestOfThoseThatHit()
    {
        try (ScoredStream stream = new ScoredStream(LADDER))
        {
            final List<String> answers = new ArrayList<>();
            for (final long minor : new long[]{ 99, 100, 200, 300, 400, 900 })
            {
                answers.add(stream.amount(minor).answer());
            }

            assertEquals(
                List.of(
                    "APPROVE 0 []",
                    "REVIEW 0 [reviews]",
                    "CHALLENGE 0 [reviews, challenges]",
                    "DECLINE 0 [reviews, challenges, declines]",
                    "DECLINE 0 [reviews, challenges, declines, approves]",
                    "APPROVE 0 [reviews, challenges, declines, approves, allows]"),
                answers);
        }
    }

    @Test
    void shouldPutTheDenyListOverTheAllowListAndThatOverDecline()
    {
        try (ScoredStream stream = new ScoredStream(LADDER))
        {
            stream.amount(300).fields().merchant("SHOP 1");
            final String allowed = stream.answer();
            stream.fields().account().bin(400001);
            final String denied = stream.answer();

            assertEquals("APPROVE 0 [reviews, challenges, declines, shops]", allowed);
            assertEquals("DECLINE 0 [reviews, challenges, declines, shops, bins]", denied);
        }
    }

    @Test
    void shouldAddPointsUpAndDoWhatTheThresholdsSay()
    {
        try (ScoredStream stream = new ScoredStream("""
            rule a score 20 if amount >= 1.00
            rule b score 30 if amount >= 2.00
            rule c score 10 if amount >= 3.00
            rule d score 31 if amount >= 4.00
            rule far shadow score 1000 if amount >= 1.00
            review at 50, challenge at 60, decline at 91
            rule small review if amount <= 1.00
            """))
        {
            final List<String> answers = new ArrayList<>();
            for (final long minor : new long[]{ 100, 200, 300, 400 })
            {
                answers.add(stream.amount(minor).answer());
            }

            assertEquals(
                List.of(
                    "REVIEW 20 [a, far, small]",
                    "REVIEW 50 [a, b, far]",
                    "CHALLENGE 60 [a, b, c, far]",
                    "DECLINE 91 [a, b, c, d, far]"),
                answers);
        }
    }

    @Test
    void shouldApproveWhateverTheScoreWhereThereAreNoThresholds()
    {
        try (ScoredStream stream = new ScoredStream("rule a score 1000 if amount >= 1.00"))
        {
            assertEquals("APPROVE 1000 [a]", stream.amount(100).answer());
        }
    }

    @Test
    void shouldLetShadowsAndChallengersChangeNothing()
    {
        try (ScoredStream stream = new ScoredStream("""
            rule live review if amount >= 1.00
            rule dark shadow decline if amount >= 1.00
            rule next challenger of live decline if amount >= 0.50
            """))
        {
            assertEquals("APPROVE 0 [next]", stream.amount(50).answer());
            assertEquals("REVIEW 0 [live, dark, next]", stream.amount(100).answer());
        }
    }

    @Test
    void shouldAnswerWhatTheFileSaysWhereThereIsNoTimeLeft()
    {
        try (ScoredStream stream = new ScoredStream("""
            list risky : mcc = [7995]
            rule a decline if amount >= 1.00
            default on late: challenge if mcc in risky else review if amount is multiple of 5.00 else approve if amount <= 30.00
                else decline
            """))
        {
            stream.fields().inputFlags().overBudget(true);
            stream.fields().mcc(7995);
            final List<String> answers = new ArrayList<>();
            answers.add(stream.amount(500).answer());
            stream.fields().mcc(5411);
            answers.add(stream.amount(500).answer());
            answers.add(stream.amount(3000).answer());
            answers.add(stream.amount(2999).answer());
            answers.add(stream.amount(3001).answer());

            assertEquals(
                List.of("CHALLENGE 0 [a]", "REVIEW 0 [a]", "REVIEW 0 [a]", "APPROVE 0 [a]", "DECLINE 0 [a]"),
                answers);
        }
    }

    @Test
    void shouldLookEveryFieldUpInAListOfItsKind()
    {
        try (ScoredStream stream = new ScoredStream("""
            list merchants : merchant = ["M", "ABCDEFGHIJKLMNOP"]
            list terminals : terminal = ["T-1"]
            list devices : device = ["d"]
            list bins : bin = ["000001", 411112]
            list countries : country = ["FR", "DE", "FR"]
            list mccs : mcc = [5411]
            list cards : card
            list ips : ip
            rule a review if merchant in merchants
            rule b review if terminal in terminals
            rule c review if device in devices
            rule d review if bin in bins
            rule e review if merchant_country in countries
            rule f review if card_country not in countries
            rule g review if mcc not in mccs
            rule h review if card in cards or ip in ips
            rule i review if card not in cards and ip not in ips
            """))
        {
            final String nothing = stream.amount(100).answer();
            stream.fields().merchant("ABCDEFGHIJKLMNOP").terminal("T-1").device("d").merchantCountry("FR").cardCountry("US").mcc(5412)
                .account().bin(1).cardToken(17);
            stream.fields().ip(0, (short)1);
            final String all = stream.answer();
            stream.fields().merchant("M").terminal("T-2").device("D").merchantCountry("US").cardCountry("DE").mcc(5411)
                .account().bin(411112);
            final String others = stream.answer();

            assertEquals("APPROVE 0 []", nothing);
            assertEquals("REVIEW 0 [a, b, c, d, e, f, g, i]", all);
            assertEquals("REVIEW 0 [a, d, i]", others);
        }
    }

    @Test
    void shouldCountOnlyThoseEventsThatWereInAListWhenTheyCame()
    {
        try (ScoredStream stream = new ScoredStream("""
            list risky : mcc = [7995]
            rule a review if count(card, 1h where mcc in risky and amount is multiple of 100.00) >= 2
            """))
        {
            stream.card(7).at(1000).fields().mcc(7995);
            final List<String> answers = new ArrayList<>();
            for (final long minor : new long[]{ 10_000, 10_001, 20_000 })
            {
                answers.add(stream.amount(minor).answer());
            }

            assertEquals(List.of("APPROVE 0 []", "APPROVE 0 []", "REVIEW 0 [a]"), answers);
        }
    }
}
