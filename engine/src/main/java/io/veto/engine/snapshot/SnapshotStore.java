package io.veto.engine.snapshot;

import io.veto.engine.report.ErrorText;
import io.veto.engine.reservoir.ReadSegments;
import io.veto.rules.state.StateDamagedException;
import io.veto.rules.state.StateReader;
import io.veto.rules.window.KeptSegments;
import io.veto.rules.window.SegmentStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The snapshots of a data folder.
 * <pre>
 *   snapshots/
 *     NNNNNNNNNNNNNNNNNNN.state       state behind the record of that sequence
 *     NNNNNNNNNNNNNNNNNNN.segments/   full segments of the reservoir that belong to it, linked
 *     manifest                        which of them are whole
 *     manifest.damaged                what the manifest was that was found damaged, where it was written anew since
 *     follower.lock                   locked while one is written; holds the process id
 *     *.tmp                           what was being written when a process ended; deleted at the next writing
 * </pre>
 * A snapshot is written under a temporary name and forced, then renamed, the folder forced, the journal up to it forced, and only then it
 * is listed in the manifest, whose entry is forced last. So wherever a process ends, what the manifest lists is whole, and the snapshots
 * before are as they were. The two newest that are good are kept; older good ones are deleted when the entry of the newest is forced. One
 * that is damaged is passed over and never deleted.
 * <p>
 * <b>Note:</b> any process may list; whoever writes holds the {@link SnapshotLock}. One thread.
 */
public final class SnapshotStore
{
    /** Good snapshots that are kept. */
    public static final int KEPT = 2;
    /** What must be left on the disk beside a snapshot, in bytes: more than the journal asks for before it stops. */
    public static final long DISK_RESERVE_LENGTH = 256L << 20;

    static final String TEMPORARY = ".tmp";

    private static final String STATE = ".state";
    private static final String SEGMENTS = ".segments";

    private final Path folder;
    private final SnapshotDisk disk;
    private final Consumer<String> log;

    /**
     * Looks at the snapshots of a data folder. There may be none, and no folder of them.
     *
     * @param data the data folder.
     */
    public SnapshotStore(final Path data)
    {
        this(data, SnapshotDisk.SYSTEM, line -> { });
    }

    /**
     * Looks at the snapshots of a data folder, for those who write.
     *
     * @param data the data folder.
     * @param disk to write to.
     * @param log  told in one line where older snapshots cannot be deleted behind a new one.
     */
    public SnapshotStore(final Path data, final SnapshotDisk disk, final Consumer<String> log)
    {
        this.folder = folder(data);
        this.disk = disk;
        this.log = log;
    }

    /**
     * Where the snapshots of a data folder are.
     *
     * @param data the data folder.
     * @return their folder.
     */
    public static Path folder(final Path data)
    {
        return data.resolve("snapshots");
    }

    /**
     * All snapshots, the newest first, with the reason why not where one cannot be used. The state files are not read, see {@link #check}.
     *
     * @return the list; empty where there are none.
     * @throws IOException if the folder cannot be read.
     */
    public List<Snapshot> list() throws IOException
    {
        return Files.isDirectory(folder) ? list(new SnapshotManifest(folder, disk)) : List.of();
    }

    /**
     * What is wrong with the manifest.
     *
     * @return one line for each entry that was passed over; empty where all is well.
     * @throws IOException if it cannot be read.
     */
    public List<String> problems() throws IOException
    {
        return Files.isDirectory(folder) ? new SnapshotManifest(folder, disk).problems() : List.of();
    }

    /**
     * Reads a state file and the segments beside it to their ends and checks every byte.
     *
     * @param snapshot to check.
     * @return the same one, with the reason why not where it cannot be used.
     */
    public Snapshot check(final Snapshot snapshot)
    {
        if (!snapshot.isGood())
        {
            return snapshot;
        }
        try (SnapshotReader reader = snapshot.open(); SegmentStore segments = new ReadSegments(snapshot.segments()))
        {
            final int crc = reader.check(KeptSegments.SECTION, section -> checkSegments(snapshot, section, segments));
            return crc == snapshot.crc() ? snapshot : snapshot.notUsable("snapshot damaged: it is not the one that was listed: sequence=" +
                snapshot.sequence() + " expectedCrc=" + Integer.toHexString(snapshot.crc()) + " crc=" + Integer.toHexString(crc) +
                " file=" + snapshot.file().getFileName());
        }
        catch (final StateDamagedException | UncheckedIOException e)
        {
            return snapshot.notUsable(e.getMessage());
        }
    }

