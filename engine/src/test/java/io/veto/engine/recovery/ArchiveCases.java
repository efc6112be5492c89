package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalBase;
import io.veto.engine.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows about journals whose first files were archived. */
final class ArchiveCases
{
    private static final long STEP_MS = 30 * 60_000;

    private ArchiveCases()
    {
    }

    static void putInto(final Map<String, RecoveryCasesTest.Case> cases)
    {
        cases.put("first files archived", ArchiveCases::archived);
        cases.put("first files archived, damage in front of the snapshot", ArchiveCases::damageInFront);
        cases.put("first files archived, no snapshot good", ArchiveCases::noSnapshotGood);
        cases.put("archived files put back", ArchiveCases::putBack);
        cases.put("archiving cut off", ArchiveCases::cutOff);
        cases.put("base of an archived journal damaged", ArchiveCases::baseDamaged);
        cases.put("base of an archived journal missing", ArchiveCases::baseMissing);
        cases.put("snapshot of archived files", ArchiveCases::snapshotOfArchivedFiles);
        cases.put("key missing, first files archived", ArchiveCases::keyMissing);
    }

    /** Five files, snapshots of 22 and 27, three records more: the first three files end with 7, 12 and 17. */
    static void prepare(final CaseFolder folder) throws IOException
    {
        folder.stepMs(STEP_MS);
        folder.serve(5);
        folder.serve(5);
        folder.serve(5);
        folder.serve(5);
        folder.takeSnapshot();
        folder.serve(5);
        folder.takeSnapshot();
        folder.serve(3);
    }

    private static void archived(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        final List<String> told = new ArrayList<>();

        assertEquals(3, folder.archive(told::add));
        assertEquals(List.of("keeps the file that ends with sequence 22 and later ones: the snapshot of sequence 22 needs it",
            "writes the base of the journal: archivedToSequence=17"), told.subList(0, 2));
        assertEquals(3, JournalFiles.list(folder.archive()).size());
        assertEquals(18, firstSequence(folder));
        assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", folder.serve(0));
        assertEquals(hash, folder.stateHash());
    }

    private static void damageInFront(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.archive(step -> { });
        assertEquals(null, folder.plan().frontDamage());
        final Path file = folder.file(0);
        CaseFolder.flip(file, CaseFolder.position(file, 20) + 50);

        final String damage = folder.plan().frontDamage();
        assertTrue(damage.startsWith("in front of the snapshot of sequence 27: journal damaged: a record is not what was written: " +
            "sequence=20 file=" + file.getFileName() + " offset="), damage);
        assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", folder.serve(0));
    }

    private static void noSnapshotGood(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.archive(step -> { });
        CaseFolder.flip(folder.snapshot(22, ".state"), 300);
        assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", folder.serve(0));
        CaseFolder.flip(folder.snapshot(27, ".state"), 300);

        assertEquals("journal begins behind archived files, and there is no snapshot to begin with: firstSequence=18: put the archived " +
            "files back into the journal", folder.refusal());
        assertThrows(IllegalArgumentException.class, folder::repair);
        folder.putBack();
        assertEquals("recovery goes on: replays from sequence 1 to 30", folder.serve(0).lines().findFirst().orElseThrow());
    }

    private static void putBack(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        folder.archive(step -> { });
        folder.serve(0);
        folder.putBack();
        Files.delete(folder.data().resolve("snapshots/manifest"));

        assertEquals("recovery goes on: replays from sequence 1 to 30", folder.serve(0).lines().findFirst().orElseThrow());
        assertEquals(hash, folder.stateHash());
        folder.serve(4);
        assertEquals(34, folder.end().sequence());
    }

    private static void cutOff(final CaseFolder folder) throws IOException
    {
        for (int step = 0; step < 5; step++)
        {
            final CaseFolder one = new CaseFolder(folder.data().resolve("step-" + step));
            prepare(one);
            final long hash = one.stateHash();
            final List<String> steps = new ArrayList<>();
            final int last = step;
            assertThrows(IllegalStateException.class, () -> one.archive(told ->
            {
                steps.add(told);
                if (steps.size() > last)
                {
                    throw new IllegalStateException(told);
                }
            }));

            assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", one.serve(0));
            assertEquals(hash, one.stateHash());
            one.archive(told -> { });
            assertEquals(3, JournalFiles.list(one.archive()).size());
            assertEquals(18, firstSequence(one));
            assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", one.serve(0));
        }
    }

    private static void baseDamaged(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.archive(step -> { });
        CaseFolder.flip(JournalBase.file(folder.journal()), 60);

        assertEquals("base of the journal damaged: file=journal.base: put the one of the archive in its place, or all archived files " +
            "back into the journal", folder.refusal());
        assertThrows(IllegalArgumentException.class, folder::repair);
        Files.copy(folder.archive().resolve("journal.base"), JournalBase.file(folder.journal()), StandardCopyOption.REPLACE_EXISTING);
        assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", folder.serve(0));
    }

    private static void baseMissing(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.archive(step -> { });
        Files.delete(JournalBase.file(folder.journal()));

        assertEquals("recovery goes on from the snapshot of sequence 27: replays from sequence 28 to 30", folder.serve(0));
        Files.delete(folder.data().resolve("snapshots/manifest"));
        assertEquals("journal damaged: records are missing between two files: sequence=1 nextSequence=18 lastFile=none file=" +
            folder.file(0).getFileName() + ": put back from the backup what is damaged or missing, or move the journal and the token " +
            "key away to begin anew: no rules stand in front of it", folder.refusal());
    }

    private static void snapshotOfArchivedFiles(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.archive(step -> { });
        final CaseFolder early = new CaseFolder(folder.data().resolveSibling(folder.data().getFileName() + "-early"));
        early.stepMs(STEP_MS);
        early.serve(5);
        early.serve(5);
        early.takeSnapshot();
        Files.move(folder.data().resolve("snapshots"), folder.data().resolve("later"));
        Files.move(early.data().resolve("snapshots"), folder.data().resolve("snapshots"));

        assertEquals("snapshot is of archived files: sequence=12 firstSequence=18 file=0000000000000000012.state",
            folder.plan().skipped().get(0).whyNot());
        assertEquals("journal begins behind archived files, and there is no snapshot to begin with: firstSequence=18: put the archived " +
            "files back into the journal", folder.refusal());
    }

    private static void keyMissing(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.archive(step -> { });
        Files.delete(folder.key());
        Files.delete(folder.mark());
        Files.delete(folder.data().resolve("snapshots/manifest"));

        assertEquals("token key is missing: file=DATA/token.key: put the key of this journal back, its card tokens cannot be made " +
            "without it", folder.refusal());
    }

    private static long firstSequence(final CaseFolder folder)
    {
        return JournalBase.of(folder.journal()).sequence() + 1;
    }
}
