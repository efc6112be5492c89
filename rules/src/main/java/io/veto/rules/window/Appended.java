package io.veto.rules.window;

/**
 * What became of an event.
 */
public enum Appended
{
    /** It counts in every window that covers it. */
    COUNTED,
    /** The same, but it lies in an earlier bucket of a tumbling window, or in no session that is open, and counts nowhere there. */
    COUNTED_OUTSIDE_RUN,
    /** It is behind engine time and a heap of side entries is full: it counts in no window. */
    UNCOUNTED
}