    private static void checkSegments(final Snapshot snapshot, final StateReader section, final SegmentStore segments)
    {
        try
        {
            KeptSegments.check(section, segments);
        }
        catch (final StateDamagedException e)
        {
            throw new StateDamagedException("snapshot damaged: sequence=" + snapshot.sequence() + " folder=" +
                snapshot.segments().getFileName() + ": " + e.getMessage());
        }
    }

    /**
     * Writes a snapshot and lists it, and deletes older ones. Where these cannot be deleted the next writing tries again.
     *
     * @param lock         the right to write.
     * @param sequence     of the last record that the state has seen.
     * @param epoch        number of process starts that it has seen, modulo 65,536.
     * @param recordCrc    checksum of the first record of that sequence and epoch in the journal.
     * @param engineTimeMs engine time behind that record, epoch milliseconds.
     * @param stateHash    of the scorer.
     * @param content      the state.
     * @param journal      forced before the snapshot is listed.
     * @param isOfJournal  whether a snapshot was taken of this journal; one of another is neither counted nor deleted.
     * @return the snapshot.
     * @throws IOException          if it cannot be written; the snapshots before remain as they were, and this one is not listed.
     * @throws UncheckedIOException the same.
     */
    public Snapshot write(
        final SnapshotLock lock,
        final long sequence,
        final int epoch,
        final int recordCrc,
        final long engineTimeMs,
        final long stateHash,
        final SnapshotContent content,
        final JournalBarrier journal,
        final Predicate<Snapshot> isOfJournal) throws IOException
    {
        checkLock(lock);
        final SnapshotManifest manifest = new SnapshotManifest(folder, disk);
        deleteLeft(manifest);
        if (manifest.isLong())
        {
            manifest.rewrite();
        }
        final Path file = named(sequence, STATE);
        if (Files.exists(file))
        {
            throw new IOException("a snapshot of that sequence is there already: sequence=" + sequence + " file=" + file +
                ": the next one is taken behind a later record");
        }
        try
        {
            final ManifestEntry entry = writeFiles(sequence, epoch, recordCrc, engineTimeMs, stateHash, content);
            journal.force(sequence, epoch);
            manifest.append(List.of(entry));
        }
        catch (final IOException | RuntimeException e)
        {
            deleteLeftQuietly(e);
            throw e;
        }
        final Snapshot written = snapshot(manifest.latest().get(sequence));
        try
        {
            deleteOlder(manifest, written, isOfJournal);
        }
        catch (final IOException | RuntimeException e)
        {
            log.accept("older snapshots are not all deleted, the next snapshot tries again: sequence=" + sequence + " cause=" +
                ErrorText.of(e));
        }
        return written;
    }

    /**
     * Takes a snapshot off the list, so that no start uses it. Its files remain.
     *
     * @param lock     the right to write.
     * @param sequence names it.
     * @throws IOException if it is not on the list, or the manifest cannot be written.
     */
    public void invalidate(final SnapshotLock lock, final long sequence) throws IOException
    {
        checkLock(lock);
        final SnapshotManifest manifest = new SnapshotManifest(folder, disk);
        final ManifestEntry entry = manifest.latest().get(sequence);
        if (null == entry || ManifestEntry.Kind.VALID != entry.kind())
        {
            throw new IOException("no such snapshot: sequence=" + sequence + " folder=" + folder + ": see veto recover plan");
        }
        final ManifestEntry invalidated = entry.as(ManifestEntry.Kind.INVALIDATED);
        manifest.append(List.of(invalidated, invalidated));
    }

