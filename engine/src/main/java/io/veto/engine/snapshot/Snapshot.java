package io.veto.engine.snapshot;

import java.nio.file.Path;

/**
 * One snapshot of a data folder: what the manifest says of it and, where it cannot be used, why not.
 *
 * @param sequence     of the last record that its state has seen.
 * @param epoch        number of process starts that its state has seen, modulo 65,536.
 * @param recordCrc    checksum of the first record of that sequence and epoch in the journal, so that no other journal's will do.
 * @param engineTimeMs engine time behind that record, epoch milliseconds.
 * @param length       of the state file, in bytes.
 * @param crc          over the checksums of all its frames, as {@link SnapshotWriter#crc}.
 * @param stateHash    of the scorer.
 * @param file         the state file.
 * @param segments     folder of the full segments of the reservoir that belong to it; not there where there are none.
 * @param whyNot       why it cannot be used, in one line; null where nothing is wrong with it that can be seen without reading it.
 */
public record Snapshot(
    long sequence,
    int epoch,
    int recordCrc,
    long engineTimeMs,
    long length,
    int crc,
    long stateHash,
    Path file,
    Path segments,
    String whyNot)
{
    /**
     * Whether it can be used, as far as can be seen without reading it.
     *
     * @return false where {@link #whyNot} says why.
     */
    public boolean isGood()
    {
        return null == whyNot;
    }

    /**
     * The same snapshot, found unusable.
     *
     * @param reason why, in one line.
     * @return it.
     */
    public Snapshot notUsable(final String reason)
    {
        return new Snapshot(sequence, epoch, recordCrc, engineTimeMs, length, crc, stateHash, file, segments, reason);
    }

    /**
     * Opens its state.
     *
     * @return a reader before the first section; close it.
     * @throws io.veto.rules.state.StateDamagedException if it is not the file that was written.
     * @throws java.io.UncheckedIOException              if it cannot be read.
     */
    public SnapshotReader open()
    {
        return new SnapshotReader(file, sequence, epoch);
    }
}
