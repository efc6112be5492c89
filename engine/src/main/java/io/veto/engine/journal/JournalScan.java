package io.veto.engine.journal;

import java.nio.file.Path;

/**
 * Finds the end of a journal from its bytes alone, before anything is opened for writing.
 * <p>
 * <b>Note:</b> stateless. While another process writes to the journal the end is one that it had meanwhile, and an excerpt under way looks
 * like a torn tail.
 */
public final class JournalScan
{
    private JournalScan()
    {
    }

    /**
     * Reads the journal to its last whole record, looks at every byte behind it, and compares with the high-water mark.
     *
     * @param journal folder of the journal.
     * @return where it ends; damage is a state of it, not an exception.
     */
    public static JournalEnd of(final Path journal)
    {
        return of(journal, RecordDescriptor.NULL_SEQUENCE);
    }

    /**
     * The same, reading from a record on.
     *
     * @param journal      folder of the journal.
     * @param fromSequence of the record to begin behind, a snapshot's say; {@link RecordDescriptor#NULL_SEQUENCE} for the whole journal.
     * @return where it ends; damage is a state of it, not an exception.
     */
    public static JournalEnd of(final Path journal, final long fromSequence)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            if (fromSequence > RecordDescriptor.NULL_SEQUENCE && !reader.seek(fromSequence))
            {
                return of(journal);
            }
            return walk(reader);
        }
        catch (final JournalDamagedException e)
        {
            return new JournalEnd(JournalEnd.State.DAMAGED, JournalCycle.NULL_CYCLE, journal, 0, RecordDescriptor.NULL_SEQUENCE, 0, 0,
                e.getMessage());
        }
    }

    /**
     * Reads the journal from its first record, or from its base, up to a record, and says what is wrong in front of that.
     *
     * @param journal    folder of the journal; another process may be writing behind that record.
     * @param toSequence of the record.
     * @return the first damage, in one line; null where every record is whole.
     */
    public static String damageBefore(final Path journal, final long toSequence)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            boolean more = true;
            while (more && reader.sequence() < toSequence)
            {
                more = reader.next();
            }
            if (more)
            {
                return null;
            }
            final JournalEnd end = reader.end();
            return end.problem().isEmpty() ? "journal damaged: records are missing: sequence=" + (end.sequence() + 1) + " file=" +
                end.file().getFileName() + " offset=" + end.goodLength() + ": put that file back from the backup" : end.problem();
        }
        catch (final JournalDamagedException e)
        {
            return e.getMessage();
        }
    }

    private static JournalEnd walk(final JournalReader reader)
    {
        try
        {
            JournalEnd end;
            do
            {
                boolean more = reader.next();
                while (more)
                {
                    more = reader.next();
                }
                end = reader.end();
            }
            while (JournalEnd.State.DAMAGED == end.state() && reader.hasNext());
            return end;
        }
        catch (final JournalDamagedException e)
        {
            return reader.damagedEnd(e.getMessage());
        }
    }
}
