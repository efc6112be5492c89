package io.veto.engine.recovery;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.snapshot.Snapshot;
import io.veto.rules.state.StateDamagedException;

/**
 * Finds the place in the journal behind which a snapshot was taken. A process start carries the sequence of the record before it, and so
 * does what cuts a torn tail off; which of them a snapshot has seen its epoch tells.
 */
final class SnapshotSeek
{
    private SnapshotSeek()
    {
    }

    /**
     * Goes to just behind the last record that a snapshot has seen.
     *
     * @param reader   of the journal; its next record is the first one behind the snapshot.
     * @param snapshot that was taken of that journal.
     * @throws StateDamagedException if the journal has no such record: the snapshot is ahead of it, or of another one.
     */
    static void behind(final JournalReader reader, final Snapshot snapshot)
    {
        if (null != reader.base() && snapshot.sequence() <= reader.base().sequence())
        {
            throw new StateDamagedException("snapshot is of archived files: sequence=" + snapshot.sequence() + " firstSequence=" +
                (reader.base().sequence() + 1) + " file=" + snapshot.file().getFileName());
        }
        boolean isThere = reader.seek(snapshot.sequence()) && reader.next();
        while (isThere && reader.sequence() == snapshot.sequence() && reader.epoch() != snapshot.epoch())
        {
            isThere = reader.next();
        }
        if (!isThere || reader.sequence() != snapshot.sequence())
        {
            throw new StateDamagedException("snapshot is not of this journal: no such record: sequence=" + snapshot.sequence() + " epoch=" +
                snapshot.epoch() + " file=" + snapshot.file().getFileName());
        }
    }
}
