package io.veto.engine.statistics;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleEffect;
import io.veto.rules.language.Thresholds;

/**
 * What would have been answered to a transaction had one rule been left out, or, where that rule is in shadow, had it counted.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing.
 */
final class Alternatives
{
    private final RuleEffect[] effects;
    private final int[] points;
    private final Thresholds thresholds;
    private RuleEffect strongest;
    private RuleEffect second;
    private int score;

    Alternatives(final Rule[] rules, final Thresholds thresholds)
    {
        this.thresholds = thresholds;
        effects = new RuleEffect[rules.length];
        points = new int[rules.length];
        for (int i = 0; i < rules.length; i++)
        {
            effects[i] = rules[i].effect();
            points[i] = rules[i].points();
        }
    }

    /**
     * Begins with a transaction that no rule hit.
     */
    void begin()
    {
        strongest = RuleEffect.SCORE;
        second = RuleEffect.SCORE;
        score = 0;
    }

    /**
     * Adds a rule that hit and counts.
     *
     * @param rule its index.
     */
    void add(final int rule)
    {
        final RuleEffect effect = effects[rule];
        score += points[rule];
        if (effect.compareTo(strongest) > 0)
        {
            second = strongest;
            strongest = effect;
        }
        else if (effect.compareTo(second) > 0)
        {
            second = effect;
        }
    }

    /**
     * Whether the answer would have been another, when all rules are added that hit and count.
     *
     * @param rule     that hit.
     * @param isShadow whether it did not count.
     * @return true if leaving it out, or counting it, changes the action.
     */
    boolean changes(final int rule, final boolean isShadow)
    {
        final RuleEffect effect = effects[rule];
        final RuleEffect otherEffect;
        final int otherScore;
        if (isShadow)
        {
            otherEffect = stronger(strongest, effect);
            otherScore = score + points[rule];
        }
        else
        {
            otherEffect = effect == strongest ? second : strongest;
            otherScore = score - points[rule];
        }
        return stronger(otherEffect, thresholds.effect(otherScore)).action() != stronger(strongest, thresholds.effect(score)).action();
    }

    private static RuleEffect stronger(final RuleEffect left, final RuleEffect right)
    {
        return left.compareTo(right) < 0 ? right : left;
    }
}
