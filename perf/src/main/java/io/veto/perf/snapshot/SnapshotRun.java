package io.veto.perf.snapshot;

import io.veto.perf.load.LoadResult;

/**
 * One turn on one server.
 *
 * @param without   the latency while no snapshot was taken.
 * @param with      the latency while snapshots were taken, one after the other.
 * @param snapshots that were taken meanwhile, the last one to its end.
 */
record SnapshotRun(LoadResult without, LoadResult with, int snapshots)
{
    /**
     * Why it does not count.
     *
     * @return one line; null if both parts kept their plan.
     */
    String fault()
    {
        return null == without.fault() ? with.fault() : without.fault();
    }
}
