package io.veto.engine.line;

/**
 * How the line runs. None of it changes an answer except through the budget, which is journalled.
 *
 * @param layout          threads of the three stages.
 * @param cpus            processors to pin to and to spin on: the gateway's, then one for each thread of the line; empty for none.
 * @param ringCapacity    slots, a power of two.
 * @param budgetNs        from ingress to answer, in nanoseconds.
 * @param budgetReserveNs what scoring must leave of the budget.
 * @param budgetWatched   false where history is fed and nobody waits: no transaction is over its budget.
 */
public record LineConfig(Layout layout, int[] cpus, int ringCapacity, long budgetNs, long budgetReserveNs, boolean budgetWatched)
{
    /** Slots of the ring unless told otherwise. */
    public static final int RING_CAPACITY_DEFAULT = 4096;
}
