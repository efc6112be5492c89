package io.veto.rules.score;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.DecisionDecoder;
import java.util.HashMap;
import java.util.Map;

/**
 * How the rules of a scorer stand to those of a rule set that answered before: a rule of the same id and the same condition is the same,
 * whatever its effect, and its hits are those that were recorded; any other is new or changed.
 * <p>
 * <b>Note:</b> never changes, but belongs to the scorer's thread.
 */
public final class PastRules
{
    private final int[] earlier;
    private final boolean asksAnew;

    private PastRules(final int[] earlier, final boolean asksAnew)
    {
        this.earlier = earlier;
        this.asksAnew = asksAnew;
    }

    /**
     * Compares two rule sets.
     *
     * @param ruleSet of the scorer.
     * @param past    that answered before.
     * @return how the one's rules stand to the other's.
     */
    public static PastRules of(final RuleSet ruleSet, final RuleSet past)
    {
        final Map<String, Rule> byId = new HashMap<>();
        for (int i = 0; i < past.ruleCount(); i++)
        {
            byId.put(past.rule(i).id(), past.rule(i));
        }
        final int[] earlier = new int[ruleSet.ruleCount()];
        boolean isAnyNew = false;
        for (int i = 0; i < earlier.length; i++)
        {
            final Rule rule = ruleSet.rule(i);
            final Rule known = byId.get(rule.id());
            earlier[i] = null != known && known.words().equals(rule.words()) ? known.index() : Rule.NULL_RULE;
            isAnyNew |= Rule.NULL_RULE == earlier[i];
        }
        boolean asksAnswer = false;
        for (int i = 0; i < ruleSet.filterCount(); i++)
        {
            asksAnswer |= ruleSet.filter(i).asksAnswer();
        }
        return new PastRules(earlier, isAnyNew && asksAnswer);
    }

    /**
     * Whether hits must be worked out anew: some rule is new or changed, and some filter asks for answers.
     */
    public boolean asksAnew()
    {
        return asksAnew;
    }

    /**
     * Takes the hits of the rules that are the same over.
     *
     * @param recorded answer under the earlier rule set.
     * @param hits     bits by the scorer's own rules; those of new and changed ones stay.
     */
    void takeOver(final DecisionDecoder recorded, final long[] hits)
    {
        for (int i = 0; i < earlier.length; i++)
        {
            if (Rule.NULL_RULE != earlier[i])
            {
                final long bit = recorded.hits(earlier[i] >>> 6) >>> earlier[i] & 1;
                hits[i >>> 6] = hits[i >>> 6] & ~(1L << i) | bit << i;
            }
        }
    }
}
