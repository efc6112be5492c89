package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veto.engine.ids.IdIndex;
import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalFiles.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a journal, what does not, and why. Half an hour of engine time lies between two transactions. */
@Timeout(240)
class JournalArchiveTest
{
    private static final int RUNS = 2;
    private static final Path OTHER_FILE_SYSTEM = Path.of("/dev/shm");

    @TempDir
    private Path temporary;

    @Test
    void shouldKeepWhatIsToBeKeptBesidesWhatWindowsNeed() throws IOException
    {
        final CaseFolder folder = prepared("keep");

        assertEquals(
            List.of("keeps the file that ends with sequence 7 and later ones: it is within what windows need and what is to be kept"),
            steps(folder, folder.archive(), TimeUnit.HOURS.toMillis(9) + 1));
        assertFalse(Files.exists(JournalBase.file(folder.journal())));
        assertEquals("keeps the file that ends with sequence 12 and later ones: it is within what windows need and what is to be kept",
            steps(folder, folder.archive(), TimeUnit.HOURS.toMillis(9)).get(0));
        assertEquals(7, JournalBase.of(folder.journal()).sequence());
    }

    @Test
    void shouldKeepWhatTheIndexOfIdsHasNotPassed() throws IOException
    {
        final CaseFolder folder = prepared("ids");
        try (IdIndex index = new IdIndex(folder.data().resolve("ids"), 1_000))
        {
            index.commit(12, 1);
        }

        assertEquals("keeps the file that ends with sequence 12 and later ones: the index of ids has not passed it: indexedToSequence=12",
            steps(folder, folder.archive(), 0).get(0));
        assertEquals(7, JournalBase.of(folder.journal()).sequence());
    }

    @Test
    void shouldArchiveNothingWithFewerThanTwoGoodSnapshots() throws IOException
    {
        final CaseFolder folder = prepared("one");
        CaseFolder.flip(folder.snapshot(22, ".state"), 300);

        assertEquals("too few good snapshots, nothing is archived: minimumSnapshots=2 snapshots=1 folder=" + folder.data() +
            ": take them with veto snapshot, each behind some records", refusal(folder, folder.archive()));
        assertEquals(List.of(), JournalFiles.list(folder.archive()));
    }

    @Test
    void shouldArchiveNothingWhereASegmentOfASnapshotIsMissing() throws IOException
    {
        final CaseFolder folder = new CaseFolder(temporary.resolve("segments"));
        folder.stepMs(10);
        folder.serve(66_000);
        folder.takeSnapshot();
        folder.serve(5);
        folder.takeSnapshot();
        Files.delete(folder.snapshot(66_002, ".segments").resolve("000000000000.segment"));

        assertEquals("too few good snapshots, nothing is archived: minimumSnapshots=2 snapshots=1 folder=" + folder.data() +
            ": take them with veto snapshot, each behind some records", refusal(folder, folder.archive()));
    }

    @Test
    void shouldArchiveNothingWhereASnapshotIsOfAnotherJournal() throws IOException
    {
        final CaseFolder folder = prepared("foreign");
        final CaseFolder other = folder.copy(temporary.resolve("foreign-other"));
        other.stepMs(2000);
        other.serve(5);
        other.takeSnapshot();
        folder.serve(5);
        IoUtil.delete(folder.data().resolve("snapshots").toFile(), false);
        Files.move(other.data().resolve("snapshots"), folder.data().resolve("snapshots"));

        assertEquals("too few good snapshots, nothing is archived: minimumSnapshots=2 snapshots=1 folder=" + folder.data() +
            ": take them with veto snapshot, each behind some records", refusal(folder, folder.archive()));
    }

    @Test
    void shouldArchiveNothingWhereAStartIsRefused() throws IOException
    {
        final CaseFolder folder = prepared("refused");
        Files.delete(folder.key());

        assertTrue(refusal(folder, folder.archive()).startsWith("token key is missing: file="));
        assertEquals("no journal there to archive: folder=" + temporary.resolve("none") +
            ": name the folder given to veto serve --data", refusal(new CaseFolder(temporary.resolve("none")), folder.archive()));
    }

    @Test
    void shouldNeitherArchiveIntoTheJournalNorOverAnotherFile() throws IOException
    {
        final CaseFolder folder = prepared("over");
        final Path taken = folder.archive().resolve(folder.file(0).getFileName());

        assertEquals("archive is the journal's own folder: folder=" + folder.journal() + ": name another one",
            refusal(folder, folder.journal()));
        Files.createDirectories(folder.archive());
        Files.writeString(taken, "another one");
        assertEquals("archive holds another file of that name: file=" + taken.toRealPath() + ": name another folder",
            refusal(folder, folder.archive()));
        assertEquals("another one", Files.readString(taken));
        assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", folder.serve(0));
    }

