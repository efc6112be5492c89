package io.veto.engine.statistics;

/**
 * What a rule did since its statistics began.
 *
 * @param hits         transactions that it hit.
 * @param alone        decisions that it alone changed; of a rule in shadow, that it would have changed had it counted.
 * @param matured      hits older than the label maturity.
 * @param maturedFraud those among them that are labelled fraud by now.
 * @param costNs       smoothed time of one evaluation, in nanoseconds; 0 before it was first measured.
 * @param isShadow     whether its hits change nothing, by the rule file or by the damage guard.
 */
public record RuleFigures(long hits, long alone, long matured, long maturedFraud, long costNs, boolean isShadow)
{
}
