package io.veto.ingest;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import java.nio.file.Path;

/**
 * What tests ask of the journal that an appliance left.
 */
public final class TestJournal
{
    private TestJournal()
    {
    }

    /**
     * Counts records.
     *
     * @param data folder.
     * @param type of the records.
     * @return how many.
     */
    public static long records(final Path data, final int type)
    {
        long records = 0;
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            while (reader.next())
            {
                records += type == reader.type() ? 1 : 0;
            }
        }
        return records;
    }

    /**
     * Replays everything and compares every decision.
     *
     * @param data folder.
     * @return the replay at the end of the journal.
     */
    public static JournalReplay replay(final Path data)
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            final JournalReplay replay = new JournalReplay(reader, WindowRooms.main());
            replay.toEnd();
            return replay;
        }
    }
}
