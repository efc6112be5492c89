package io.veto.engine.recovery;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.Durability;
import io.veto.rules.layout.ProcessStartDecoder;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowLimits;

/**
 * What a process start carries: everything besides the rules that an answer depends on, and what the answers survive.
 *
 * @param scorer          limits and stand-in policy.
 * @param clockMode       whether event times are checked against the clock.
 * @param maxClockAheadMs how far an event time may be ahead of the ingress time.
 * @param budgetNs        from ingress to answer.
 * @param budgetReserveNs what scoring must leave of the budget.
 * @param tokenKeyId      names the key of the account tokens.
 * @param durability      what an answer survives.
 */
public record ProcessSettings(
    ScorerConfig scorer,
    ClockMode clockMode,
    long maxClockAheadMs,
    long budgetNs,
    long budgetReserveNs,
    long tokenKeyId,
    Durability durability)
{
    /**
     * The settings of a process whose answers survive its end.
     *
     * @param scorer          limits and stand-in policy.
     * @param clockMode       whether event times are checked against the clock.
     * @param maxClockAheadMs how far an event time may be ahead of the ingress time.
     * @param budgetNs        from ingress to answer.
     * @param budgetReserveNs what scoring must leave of the budget.
     * @param tokenKeyId      names the key of the account tokens.
     */
    public ProcessSettings(
        final ScorerConfig scorer,
        final ClockMode clockMode,
        final long maxClockAheadMs,
        final long budgetNs,
        final long budgetReserveNs,
        final long tokenKeyId)
    {
        this(scorer, clockMode, maxClockAheadMs, budgetNs, budgetReserveNs, tokenKeyId, Durability.PROCESS);
    }

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
            .durability(durability)
            .formatVersion(RecordDescriptor.FORMAT_VERSION)
            .repeatIds(scorer.repeatIds())
            .repeatWithinMs(scorer.repeatWithinMs());
    }

    /**
     * Reads a process start's block.
     *
     * @param start flyweight over the block.
     * @return the settings.
     * @throws JournalDamagedException if the journal is of another format.
     */
    public static ProcessSettings decode(final ProcessStartDecoder start)
    {
        if (RecordDescriptor.FORMAT_VERSION != start.formatVersion())
        {
            throw new JournalDamagedException("journal is of another format: expectedFormatVersion=" + RecordDescriptor.FORMAT_VERSION +
                " formatVersion=" + start.formatVersion() + ": read it with the version of Veto that wrote it");
        }
        final WindowLimits limits = new WindowLimits(
            start.reservoirEvents(), start.keysPerTable(), start.sideEntries(), start.valueNodes());
        final ScorerConfig scorer = new ScorerConfig(start.allowedLatenessMs(), start.standInApproveUpToMinor(), limits,
            start.repeatWithinMs(), start.repeatIds());
        return new ProcessSettings(scorer, start.clockMode(), start.maxClockAheadMs(), start.budgetNs(), start.budgetReserveNs(),
            start.tokenKeyId(), start.durability());
    }
}
