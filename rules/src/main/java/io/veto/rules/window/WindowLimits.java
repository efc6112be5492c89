package io.veto.rules.window;

/**
 * The bounds of the state behind the windows. What happens at each is part of the answer's meaning, so they are journalled at
 * process start and replay uses the journalled ones.
 *
 * @param reservoirEvents events that some window may still need, below 2^31 so that no count outgrows it; over it intake stops.
 * @param keysPerTable    live values of one key; over it intake stops.
 * @param sideEntries     waiting side entries of one edge, and events with a label or a reversal; over it a late event is answered, counted
 *                        in no window, flagged. Labels and reversals may take three quarters of an edge's; over that they have no effect
 *                        and are flagged.
 * @param valueNodes      values kept for distinct, min and max together; over it intake stops.
 */
public record WindowLimits(long reservoirEvents, int keysPerTable, int sideEntries, int valueNodes)
{
    /** 1 Gi events, 64 Mi keys, 4 Mi side entries, 64 Mi values. */
    public static final WindowLimits DEFAULT = new WindowLimits(1L << 30, 1 << 26, 1 << 22, 1 << 26);

    /**
     * Checks the bounds.
     */
    public WindowLimits
    {
        if (reservoirEvents < 1 || reservoirEvents > Integer.MAX_VALUE || keysPerTable < 1 || sideEntries < 1 || valueNodes < 1)
        {
            throw new IllegalArgumentException("window limits out of bounds: minimum=1 maximumReservoirEvents=" + Integer.MAX_VALUE +
                " reservoirEvents=" + reservoirEvents + " keysPerTable=" + keysPerTable + " sideEntries=" + sideEntries +
                " valueNodes=" + valueNodes);
        }
    }
}
