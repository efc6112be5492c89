package io.veto.rules.score;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.StandIn;
import io.veto.rules.layout.Action;

/**
 * What is answered where the rules cannot: what the rule file says, and the limit of the settings where it says nothing or that fails.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class StandInPolicy
{
    private final StandIn standIn;
    private boolean hasFailed = false;

    StandInPolicy(final RuleSet ruleSet)
    {
        standIn = ruleSet.standIn();
    }

    /**
     * Begins a transaction.
     */
    void begin()
    {
        hasFailed = false;
    }

    /**
     * The answer.
     *
     * @param facts       of the transaction.
     * @param amountMinor of it.
     * @param config      with the limit up to which it is approved.
     * @return the action.
     */
    Action action(final Facts facts, final long amountMinor, final ScorerConfig config)
    {
        if (null != standIn)
        {
            try
            {
                return standIn.action(facts);
            }
            catch (final RuntimeException e)
            {
                hasFailed = true;
            }
        }
        return amountMinor <= config.standInApproveUpToMinor() ? Action.APPROVE : Action.DECLINE;
    }

    /**
     * Whether what the rule file says threw since {@link #begin}.
     */
    boolean hasFailed()
    {
        return hasFailed;
    }
}
