package io.veto.rules.window;

/**
 * The bounds of the state behind the windows. What happens at each is part of the answer's meaning, so they are journalled at
 * process start and replay uses the journalled ones.
 *
 * @param reservoirEvents events that some window may still need; over it intake stops.
 * @param keysPerTable    live values of one key; over it intake stops.
 * @param sideEntries     waiting side entries of one edge; over it an event is answered, counted in no window, flagged.
 */
public record WindowLimits(long reservoirEvents, int keysPerTable, int sideEntries)
{
    /** 32 Mi events, 16 Mi keys, 1 Mi side entries. */
    public static final WindowLimits DEFAULT = new WindowLimits(1L << 25, 1 << 24, 1 << 20);
}
