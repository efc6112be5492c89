package io.veto.rules.score;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleEffect;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.Thresholds;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionEncoder;
import java.util.Arrays;

/**
 * What the rules say to one set of facts: all are evaluated, the strongest action that hit is the answer, approve if none did. A rule whose
 * evaluation throws does not hit; the first of them is named.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class Evaluation
{
    private static final int NULL_RULE = -1;

    private final RuleProgram program;
    private final Thresholds thresholds;
    private final RuleEffect[] effects;
    private final int[] points;
    private final RuleModes modes;
    private final long[] hits = new long[DecisionEncoder.hitsLength()];
    private Action action = Action.APPROVE;
    private int score = 0;
    private int errorRule = NULL_RULE;

    /**
     * Makes the evaluation of a rule set.
     *
     * @param ruleSet whose rules are evaluated.
     * @param modes   which of its rules change nothing; the caller may change them in between.
     */
    Evaluation(final RuleSet ruleSet, final RuleModes modes)
    {
        this.modes = modes;
        program = ruleSet.program();
        thresholds = ruleSet.thresholds();
        effects = new RuleEffect[ruleSet.ruleCount()];
        points = new int[effects.length];
        for (int i = 0; i < effects.length; i++)
        {
            effects[i] = ruleSet.rule(i).effect();
            points[i] = ruleSet.rule(i).points();
        }
    }

    /**
     * Evaluates all rules.
     */
    void evaluate(final Facts facts)
    {
        Arrays.fill(hits, 0);
        errorRule = NULL_RULE;
        score = 0;
        RuleEffect strongest = RuleEffect.SCORE;
        for (int i = 0; i < effects.length; i++)
        {
            if (holds(i, facts))
            {
                hits[i >>> 6] |= 1L << i;
                if (!modes.isShadow(i))
                {
                    score += points[i];
                    strongest = stronger(strongest, effects[i]);
                }
            }
        }
        action = stronger(strongest, thresholds.effect(score)).action();
    }

    /**
     * What the rules say.
     */
    Action action()
    {
        return action;
    }

    /**
     * Bits of the rules that hit; the caller may change them.
     */
    long[] hits()
    {
        return hits;
    }

    /**
     * Whether the evaluation of some rule threw.
     */
    boolean hasFailed()
    {
        return NULL_RULE != errorRule;
    }

    /**
     * Writes down what hit, the score, and the rule that failed.
     */
    void encode(final DecisionEncoder decision)
    {
        decision.score(score).errorRule((short)Math.max(0, errorRule));
        for (int i = 0; i < hits.length; i++)
        {
            decision.hits(i, hits[i]);
        }
    }

    private boolean holds(final int rule, final Facts facts)
    {
        try
        {
            return program.holds(rule, facts);
        }
        catch (final RuntimeException e)
        {
            errorRule = errorRule < 0 ? rule : errorRule;
            return false;
        }
    }

    private static RuleEffect stronger(final RuleEffect left, final RuleEffect right)
    {
        return left.compareTo(right) < 0 ? right : left;
    }
}
