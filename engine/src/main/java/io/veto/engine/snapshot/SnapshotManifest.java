package io.veto.engine.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The list of the snapshots of a folder, one entry behind the other; the last thing that is written and forced of each.
 * <pre>
 *   0         4         8                16               24               32               40        44        48
 *   +---------+---------+----------------+----------------+----------------+----------------+---------+---------+
 *   | magic   | number  |    sequence    |  engineTimeMs  |     length     |   stateHash    |  epoch  |   crc   |
 *   +---------+---------+----------------+----------------+----------------+----------------+---------+---------+
 *   48        52        56        60        64
 *   +---------+---------+---------+---------+
 *   | version |  kind   |  record | crc32c  |
 *   +---------+---------+---------+---------+
 * </pre>
 * number: of the entry, from 0. length, crc: of the state file. kind: 1 valid, 2 invalidated, 3 deleted. record: checksum of the
 * journal's first record of that sequence and epoch. All fields little-endian.
 * <p>
 * At {@value #ENTRIES_MAX} entries it is written anew without those of deleted snapshots. One that is damaged is copied to
 * {@code manifest.damaged} before: as long as that is there, snapshots that are not listed are kept, since they may have been whole.
 * <p>
 * An entry at the end that is not whole was being written when the process ended: it is passed over and the next one takes its place. An
 * entry before a whole one that is not whole itself is damage, and is passed over too: the snapshot that it listed is then not listed. An
 * invalidation is written twice, so that damage to one entry does not undo it.
 * <p>
 * <b>Note:</b> one thread. Whoever writes holds the {@link SnapshotLock}.
 */
final class SnapshotManifest
{
    static final int ENTRY_LENGTH = 64;
    /** From so many entries on the file is written anew. */
    static final int ENTRIES_MAX = 256;

    private static final int MAGIC = 0x494E414D;
    private static final int NUMBER_OFFSET = 4;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int TIME_OFFSET = 16;
    private static final int LENGTH_OFFSET = 24;
    private static final int HASH_OFFSET = 32;
    private static final int EPOCH_OFFSET = 40;
    private static final int FILE_CRC_OFFSET = 44;
    private static final int VERSION_OFFSET = 48;
    private static final int KIND_OFFSET = 52;
    private static final int RECORD_CRC_OFFSET = 56;
    private static final int CRC_OFFSET = 60;

    private final Path file;
    private final Path damagedFile;
    private final SnapshotDisk disk;
    private final List<ManifestEntry> entries = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean isDamaged = false;
    private boolean wasDamaged = false;
    private int nextNumber = 0;

    /**
     * Reads the manifest, if there is one.
     *
     * @param folder of the snapshots.
     * @param disk   to write to.
     * @throws IOException if it cannot be read.
     */
    SnapshotManifest(final Path folder, final SnapshotDisk disk) throws IOException
    {
        file = folder.resolve("manifest");
        damagedFile = folder.resolve("manifest.damaged");
        this.disk = disk;
        if (Files.exists(damagedFile))
        {
            wasDamaged = true;
            problems.add("manifest was damaged before it was written anew, snapshots that it does not list are kept: file=" +
                damagedFile.getFileName() + ": delete that file to let them go");
        }
        if (Files.exists(file))
        {
            read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /**
     * The entries that are whole, in the order in which they were written.
     */
    List<ManifestEntry> entries()
    {
        return entries;
    }

    /**
     * What was passed over, one line each.
     */
    List<String> problems()
    {
        return problems;
    }

    /**
     * Whether an entry before a whole one is not whole itself, or was not when the file was written anew.
     */
    boolean wasDamaged()
    {
        return wasDamaged || isDamaged;
    }

    /**
     * Appends entries and forces them.
     *
     * @param added to append, in this order.
     * @throws IOException if they cannot be written; they are then taken back as far as the disk allows.
     */
    void append(final List<ManifestEntry> added) throws IOException
    {
        write(file, added, nextNumber);
        entries.addAll(added);
        nextNumber += added.size();
    }

    /**
     * Whether it is time to {@link #rewrite}.
     */
    boolean isLong()
    {
        return nextNumber >= ENTRIES_MAX;
    }

    /**
     * The entry that counts of each sequence, the highest sequence last.
     */
    Map<Long, ManifestEntry> latest()
    {
        final Map<Long, ManifestEntry> latest = new TreeMap<>();
        for (final ManifestEntry entry : entries)
        {
            latest.put(entry.sequence(), entry);
        }
        return latest;
    }

    /**
     * Writes the file anew without the entries of deleted snapshots, and puts it into the old one's place when it is forced. Of a damaged
     * one a copy is kept.
     *
     * @throws IOException if it cannot be written; the old one remains.
     */
    void rewrite() throws IOException
    {
        final List<ManifestEntry> kept = new ArrayList<>();
        for (final ManifestEntry entry : latest().values())
        {
            if (ManifestEntry.Kind.DELETED != entry.kind())
            {
                kept.add(entry);
            }
            if (ManifestEntry.Kind.INVALIDATED == entry.kind())
            {
                kept.add(entry);
            }
        }
        if (isDamaged && !wasDamaged)
        {
            keepDamaged();
        }
        final Path temporary = file.resolveSibling("manifest" + SnapshotStore.TEMPORARY);
        disk.delete(temporary);
        write(temporary, kept, 0);
        disk.rename(temporary, file);
        disk.force(file.getParent());
        entries.clear();
        entries.addAll(kept);
        problems.clear();
        nextNumber = kept.size();
    }

    private void keepDamaged() throws IOException
    {
        final Path temporary = damagedFile.resolveSibling(damagedFile.getFileName() + SnapshotStore.TEMPORARY);
        try (FileChannel channel = disk.open(temporary))
        {
            final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.truncate(bytes.capacity());
            disk.force(channel);
        }
        disk.rename(temporary, damagedFile);
        disk.force(file.getParent());
        wasDamaged = true;
    }

    private void write(final Path to, final List<ManifestEntry> added, final int firstNumber) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(added.size() * ENTRY_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < added.size(); i++)
        {
            encode(added.get(i), firstNumber + i, bytes, i * ENTRY_LENGTH);
        }
        try (FileChannel channel = disk.open(to))
        {
            final long offset = (long)firstNumber * ENTRY_LENGTH;
            try
            {
                channel.position(offset);
                while (bytes.hasRemaining())
                {
                    channel.write(bytes);
                }
                channel.truncate(offset + bytes.capacity());
                disk.force(channel);
            }
            catch (final IOException e)
            {
                channel.truncate(offset);
                throw e;
            }
        }
    }

    private void read(final ByteBuffer bytes)
    {
        final int count = (bytes.capacity() + ENTRY_LENGTH - 1) / ENTRY_LENGTH;
        final List<Integer> broken = new ArrayList<>();
        for (int number = 0; number < count; number++)
        {
            final ManifestEntry entry = decode(bytes, number);
            if (null == entry)
            {
                broken.add(number);
            }
            else
            {
                entries.add(entry);
                nextNumber = number + 1;
            }
        }
        for (final int number : broken)
        {
            isDamaged |= number < nextNumber;
            problems.add((number < nextNumber ? "manifest damaged: an entry is not what was written: " :
                "manifest torn: its last entry is not whole and is passed over: ") + "entry=" + number + " offset=" +
                number * ENTRY_LENGTH + " file=" + file.getFileName());
        }
    }

    private static void encode(final ManifestEntry entry, final int number, final ByteBuffer bytes, final int offset)
    {
        bytes.putInt(offset, MAGIC);
        bytes.putInt(offset + NUMBER_OFFSET, number);
        bytes.putLong(offset + SEQUENCE_OFFSET, entry.sequence());
        bytes.putLong(offset + TIME_OFFSET, entry.engineTimeMs());
        bytes.putLong(offset + LENGTH_OFFSET, entry.length());
        bytes.putLong(offset + HASH_OFFSET, entry.stateHash());
        bytes.putInt(offset + EPOCH_OFFSET, entry.epoch());
        bytes.putInt(offset + FILE_CRC_OFFSET, entry.crc());
        bytes.putInt(offset + VERSION_OFFSET, entry.version());
        bytes.putInt(offset + KIND_OFFSET, entry.kind().ordinal());
        bytes.putInt(offset + RECORD_CRC_OFFSET, entry.recordCrc());
        bytes.putInt(offset + CRC_OFFSET, crc(bytes, offset));
    }

    private static ManifestEntry decode(final ByteBuffer bytes, final int number)
    {
        final int offset = number * ENTRY_LENGTH;
        if (offset + ENTRY_LENGTH > bytes.capacity() || MAGIC != bytes.getInt(offset) ||
            number != bytes.getInt(offset + NUMBER_OFFSET) || crc(bytes, offset) != bytes.getInt(offset + CRC_OFFSET))
        {
            return null;
        }
        final int kind = bytes.getInt(offset + KIND_OFFSET);
        if (kind < ManifestEntry.Kind.VALID.ordinal() || kind > ManifestEntry.Kind.DELETED.ordinal())
        {
            return null;
        }
        return new ManifestEntry(ManifestEntry.Kind.values()[kind], bytes.getLong(offset + SEQUENCE_OFFSET),
            bytes.getInt(offset + EPOCH_OFFSET), bytes.getInt(offset + RECORD_CRC_OFFSET), bytes.getLong(offset + TIME_OFFSET),
            bytes.getLong(offset + LENGTH_OFFSET), bytes.getInt(offset + FILE_CRC_OFFSET), bytes.getLong(offset + HASH_OFFSET),
            bytes.getInt(offset + VERSION_OFFSET));
    }

    private static int crc(final ByteBuffer bytes, final int offset)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.array(), offset, CRC_OFFSET);
        return (int)crc.getValue();
    }
}
