package io.veto.engine.recovery;

import io.veto.engine.snapshot.Snapshot;
import java.util.concurrent.TimeUnit;

/**
 * What a follower has done.
 *
 * @param snapshot     that is the newest now.
 * @param isWritten    false where no record came since, so that it was there already.
 * @param fromSequence of the snapshot that it began with; 0 for the beginning of the journal.
 * @param records      replayed.
 * @param replayNs     spent on them, in nanoseconds.
 * @param elapsedNs    spent on everything, in nanoseconds.
 */
public record Followed(Snapshot snapshot, boolean isWritten, long fromSequence, long records, long replayNs, long elapsedNs)
{
    /**
     * How fast the journal was replayed.
     *
     * @return records a second; 0 where there were none.
     */
    public long recordsPerSecond()
    {
        return 0 == records ? 0 : Math.round(records / (replayNs / (double)TimeUnit.SECONDS.toNanos(1)));
    }
}
