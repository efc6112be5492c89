package io.veto.engine.recovery;

import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowLimits;

/**
 * What a process start carries: everything besides the rules that an answer depends on.
 *
 * @param scorer          limits and stand-in policy.
 * @param clockMode       whether event times are checked against the clock.
 * @param maxClockAheadMs how far an event time may be ahead of the ingress time.
 * @param budgetNs        from ingress to answer.
 * @param budgetReserveNs what scoring must leave of the budget.
 * @param tokenKeyId      names the key of the account tokens.
 */
public record ProcessSettings(
    ScorerConfig scorer, ClockMode clockMode, long maxClockAheadMs, long budgetNs, long budgetReserveNs, long tokenKeyId)
{
    /**
     * Writes a process start's block.
     *
     * @param start       flyweight over the block.
     * @param ruleSetHash of the rule set that will answer.
     */
    public void encode(final ProcessStartEncoder start, final long ruleSetHash)
    {
        start.ruleSetHash(ruleSetHash)
            .tokenKeyId(tokenKeyId)
            .allowedLatenessMs(scorer.allowedLatenessMs())
            .maxClockAheadMs(maxClockAheadMs)
            .budgetNs(budgetNs)
            .budgetReserveNs(budgetReserveNs)
            .standInApproveUpToMinor(scorer.standInApproveUpToMinor())
            .reservoirEvents(scorer.windowLimits().reservoirEvents())
            .keysPerTable(scorer.windowLimits().keysPerTable())
            .sideEntries(scorer.windowLimits().sideEntries())
            .valueNodes(scorer.windowLimits().valueNodes())
            .clockMode(clockMode)
            .repeatIds(scorer.repeatIds())
            .repeatWithinMs(scorer.repeatWithinMs());
    }

    /**
     * Reads a process start's block.
     *
     * @param start flyweight over the block.
     * @return the settings.
     */
    public static ProcessSettings decode(final ProcessStartDecoder start)
    {
        final WindowLimits limits = new WindowLimits(
            start.reservoirEvents(), start.keysPerTable(), start.sideEntries(), start.valueNodes());
        final ScorerConfig scorer = new ScorerConfig(start.allowedLatenessMs(), start.standInApproveUpToMinor(), limits,
            start.repeatWithinMs(), start.repeatIds());
        return new ProcessSettings(
            scorer, start.clockMode(), start.maxClockAheadMs(), start.budgetNs(), start.budgetReserveNs(), start.tokenKeyId());
    }
}