    @Test
    void shouldMoveFilesToAnotherFileSystemWhole() throws IOException
    {
        assumeTrue(Files.isWritable(OTHER_FILE_SYSTEM) &&
            !Files.getFileStore(OTHER_FILE_SYSTEM).equals(Files.getFileStore(temporary)), "no other file system");
        final CaseFolder folder = prepared("other");
        final byte[] first = Files.readAllBytes(folder.file(0));
        final String name = folder.file(0).getFileName().toString();
        final Path archive = Files.createTempDirectory(OTHER_FILE_SYSTEM, "veto-archive");
        try
        {
            assertEquals(5, steps(folder, archive, 0).size());

            assertEquals(3, JournalFiles.list(archive).size());
            assertEquals(new UnsafeBuffer(first), new UnsafeBuffer(Files.readAllBytes(archive.resolve(name))));
            for (final JournalFile file : JournalFiles.list(archive))
            {
                Files.copy(file.path(), folder.journal().resolve(file.path().getFileName()));
            }
            Files.delete(folder.data().resolve("snapshots/manifest"));
            assertTrue(folder.serve(0).startsWith("recovery goes on: replays from sequence 1 to 30"));
        }
        finally
        {
            IoUtil.delete(archive.toFile(), true);
        }
    }

    @Test
    void shouldRefuseABaseOfWhichAByteIsAnother() throws IOException
    {
        final CaseFolder folder = prepared("base");
        folder.archive(step -> { });
        final Path file = JournalBase.file(folder.journal());
        final byte[] bytes = Files.readAllBytes(file);
        final Random random = new Random(20261127);
        for (int i = 0; i < bytes.length; i++)
        {
            final byte[] other = bytes.clone();
            other[i] ^= (byte)(1 << random.nextInt(Byte.SIZE));
            Files.write(file, other);
            assertThrows(JournalDamagedException.class, () -> JournalBase.of(folder.journal()), "byte=" + i);
            Files.write(file, Arrays.copyOf(bytes, i));
            assertThrows(JournalDamagedException.class, () -> JournalBase.of(folder.journal()), "length=" + i);
        }
    }

    @Test
    void shouldGoOnAsWithTheWholeJournalWhateverIsArchivedWhen() throws IOException
    {
        for (int run = 0; run < RUNS; run++)
        {
            final long seed = 20261127L + run;
            final Random random = new Random(seed);
            final CaseFolder part = new CaseFolder(temporary.resolve("part-" + run));
            final CaseFolder whole = new CaseFolder(temporary.resolve("whole-" + run));
            part.stepMs(TimeUnit.MINUTES.toMillis(30));
            whole.stepMs(TimeUnit.MINUTES.toMillis(30));
            for (int turn = 0; turn < 10; turn++)
            {
                final int transactions = random.nextInt(6);
                part.serve(transactions);
                whole.serve(transactions);
                assertEquals(whole.stateHash(), part.stateHash(), "seed=" + seed + " turn=" + turn);
                if (random.nextBoolean() || turn < 3)
                {
                    part.takeSnapshot();
                }
                if (turn > 4)
                {
                    archiveOrBreakOff(part, random.nextInt(6), turn, seed);
                }
            }
            assertTrue(part.end().sequence() == whole.end().sequence() && !JournalFiles.list(part.archive()).isEmpty(), "seed=" + seed);
            part.putBack();
            IoUtil.delete(part.data().resolve("snapshots").toFile(), true);
            part.serve(0);
            assertEquals(whole.stateHash(), part.stateHash(), "seed=" + seed);
        }
    }

    private static void archiveOrBreakOff(final CaseFolder folder, final int steps, final int turn, final long seed) throws IOException
    {
        final int[] told = {0};
        try
        {
            folder.archive(step ->
            {
                if (told[0]++ == steps)
                {
                    throw new IllegalStateException(step);
                }
            });
        }
        catch (final IllegalStateException e)
        {
            assertEquals(steps + 1, told[0], "seed=" + seed + " turn=" + turn);
        }
    }

    private CaseFolder prepared(final String name) throws IOException
    {
        final CaseFolder folder = new CaseFolder(temporary.resolve(name));
        ArchiveCases.prepare(folder);
        return folder;
    }

    private static List<String> steps(final CaseFolder folder, final Path to, final long keepMs) throws IOException
    {
        final List<String> steps = new ArrayList<>();
        try (DataFolder locked = DataFolder.lock(folder.data()))
        {
            JournalArchive.of(locked, to, keepMs, steps::add);
        }
        return steps;
    }

    private static String refusal(final CaseFolder folder, final Path to)
    {
        return assertThrows(IOException.class, () -> steps(folder, to, 0)).getMessage();
    }
}