    /**
     * Moves the files of a snapshot away, whatever state they are in, and takes it off the list, so that its sequence is free for another.
     *
     * @param lock     the right to write.
     * @param snapshot of the list.
     * @param aside    folder to move them into, on the same file system.
     * @throws IOException if they cannot be moved, or the manifest cannot be written.
     */
    public void moveAside(final SnapshotLock lock, final Snapshot snapshot, final Path aside) throws IOException
    {
        checkLock(lock);
        for (final Path path : List.of(snapshot.file(), snapshot.segments()))
        {
            if (Files.exists(path))
            {
                disk.rename(path, aside.resolve(path.getFileName()));
            }
        }
        disk.force(aside);
        disk.force(folder);
        final SnapshotManifest manifest = new SnapshotManifest(folder, disk);
        final ManifestEntry entry = manifest.latest().get(snapshot.sequence());
        if (null != entry)
        {
            manifest.append(List.of(entry.as(ManifestEntry.Kind.DELETED)));
        }
    }

    private ManifestEntry writeFiles(
        final long sequence,
        final int epoch,
        final int recordCrc,
        final long engineTimeMs,
        final long stateHash,
        final SnapshotContent content) throws IOException
    {
        final Path file = named(sequence, STATE);
        final Path segments = named(sequence, SEGMENTS);
        final Path temporary = temporary(file);
        final Path temporarySegments = temporary(segments);
        Files.createDirectory(temporarySegments);
        final ManifestEntry entry;
        try (FileChannel channel = disk.open(temporary);
            SnapshotWriter writer = new SnapshotWriter(channel, sequence, epoch, engineTimeMs, this::checkRoom))
        {
            content.save(writer, temporarySegments);
            writer.end();
            disk.force(channel);
            entry = new ManifestEntry(ManifestEntry.Kind.VALID, sequence, epoch, recordCrc, engineTimeMs, writer.length(), writer.crc(),
                stateHash, FrameDescriptor.VERSION);
        }
        final List<Path> links = paths(temporarySegments, "*");
        for (final Path link : links)
        {
            disk.force(link);
        }
        if (links.isEmpty())
        {
            disk.delete(temporarySegments);
        }
        else
        {
            disk.force(temporarySegments);
            disk.rename(temporarySegments, segments);
        }
        disk.rename(temporary, file);
        disk.force(folder);
        return entry;
    }

    private void checkRoom(final long length) throws IOException
    {
        final long usable = disk.usableLength(folder);
        if (usable < DISK_RESERVE_LENGTH)
        {
            throw new IOException("disk is nearly full, no snapshot is written: minimumUsableBytes=" + DISK_RESERVE_LENGTH +
                " usableBytes=" + usable + " writtenBytes=" + length + " folder=" + folder + ": make room");
        }
    }

    private List<Snapshot> list(final SnapshotManifest manifest) throws IOException
    {
        final Map<Long, ManifestEntry> latest = manifest.latest();
        final List<Snapshot> snapshots = new ArrayList<>();
        for (final ManifestEntry entry : latest.values())
        {
            if (ManifestEntry.Kind.DELETED != entry.kind())
            {
                snapshots.add(snapshot(entry));
            }
        }
        for (final Path file : paths(folder, "*" + STATE))
        {
            final long sequence = sequence(file);
            if (sequence > 0 && !latest.containsKey(sequence))
            {
                snapshots.add(new Snapshot(sequence, 0, 0, 0, Files.size(file), 0, 0, file, named(sequence, SEGMENTS),
                    "snapshot is not listed: the process that wrote it ended before it was whole: sequence=" + sequence + " file=" +
                        file.getFileName()));
            }
        }
        snapshots.sort(Comparator.comparingLong(Snapshot::sequence).reversed());
        return snapshots;
    }

