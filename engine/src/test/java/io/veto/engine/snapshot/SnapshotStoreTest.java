package io.veto.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest
{
    private static final JournalBarrier NO_JOURNAL = (sequence, epoch) -> { };

    private static final String OLDER_KEPT =
        "older snapshots are not all deleted, the next snapshot tries again: sequence=30 cause=No space left on device";

    private final List<String> told = new ArrayList<>();
    private final Set<Long> foreign = new HashSet<>();

    @TempDir
    private Path data;

    @Test
    void shouldHaveNothingWhereThereIsNothing() throws IOException
    {
        assertEquals(List.of(List.of(), List.of()), List.of(new SnapshotStore(data).list(), new SnapshotStore(data).problems()));
    }

    @Test
    void shouldKeepTheTwoNewest() throws IOException
    {
        for (int sequence = 10; sequence <= 50; sequence += 10)
        {
            write(SnapshotDisk.SYSTEM, sequence);
        }

        assertEquals(List.of("50 good", "40 good"), list());
        assertEquals(List.of("0000000000000000040.segments", "0000000000000000040.state", "0000000000000000050.segments",
            "0000000000000000050.state", "follower.lock", "manifest"), List.copyOf(names()));
    }

    @Test
    void shouldSayWhatTheManifestKnows() throws IOException
    {
        final Snapshot snapshot = write(SnapshotDisk.SYSTEM, 10);

        assertEquals(new Snapshot(10, 2, 5, 1_000, Files.size(snapshot.file()), snapshot.crc(), 77,
            SnapshotStore.folder(data).resolve("0000000000000000010.state"),
            SnapshotStore.folder(data).resolve("0000000000000000010.segments"), null), snapshot);
        assertEquals(List.of(snapshot), new SnapshotStore(data).list());
    }

    @Test
    void shouldPassOverWhatIsDamagedAndNotDeleteIt() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        write(SnapshotDisk.SYSTEM, 20);
        final Path file = file(20);
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        write(SnapshotDisk.SYSTEM, 30);
        write(SnapshotDisk.SYSTEM, 40);

        assertEquals(List.of("40 good", "30 good", "20 good"), list());
        final SnapshotStore store = new SnapshotStore(data);
        assertTrue(store.check(store.list().get(2)).whyNot().startsWith("snapshot damaged: checksum differs: sequence=20 "));

        Files.write(file, Stream.of("short").toList());
        write(SnapshotDisk.SYSTEM, 50);

        assertEquals(List.of("50 good", "40 good", "20 snapshot damaged: length differs: sequence=20 expectedLength=" + bytes.length +
            " length=6 file=0000000000000000020.state"), list());
    }

    @Test
    void shouldSayThatAStateFileIsMissing() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        Files.delete(file(10));

        assertEquals(
            List.of("10 snapshot damaged: its state file is missing: sequence=10 file=0000000000000000010.state"), list());
    }

    @Test
    void shouldNotUseWhatSomebodyInvalidated() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        write(SnapshotDisk.SYSTEM, 20);
        invalidate(20);
        write(SnapshotDisk.SYSTEM, 30);
        write(SnapshotDisk.SYSTEM, 40);

        assertEquals(List.of("40 good", "30 good", "20 snapshot was invalidated: sequence=20 file=0000000000000000020.state"), list());
        assertEquals("no such snapshot: sequence=20 folder=" + SnapshotStore.folder(data) + ": see veto recover plan",
            assertThrows(IOException.class, () -> invalidate(20)).getMessage());
    }

    @Test
    void shouldKeepTheTwoNewestBehindAnInvalidatedOneThatIsAhead() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 90);
        invalidate(90);
        write(SnapshotDisk.SYSTEM, 10);
        write(SnapshotDisk.SYSTEM, 20);
        write(SnapshotDisk.SYSTEM, 30);

        assertEquals(List.of("90 snapshot was invalidated: sequence=90 file=0000000000000000090.state", "30 good", "20 good"), list());
    }

    @Test
    void shouldNotUndoAnInvalidationWhicheverEntryIsDamaged() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        invalidate(10);
        final Path manifest = SnapshotStore.folder(data).resolve("manifest");
        final byte[] whole = Files.readAllBytes(manifest);
        final List<String> undone = new ArrayList<>();

        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++)
        {
            final byte[] damaged = whole.clone();
            damaged[bit >>> 3] ^= (byte)(1 << (bit & 7));
            Files.write(manifest, damaged);
            final SnapshotStore store = new SnapshotStore(data);
            if (store.list().stream().anyMatch(Snapshot::isGood) || 1 != store.problems().size())
            {
                undone.add("bit=" + bit + " " + store.list() + store.problems());
            }
        }

        assertEquals(List.of(), undone);
    }

    @Test
    void shouldPassOverATornLastEntryWhereverItIsTornAndWriteTheNextInItsPlace() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        write(SnapshotDisk.SYSTEM, 20);
        final Path manifest = SnapshotStore.folder(data).resolve("manifest");
        final byte[] whole = Files.readAllBytes(manifest);
        for (int length = SnapshotManifest.ENTRY_LENGTH + 1; length < whole.length; length++)
        {
            Files.write(manifest, Arrays.copyOf(whole, length));

            assertEquals(List.of("20 snapshot is not listed: the process that wrote it ended before it was whole: sequence=20 " +
                "file=0000000000000000020.state", "10 good"), list());
            assertEquals(List.of("manifest torn: its last entry is not whole and is passed over: entry=1 offset=64 file=manifest"),
                new SnapshotStore(data).problems());
        }

        write(SnapshotDisk.SYSTEM, 30);

        assertEquals(List.of(List.of("30 good", "10 good"), List.of()), List.of(list(), new SnapshotStore(data).problems()));
    }

    @Test
    void shouldKeepFilesThatADamagedManifestDoesNotListAnyMore() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        write(SnapshotDisk.SYSTEM, 20);
        final Path manifest = SnapshotStore.folder(data).resolve("manifest");
        final byte[] bytes = Files.readAllBytes(manifest);
        bytes[8] ^= 1;
        Files.write(manifest, bytes);

        write(SnapshotDisk.SYSTEM, 30);

        assertEquals(List.of("30 good", "20 good", "10 snapshot is not listed: the process that wrote it ended before it was whole: " +
            "sequence=10 file=0000000000000000010.state"), list());
        assertEquals(List.of("manifest damaged: an entry is not what was written: entry=0 offset=0 file=manifest"),
            new SnapshotStore(data).problems());
    }

    @Test
    void shouldKeepTheManifestShort() throws IOException
    {
        final int count = SnapshotManifest.ENTRIES_MAX / 2 + 10;
        for (int sequence = 1; sequence <= count; sequence++)
        {
            write(quick(), sequence);
        }

        assertEquals(List.of(count + " good", count - 1 + " good"), list());
        final long entries = Files.size(SnapshotStore.folder(data).resolve("manifest")) / SnapshotManifest.ENTRY_LENGTH;
        assertTrue(entries <= SnapshotManifest.ENTRIES_MAX + 2, "entries=" + entries);
    }

    @Test
    void shouldKeepADamagedManifestShortAndWhatItMayHaveListed() throws IOException
    {
        write(quick(), 1);
        write(quick(), 2);
        final Path manifest = SnapshotStore.folder(data).resolve("manifest");
        final byte[] bytes = Files.readAllBytes(manifest);
        bytes[8] ^= 1;
        Files.write(manifest, bytes);

        final int count = SnapshotManifest.ENTRIES_MAX / 2 + 10;
        for (int sequence = 3; sequence <= count; sequence++)
        {
            write(quick(), sequence);
        }

        assertEquals(List.of(count + " good", count - 1 + " good", "1 snapshot is not listed: the process that wrote it ended before it " +
            "was whole: sequence=1 file=0000000000000000001.state"), list());
        final long entries = Files.size(manifest) / SnapshotManifest.ENTRY_LENGTH;
        assertTrue(entries < 64, "entries=" + entries);
        assertEquals(List.of("manifest was damaged before it was written anew, snapshots that it does not list are kept: " +
            "file=manifest.damaged: delete that file to let them go"), new SnapshotStore(data).problems());
        assertArrayEquals(bytes, Arrays.copyOf(Files.readAllBytes(manifest.resolveSibling("manifest.damaged")), bytes.length));

        Files.delete(manifest.resolveSibling("manifest.damaged"));
        write(quick(), count + 1);

        assertEquals(List.of(count + 1 + " good", count + " good"), list());
    }

    @Test
    void shouldRefuseASecondWriterWithTheFirstOnesPid() throws IOException
    {
        try (SnapshotLock lock = SnapshotLock.of(data))
        {
            assertEquals("a snapshot of this folder is being taken: folder=" + lock.data() + " pid=" + ProcessHandle.current().pid() +
                ": wait until that process has ended", assertThrows(IOException.class, () -> SnapshotLock.of(data)).getMessage());
        }
        SnapshotLock.of(data).close();
    }

    @Test
    void shouldRefuseToWriteOverASnapshot() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);

        assertEquals("a snapshot of that sequence is there already: sequence=10 file=" + file(10) +
            ": the next one is taken behind a later record",
            assertThrows(IOException.class, () -> write(SnapshotDisk.SYSTEM, 10)).getMessage());
        assertEquals(List.of("10 good"), list());
    }

    @Test
    void shouldListNothingNewWhereTheProcessEndsAtAnyStepAndWriteTheNextOne() throws IOException
    {
        final int steps = steps();
        assertTrue(steps > 12, "steps=" + steps);
        for (int step = 0; step < steps; step++)
        {
            final Path one = Files.createDirectory(data.resolve("crash-" + step));
            write(one, SnapshotDisk.SYSTEM, 10, NO_JOURNAL);
            write(one, SnapshotDisk.SYSTEM, 20, NO_JOURNAL);
            final FailingDisk disk = new FailingDisk(step, () -> new Crash());

            assertThrows(Crash.class, () -> write(one, disk, 30, NO_JOURNAL));

            final List<String> after = list(one).stream().filter(line -> line.endsWith(" good")).toList();
            final boolean isListed = disk.wasManifestForced();
            assertEquals(List.of(isListed ? "30 good" : "20 good", isListed ? "20 good" : "10 good"), after.subList(0, 2), "step=" + step);
            write(one, SnapshotDisk.SYSTEM, 40, NO_JOURNAL);
            assertEquals(List.of("40 good", isListed ? "30 good" : "20 good"), list(one), "step=" + step);
            final TreeSet<String> left = names(one);
            left.removeIf(name -> name.matches("(0{17}40|0{17}" + (isListed ? "30" : "20") + ")\\..*|manifest|follower.lock"));
            assertEquals(List.of(), List.copyOf(left), "step=" + step);
        }
    }

    @Test
    void shouldLeaveNoTraceWhereTheDiskFailsAtAnyStepAndSayIt() throws IOException
    {
        final int steps = steps();
        for (int step = 0; step < steps; step++)
        {
            final Path one = Files.createDirectory(data.resolve("fail-" + step));
            write(one, SnapshotDisk.SYSTEM, 10, NO_JOURNAL);
            write(one, SnapshotDisk.SYSTEM, 20, NO_JOURNAL);
            final FailingDisk disk = new FailingDisk(step, () -> new IOException("No space left on device"));

            told.clear();
            final String failure = failure(() -> write(one, disk, 30, NO_JOURNAL));

            assertEquals(disk.wasManifestForced() ? List.of("null", OLDER_KEPT) : List.of("No space left on device"),
                Stream.concat(Stream.of(String.valueOf(failure).replaceAll(".*: ", "")), told.stream()).toList(), "step=" + step);
            assertEquals(disk.wasManifestForced() ? "30 good" : "20 good", list(one).get(0), "step=" + step);
            write(one, SnapshotDisk.SYSTEM, 40, NO_JOURNAL);
            assertEquals("40 good", list(one).get(0), "step=" + step);
        }
    }

    @Test
    void shouldNotListASnapshotWhoseJournalCannotBeForced() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);

        assertThrows(IOException.class, () -> write(data, SnapshotDisk.SYSTEM, 20, (sequence, epoch) ->
        {
            throw new IOException("sequence=" + sequence + " epoch=" + epoch);
        }));

        assertEquals(List.of("10 good"), list());
    }

    @Test
    void shouldStopWhereTheDiskIsNearlyFull() throws IOException
    {
        write(SnapshotDisk.SYSTEM, 10);
        final SnapshotDisk full = new SnapshotDisk()
        {
            @Override
            public long usableLength(final Path path)
            {
                return SnapshotStore.DISK_RESERVE_LENGTH - 1;
            }
        };

        assertEquals("snapshot cannot be written: sequence=20 offset=0: disk is nearly full, no snapshot is written: " +
            "minimumUsableBytes=268435456 usableBytes=268435455 writtenBytes=0 folder=" + SnapshotStore.folder(data) + ": make room",
            assertThrows(UncheckedIOException.class, () -> write(full, 20)).getMessage());
        assertEquals(List.of("10 good"), list());
    }

    private static String failure(final Executable writing)
    {
        try
        {
            writing.execute();
            return null;
        }
        catch (final IOException | UncheckedIOException e)
        {
            return e.getMessage();
        }
        catch (final Throwable e)
        {
            throw new AssertionError(e);
        }
    }

    private int steps() throws IOException
    {
        final Path one = Files.createDirectory(data.resolve("counted"));
        write(one, SnapshotDisk.SYSTEM, 10, NO_JOURNAL);
        write(one, SnapshotDisk.SYSTEM, 20, NO_JOURNAL);
        final FailingDisk counting = new FailingDisk(Integer.MAX_VALUE, null);
        write(one, counting, 30, NO_JOURNAL);
        return counting.calls();
    }

    @Test
    void shouldNeitherCountNorDeleteASnapshotOfAnotherJournal() throws IOException
    {
        foreign.add(20L);
        for (final long sequence : new long[]{10, 20, 30, 40})
        {
            write(SnapshotDisk.SYSTEM, sequence);
        }

        assertEquals(List.of(40L, 30L, 20L), new SnapshotStore(data).list().stream().map(Snapshot::sequence).toList());
    }

    private Snapshot write(final SnapshotDisk disk, final long sequence) throws IOException
    {
        return write(data, disk, sequence, NO_JOURNAL);
    }

    private Snapshot write(final Path folder, final SnapshotDisk disk, final long sequence, final JournalBarrier journal)
        throws IOException
    {
        try (SnapshotLock lock = SnapshotLock.of(folder))
        {
            return new SnapshotStore(folder, disk, told::add).write(lock, sequence, 2, 5, 1_000, 77, (writer, segments) ->
            {
                writer.section("numbers");
                for (long i = 0; i < 100; i++)
                {
                    writer.putLong(sequence * i);
                }
                Files.writeString(segments.resolve("000.segment"), "full", StandardOpenOption.CREATE_NEW);
            }, journal, snapshot -> !foreign.contains(snapshot.sequence()));
        }
    }

    private void invalidate(final long sequence) throws IOException
    {
        try (SnapshotLock lock = SnapshotLock.of(data))
        {
            new SnapshotStore(data).invalidate(lock, sequence);
        }
    }

    /** Forces nothing, for tests of many. */
    private static SnapshotDisk quick()
    {
        return new SnapshotDisk()
        {
            @Override
            public void force(final Path path)
            {
            }

            @Override
            public void force(final FileChannel channel)
            {
            }
        };
    }

    private List<String> list() throws IOException
    {
        return list(data);
    }

    private static List<String> list(final Path folder) throws IOException
    {
        return new SnapshotStore(folder).list().stream()
            .map(snapshot -> snapshot.sequence() + " " + (snapshot.isGood() ? "good" : snapshot.whyNot())).toList();
    }

    private TreeSet<String> names() throws IOException
    {
        return names(data);
    }

    private static TreeSet<String> names(final Path folder) throws IOException
    {
        final TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(SnapshotStore.folder(folder)))
        {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private Path file(final long sequence)
    {
        return SnapshotStore.folder(data).resolve(String.format("%019d.state", sequence));
    }

    /** The end of the process. */
    private static final class Crash extends Error
    {
        private static final long serialVersionUID = 1L;
    }
}
