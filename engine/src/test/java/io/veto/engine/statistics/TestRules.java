package io.veto.engine.statistics;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleEffect;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Rules without conditions, and decisions on which they hit. */
final class TestRules
{
    private final List<Rule> rules = new ArrayList<>();

    TestRules add(final RuleEffect effect)
    {
        return add(effect, 0, false, Rule.NULL_RULE, Rule.NULL_SHARE);
    }

    TestRules shadow(final RuleEffect effect)
    {
        return add(effect, 0, true, Rule.NULL_RULE, Rule.NULL_SHARE);
    }

    TestRules score(final int points)
    {
        return add(RuleEffect.SCORE, points, false, Rule.NULL_RULE, Rule.NULL_SHARE);
    }

    TestRules challenger(final int champion)
    {
        return add(rules.get(champion).effect(), 0, true, champion, Rule.NULL_SHARE);
    }

    TestRules guarded(final int expectedMaxMillionths)
    {
        return add(RuleEffect.DECLINE, 0, false, Rule.NULL_RULE, expectedMaxMillionths);
    }

    TestRules add(final RuleEffect effect, final int points, final boolean isShadow, final int champion, final int expectedMaxMillionths)
    {
        final int index = rules.size();
        rules.add(new Rule(
            index, "rule_" + index, "", effect, points, isShadow, champion, "", "", expectedMaxMillionths, "", null));
        return this;
    }

    Rule[] rules()
    {
        return rules.toArray(new Rule[0]);
    }

    /** A decision on which these rules hit. */
    static DecisionDecoder decision(final int... hits)
    {
        return decision(false, hits);
    }

    static DecisionDecoder decision(final boolean isStandIn, final int... hits)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
        final DecisionEncoder decision = new DecisionEncoder().wrap(buffer, 0).action(Action.APPROVE);
        decision.flags().clear().standIn(isStandIn);
        final long[] words = new long[DecisionEncoder.hitsLength()];
        for (final int rule : hits)
        {
            words[rule >>> 6] |= 1L << rule;
        }
        for (int i = 0; i < words.length; i++)
        {
            decision.hits(i, words[i]);
        }
        return new DecisionDecoder().wrap(buffer, 0);
    }
}
