package io.veto.engine.recovery;

/**
 * How long the parts of bringing a state back took, snapshots that turned out to be bad included.
 *
 * @param planNs   to look at the folder and read the journal behind the snapshot, in nanoseconds.
 * @param loadNs   to load the snapshot and check it.
 * @param replayNs to score what the journal holds behind it again, or the whole of it.
 */
public record RecoveryTimes(long planNs, long loadNs, long replayNs)
{
    /** Before anything was done. */
    static final RecoveryTimes NONE = new RecoveryTimes(0, 0, 0);

    RecoveryTimes plusPlan(final long ns)
    {
        return new RecoveryTimes(planNs + ns, loadNs, replayNs);
    }

    RecoveryTimes plusLoad(final long ns)
    {
        return new RecoveryTimes(planNs, loadNs + ns, replayNs);
    }

    RecoveryTimes plusReplay(final long ns)
    {
        return new RecoveryTimes(planNs, loadNs, replayNs + ns);
    }
}
