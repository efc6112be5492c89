package io.veto.rules.language;

/**
 * What the added points of a transaction mean.
 *
 * @param reviewAt    points from which it is reviewed; {@link #NEVER} for none.
 * @param challengeAt points from which it is challenged; {@link #NEVER} for none.
 * @param declineAt   points from which it is declined; {@link #NEVER} for none.
 */
public record Thresholds(int reviewAt, int challengeAt, int declineAt)
{
    /** No number of points is enough. */
    public static final int NEVER = Integer.MAX_VALUE;
    /** Points mean nothing. */
    public static final Thresholds NONE = new Thresholds(NEVER, NEVER, NEVER);

    /**
     * The effect of points.
     *
     * @param points added up.
     * @return the strongest effect that they reach; {@link RuleEffect#SCORE} where they reach none.
     */
    public RuleEffect effect(final int points)
    {
        if (NEVER != declineAt && points >= declineAt)
        {
            return RuleEffect.DECLINE;
        }
        if (NEVER != challengeAt && points >= challengeAt)
        {
            return RuleEffect.CHALLENGE;
        }
        return NEVER != reviewAt && points >= reviewAt ? RuleEffect.REVIEW : RuleEffect.SCORE;
    }
}
