package io.veto.engine.snapshot;

/**
 * One entry of the manifest. The last one of a sequence counts.
 *
 * @param kind         what it says.
 * @param sequence     names the snapshot.
 * @param epoch        number of process starts that its state has seen, modulo 65,536.
 * @param recordCrc    checksum of the first record of that sequence and epoch in the journal.
 * @param engineTimeMs engine time, epoch milliseconds.
 * @param length       of the state file, in bytes.
 * @param crc          over the checksums in the state file.
 * @param stateHash    of the scorer.
 * @param version      of the state file.
 */
record ManifestEntry(
    Kind kind,
    long sequence,
    int epoch,
    int recordCrc,
    long engineTimeMs,
    long length,
    int crc,
    long stateHash,
    int version)
{
    /** What an entry says of a snapshot; its ordinal is written. */
    enum Kind
    {
        /** Never written. */
        NONE,
        /** It is whole. */
        VALID,
        /** Somebody decided that it must not be used. */
        INVALIDATED,
        /** It has made room for newer ones. */
        DELETED
    }

    ManifestEntry as(final Kind newKind)
    {
        return new ManifestEntry(newKind, sequence, epoch, recordCrc, engineTimeMs, length, crc, stateHash, version);
    }
}
