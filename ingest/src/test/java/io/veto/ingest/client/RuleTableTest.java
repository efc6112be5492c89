package io.veto.ingest.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.RuleEffect;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.Effect;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What a client tells of an answer: the code and the reasons of the rules that gave it. */
class RuleTableTest
{
    private static final RuleTable TABLE = new RuleTable(7, List.of(
        rule("night", RuleEffect.SCORE, 40, "", "at night"),
        rule("big", RuleEffect.REVIEW, 0, "", "far over the card's average"),
        rule("burst", RuleEffect.DECLINE, 0, "", "too many in a short time"),
        rule("travel", RuleEffect.DECLINE, 0, "59", "impossible travel"),
        rule("denied", RuleEffect.DENY, 0, "04", ""),
        rule("known", RuleEffect.ALLOW, 0, "00", "a trusted card"),
        new RuleTable.Entry("trial", RuleEffect.DECLINE, true, 0, "05", "a rule in shadow")));

    @Test
    void shouldGiveTheReasonsOfEqualActionsInFileOrder()
    {
        final DecisionDecoder decision = decision(Action.DECLINE, false, 0, 1, 2, 3, 6);

        assertEquals(List.of("too many in a short time", "impossible travel"), TABLE.reasons(decision));
        assertEquals("59", TABLE.code(decision));
    }

    @Test
    void shouldGiveTheReasonsOfTheDenyListAlone()
    {
        final DecisionDecoder decision = decision(Action.DECLINE, false, 2, 4, 5);

        assertEquals(List.of(), TABLE.reasons(decision));
        assertEquals("04", TABLE.code(decision));
    }

    @Test
    void shouldGiveTheReasonsOfTheAllowList()
    {
        final DecisionDecoder decision = decision(Action.APPROVE, false, 1, 2, 5);

        assertEquals(List.of("a trusted card"), TABLE.reasons(decision));
        assertEquals("00", TABLE.code(decision));
    }

    @Test
    void shouldGiveTheReasonsOfPointsWhereTheyMadeTheAnswer()
    {
        final DecisionDecoder decision = decision(Action.DECLINE, false, 0, 1);

        assertEquals(List.of("at night"), TABLE.reasons(decision));
        assertEquals("", TABLE.code(decision));
    }

    @Test
    void shouldGiveNoReasonWhereNoRuleGaveTheAnswer()
    {
        assertEquals(List.of(), TABLE.reasons(decision(Action.APPROVE, false, 0, 6)));
        assertEquals(List.of(), TABLE.reasons(decision(Action.APPROVE, false)));
        assertEquals(List.of(), TABLE.reasons(decision(Action.DECLINE, true, 3)));
        assertEquals("", TABLE.code(decision(Action.DECLINE, true, 3)));
    }

    @Test
    void shouldKnowNothingOfAnUnknownRuleSet()
    {
        assertEquals(List.of(), RuleTable.unknown(7).reasons(decision(Action.DECLINE, false, 1, 255)));
        assertEquals("bit255", RuleTable.unknown(7).ruleId(255));
    }

    @Test
    void shouldCallEffectsOnTheWireAsRulesDo()
    {
        assertEquals(Arrays.stream(RuleEffect.values()).map(e -> e.name() + " " + e.ordinal()).toList(),
            Arrays.stream(Effect.values()).filter(e -> Effect.NULL_VAL != e).map(e -> e.name() + " " + e.value()).toList());
    }

    private static RuleTable.Entry rule(final String id, final RuleEffect effect, final int points, final String code, final String reason)
    {
        return new RuleTable.Entry(id, effect, false, points, code, reason);
    }

    private static DecisionDecoder decision(final Action action, final boolean isStandIn, final int... rules)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
        final DecisionEncoder decision = new DecisionEncoder().wrap(buffer, 0).action(action);
        final long[] hits = new long[DecisionEncoder.hitsLength()];
        for (final int rule : rules)
        {
            hits[rule >>> 6] |= 1L << rule;
        }
        for (int i = 0; i < hits.length; i++)
        {
            decision.hits(i, hits[i]);
        }
        decision.flags().clear().standIn(isStandIn);
        return new DecisionDecoder().wrap(buffer, 0);
    }
}
