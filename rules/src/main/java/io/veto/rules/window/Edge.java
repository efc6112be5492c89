package io.veto.rules.window;

/**
 * One distinct window edge: a tail that walks over the reservoir {@code offsetMs} behind engine time, the side entries that wait for it,
 * and what an event adds or takes away when the edge passes it.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Edge
{
    /** What each column gains when the edge passes an event: 1 enters, -1 leaves, 0 nothing. Indexed by column. */
    final int[] signs;
    final long offsetMs;
    final SideHeap waiting;
    /** Whether a label may change what this edge adds. */
    final boolean asksLabel;
    /** Reservoir position of the first event that the edge has not passed. */
    long cursor = 0;

    Edge(final long offsetMs, final int[] signs, final boolean asksLabel, final int sideEntriesMax)
    {
        this.offsetMs = offsetMs;
        this.signs = signs;
        this.asksLabel = asksLabel;
        this.waiting = new SideHeap(sideEntriesMax);
    }
}
