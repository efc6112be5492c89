package io.veto.engine.journal;

import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * How Veto opens a Chronicle Queue for writing: one file a cycle, see {@link JournalCycle}. One excerpt holds the records of one batch.
 */
final class JournalQueue
{
    /** Longest excerpt of more than one record, in bytes. */
    static final int BATCH_LENGTH_MAX = 64 * 1024;
    /** Most records of one excerpt. */
    static final int BATCH_RECORDS_MAX = 256;

    /** Bytes by which a file grows. */
    static final long BLOCK_LENGTH = 256L * 1024 * 1024;

    private JournalQueue()
    {
    }

    static SingleChronicleQueue open(final Path directory, final JournalCycle cycle, final long blockLength)
    {
        return SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(cycle)
            .timeProvider(cycle)
            .blockSize(blockLength)
            .build();
    }
}
