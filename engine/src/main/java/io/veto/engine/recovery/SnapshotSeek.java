package io.veto.engine.recovery;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.snapshot.Snapshot;
import io.veto.rules.state.StateDamagedException;
import java.nio.file.Path;

/**
 * Finds the place in the journal behind which a snapshot was taken. A process start carries the sequence of the record before it, and so
 * does what cuts a torn tail off; which of them a snapshot has seen its epoch tells. That the journal is the snapshot's own, and not one
 * that happens to be as long, the checksum of its first record of that sequence and epoch tells.
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
        if (!goTo(reader, snapshot.sequence(), snapshot.epoch()))
        {
            throw new StateDamagedException("snapshot is not of this journal: no such record: sequence=" + snapshot.sequence() + " epoch=" +
                snapshot.epoch() + " file=" + snapshot.file().getFileName());
        }
        final int crc = RecordDescriptor.crc(reader.buffer(), reader.offset());
        if (crc != snapshot.recordCrc())
        {
            throw new StateDamagedException("snapshot is not of this journal: another record is in its place: sequence=" +
                snapshot.sequence() + " epoch=" + snapshot.epoch() + " expectedCrc=" + Integer.toHexString(snapshot.recordCrc()) +
                " crc=" + Integer.toHexString(crc) + " file=" + snapshot.file().getFileName());
        }
    }

    /**
     * Whether a snapshot was taken of a journal.
     *
     * @param journal  folder of the journal.
     * @param snapshot to look for.
     * @return false where {@link #behind} throws: also where its place is damaged, so that nobody can tell.
     */
    static boolean isOf(final Path journal, final Snapshot snapshot)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            behind(reader, snapshot);
            return true;
        }
        catch (final StateDamagedException | JournalDamagedException e)
        {
            return false;
        }
    }

    /**
     * Reads what tells a snapshot's place from that of another journal.
     *
     * @param journal  folder of the journal.
     * @param sequence of the last record that the state has seen.
     * @param epoch    number of process starts that it has seen, modulo 65,536.
     * @return checksum of the first record of that sequence and epoch.
     * @throws JournalDamagedException if there is none.
     */
    static int recordCrc(final Path journal, final long sequence, final int epoch)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            if (!goTo(reader, sequence, epoch))
            {
                throw new JournalDamagedException("journal does not hold the record that a snapshot is taken behind: sequence=" + sequence +
                    " epoch=" + epoch + " folder=" + journal);
            }
            return RecordDescriptor.crc(reader.buffer(), reader.offset());
        }
    }

    private static boolean goTo(final JournalReader reader, final long sequence, final int epoch)
    {
        boolean isThere = reader.seek(sequence) && reader.next();
        while (isThere && reader.sequence() == sequence && reader.epoch() != epoch)
        {
            isThere = reader.next();
        }
        return isThere && reader.sequence() == sequence;
    }
}
