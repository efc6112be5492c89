package io.veto.engine.snapshot;

import java.io.IOException;

/**
 * Makes sure that the journal up to a snapshot is on the disk before the snapshot is listed, so that no snapshot is ever ahead of it.
 */
@FunctionalInterface
public interface JournalBarrier
{
    /**
     * Forces the journal, and notes in the high-water mark how far it goes.
     *
     * @param sequence of the last record that must be on the disk.
     * @param epoch    of that record.
     * @throws IOException if it cannot be forced; the snapshot is then not listed.
     */
    void force(long sequence, int epoch) throws IOException;
}