    private Snapshot snapshot(final ManifestEntry entry) throws IOException
    {
        final long sequence = entry.sequence();
        final Path file = named(sequence, STATE);
        final String of = ": sequence=" + sequence + " ";
        String whyNot = null;
        if (ManifestEntry.Kind.INVALIDATED == entry.kind())
        {
            whyNot = "snapshot was invalidated" + of + "file=" + file.getFileName();
        }
        else if (FrameDescriptor.VERSION != entry.version())
        {
            whyNot = "snapshot is of another version of Veto" + of + "expectedVersion=" + FrameDescriptor.VERSION + " version=" +
                entry.version() + " file=" + file.getFileName();
        }
        else if (!Files.isRegularFile(file))
        {
            whyNot = "snapshot damaged: its state file is missing" + of + "file=" + file.getFileName();
        }
        else if (Files.size(file) != entry.length())
        {
            whyNot = "snapshot damaged: length differs" + of + "expectedLength=" + entry.length() + " length=" + Files.size(file) +
                " file=" + file.getFileName();
        }
        return new Snapshot(sequence, entry.epoch(), entry.recordCrc(), entry.engineTimeMs(), entry.length(), entry.crc(),
            entry.stateHash(), file, named(sequence, SEGMENTS), whyNot);
    }

    /**
     * Deletes good snapshots behind the newest {@link #KEPT} good ones. Whether they are good is seen by reading them, all but the one that
     * was just written. One of another journal is none of them, and stays.
     */
    private void deleteOlder(final SnapshotManifest manifest, final Snapshot written, final Predicate<Snapshot> isOfJournal)
        throws IOException
    {
        int good = 0;
        for (final Snapshot snapshot : list(manifest))
        {
            final boolean isGood = written.equals(snapshot) || isOfJournal.test(snapshot) && check(snapshot).isGood();
            if (isGood && good < KEPT)
            {
                good++;
            }
            else if (isGood)
            {
                manifest.append(List.of(manifest.latest().get(snapshot.sequence()).as(ManifestEntry.Kind.DELETED)));
                deleteFiles(snapshot.sequence());
            }
        }
    }

    /**
     * Deletes what a process left that ended while it wrote or deleted a snapshot. Where the manifest is, or was, damaged a file that it
     * does not list may have been whole, and stays.
     */
    private void deleteLeft(final SnapshotManifest manifest) throws IOException
    {
        for (final Path path : paths(folder, "*" + TEMPORARY))
        {
            deleteAll(path);
        }
        final Map<Long, ManifestEntry> latest = manifest.latest();
        for (final Path path : paths(folder, "*{" + STATE + "," + SEGMENTS + "}"))
        {
            final long sequence = sequence(path);
            final ManifestEntry entry = latest.get(sequence);
            if (sequence > 0 && (null == entry ? !manifest.wasDamaged() : ManifestEntry.Kind.DELETED == entry.kind()))
            {
                deleteAll(path);
            }
        }
    }

    private void deleteLeftQuietly(final Exception cause)
    {
        try
        {
            deleteLeft(new SnapshotManifest(folder, disk));
        }
        catch (final IOException e)
        {
            cause.addSuppressed(e);
        }
    }

    private void deleteFiles(final long sequence) throws IOException
    {
        deleteAll(named(sequence, STATE));
        deleteAll(named(sequence, SEGMENTS));
    }

    private void deleteAll(final Path path) throws IOException
    {
        if (Files.isDirectory(path))
        {
            for (final Path inner : paths(path, "*"))
            {
                disk.delete(inner);
            }
        }
        disk.delete(path);
    }

    private void checkLock(final SnapshotLock lock) throws IOException
    {
        if (!folder.equals(folder(lock.data())))
        {
            throw new IOException("the right to write is of another folder: expectedFolder=" + folder + " folder=" + folder(lock.data()));
        }
    }

    private static List<Path> paths(final Path in, final String glob) throws IOException
    {
        final List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(in, glob))
        {
            stream.forEach(paths::add);
        }
        return paths;
    }

    private Path named(final long sequence, final String suffix)
    {
        return folder.resolve(String.format(Locale.ROOT, "%019d%s", sequence, suffix));
    }

    private static Path temporary(final Path path)
    {
        return path.resolveSibling(path.getFileName() + TEMPORARY);
    }

    private static long sequence(final Path file)
    {
        final String name = file.getFileName().toString();
        final String digits = name.substring(0, Math.max(0, name.indexOf('.')));
        return digits.matches("\\d{19}") ? Long.parseLong(digits) : 0;
    }
}
