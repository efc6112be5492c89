package io.veto.engine.journal;

import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;

/**
 * How Veto opens a Chronicle Queue: one file a day, UTC. One excerpt holds the records of one batch.
 */
final class JournalQueue
{
    /** Longest excerpt of more than one record, in bytes. */
    static final int BATCH_LENGTH_MAX = 64 * 1024;
    /** Most records of one excerpt. */
    static final int BATCH_RECORDS_MAX = 256;

    private static final long BLOCK_LENGTH = 256L * 1024 * 1024;

    private JournalQueue()
    {
    }

    static SingleChronicleQueue open(final Path directory, final boolean readOnly)
    {
        return SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(LargeRollCycles.LARGE_DAILY)
            .blockSize(BLOCK_LENGTH)
            .readOnly(readOnly)
            .build();
    }
}
