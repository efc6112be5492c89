package io.veto.engine.journal;

import io.veto.rules.layout.Durability;
import java.nio.file.Path;

/**
 * Opens journals whose files grow by little, so that a test can copy and compare them.
 */
public final class SmallJournal
{
    private static final long BLOCK_LENGTH = 256 * 1024;

    private SmallJournal()
    {
    }

    /**
     * Opens a journal as a start does.
     *
     * @param end of it; null for a new one.
     */
    public static JournalWriter open(
        final Path directory, final JournalEnd end, final long nowNs, final Durability durability, final DiskGuard guard)
    {
        return null == end ? new JournalWriter(
            directory, RecordDescriptor.NULL_SEQUENCE, durability, guard, BLOCK_LENGTH, new JournalForce()) :
            JournalWriter.behind(directory, end, nowNs, durability, guard, BLOCK_LENGTH);
    }

    /**
     * Opens a journal and forgets to cut what is torn: a planted bug.
     */
    public static JournalWriter openWithoutCut(
        final Path directory, final JournalEnd end, final Durability durability, final DiskGuard guard)
    {
        return new JournalWriter(directory, end.sequence(), durability, guard, BLOCK_LENGTH, new JournalForce());
    }
}
