package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Rows about snapshots. */
final class SnapshotCases
{
    private static final int MANIFEST_ENTRY_LENGTH = 64;
    private static final String IN_FRONT = ": stop the server and put the file back from the backup; until then no " +
        "answer can be fetched from there, no rules can be warmed through it, and veto replay verify exits 1";

    private SnapshotCases()
    {
    }

    static void putInto(final Map<String, RecoveryCasesTest.Case> cases)
    {
        cases.put("journal and snapshot", SnapshotCases::journalAndSnapshot);
        cases.put("snapshot ahead of the journal", SnapshotCases::snapshotAhead);
        cases.put("damage in front of the snapshot", SnapshotCases::damageInFront);
        cases.put("damage close in front of the snapshot", SnapshotCases::damageCloseInFront);
        cases.put("damage to the snapshot's own record", SnapshotCases::ownRecordDamaged);
        cases.put("file missing in front of the snapshot", SnapshotCases::fileMissingInFront);
        cases.put("snapshot bad", SnapshotCases::snapshotBad);
        cases.put("both snapshots bad", SnapshotCases::bothSnapshotsBad);
        cases.put("snapshot of another journal", SnapshotCases::ofAnotherJournal);
        cases.put("snapshot of a copy of this journal", SnapshotCases::ofACopy);
        cases.put("snapshot invalidated", SnapshotCases::invalidated);
        cases.put("manifest torn", SnapshotCases::manifestTorn);
        cases.put("manifest missing", SnapshotCases::manifestMissing);
        cases.put("snapshot half written", SnapshotCases::halfWritten);
        cases.put("older format of a snapshot", SnapshotCases::olderFormat);
    }

    /** Two snapshots, of 7 and 12, and three records more. */
    private static void prepare(final CaseFolder folder) throws IOException
    {
        folder.serve(5);
        folder.takeSnapshot();
        folder.serve(5);
        folder.takeSnapshot();
        folder.serve(3);
    }

    private static void journalAndSnapshot(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();

        assertEquals("recovery goes on from the snapshot of sequence 12: replays from sequence 13 to 15", folder.serve(0));
        assertEquals(hash, folder.stateHash());
    }

    private static void snapshotAhead(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        Files.delete(folder.lastFile());
        Files.delete(folder.lastFile());
        Files.delete(folder.mark());

        assertEquals("journal ends before a snapshot: expectedSequence=12 sequence=7 lastFile=" + folder.lastFile().getFileName() +
            ": put the missing files back, or give up what is lost: veto recover repair DATA", folder.refusal());
        assertEquals(List.of("cut the journal behind sequence 7", "moved the snapshot of sequence 12", "wrote journal.mark anew"),
            folder.repair());
        assertEquals("recovery goes on from the snapshot of sequence 7: replays nothing", folder.serve(5));
        folder.takeSnapshot();
        assertEquals("recovery goes on from the snapshot of sequence 12: replays nothing", folder.serve(1));
    }

    private static void damageInFront(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        final Path file = folder.file(0);
        final long at = CaseFolder.position(file, 4);
        CaseFolder.flip(file, at + 50);

        final String damage = folder.plan().frontDamage();
        assertTrue(damage.startsWith("in front of the snapshot of sequence 12: journal damaged: a record is not what was written: " +
            "sequence=4 file=" + file.getFileName() + " offset=" + (at - Integer.BYTES) + " expectedCrc="), damage);
        assertTrue(damage.endsWith(IN_FRONT), damage);
        assertTrue(folder.plan().text().contains("\nnote      " + damage) && folder.plan().json().contains("\"frontDamage\":\"in front"));
        assertTrue(folder.plan().text().contains("whole behind the snapshot, damaged in front of it, ends at sequence 15"));
        assertEquals("recovery goes on from the snapshot of sequence 12: replays from sequence 13 to 15", folder.serve(0));
        assertEquals(hash, folder.stateHash());
        try (DataFolder server = DataFolder.lock(folder.data()))
        {
            CaseFolder.flip(folder.file(0), at + 50);
            folder.tear();
            CaseFolder.flip(folder.file(0), at + 50);
            assertEquals(damage, folder.plan().frontDamage(), server.path().toString());
            CaseFolder.flip(folder.file(0), at + 50);
            assertEquals(null, folder.plan().frontDamage());
        }
    }

    private static void damageCloseInFront(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        final Path file = folder.file(1);
        CaseFolder.flip(file, CaseFolder.position(file, 11) + 50);

        assertTrue(folder.plan().frontDamage().contains(" sequence=11 file=" + file.getFileName()), folder.plan().frontDamage());
        assertEquals("recovery goes on from the snapshot of sequence 12: replays from sequence 13 to 15", folder.serve(0));
        assertEquals(hash, folder.stateHash());
    }

    private static void ownRecordDamaged(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final Path file = folder.file(1);
        CaseFolder.flip(file, CaseFolder.position(file, 12) + 50);

        assertTrue(folder.refusal().startsWith("journal damaged: ") && folder.refusal().contains(" sequence=12 "), folder.refusal());
        final RecoveryPlan plan = folder.plan();
        assertEquals(7, plan.snapshotSequence());
        assertTrue(plan.skipped().get(0).whyNot().startsWith("snapshot cannot be used, for its place in the journal is damaged: " +
            "sequence=12 file=0000000000000000012.state: "), plan.text());
        folder.repair();
        assertEquals("recovery goes on from the snapshot of sequence 7: replays from sequence 8 to 11", folder.serve(0));
    }

    private static void fileMissingInFront(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        folder.serve(2);
        folder.takeSnapshot();
        final Path missing = folder.file(1);
        final Path kept = folder.data().resolveSibling(folder.data().getFileName() + "-kept");
        Files.move(missing, kept);

        assertEquals("in front of the snapshot of sequence 17: journal damaged: records are missing between two files: sequence=8 " +
            "nextSequence=13 lastFile=" + folder.file(0).getFileName() + " file=" + folder.file(1).getFileName() + IN_FRONT,
            folder.plan().frontDamage());
        assertEquals(List.of(), folder.plan().decisions());
        assertEquals("recovery goes on from the snapshot of sequence 17: replays nothing", folder.serve(0));
        Files.move(kept, missing);
        assertEquals(null, folder.plan().frontDamage());
    }

    private static void snapshotBad(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        CaseFolder.flip(folder.snapshot(12, ".state"), 300);

        final String lines = folder.serve(0);
        assertTrue(lines.startsWith("recovery goes on from the snapshot of sequence 7: replays from sequence 8 to 15\n" +
            "recovery skips snapshot damaged: "), lines);
        assertEquals(hash, folder.stateHash());
    }

    private static void bothSnapshotsBad(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        CaseFolder.flip(folder.snapshot(12, ".state"), 300);
        Files.delete(folder.snapshot(7, ".state"));

        final String lines = folder.serve(0);
        assertTrue(lines.startsWith("recovery goes on: replays from sequence 1 to 15\nrecovery skips snapshot damaged: ") &&
            lines.endsWith(" (and 1 more: veto recover plan " + folder.data() + ")"), lines);
        assertEquals(hash, folder.stateHash());
    }

    private static void ofAnotherJournal(final CaseFolder folder) throws IOException
    {
        folder.serve(5);
        final CaseFolder other = new CaseFolder(folder.data().resolveSibling(folder.data().getFileName() + "-other"));
        other.serve(1);
        other.serve(4);
        other.takeSnapshot();
        Files.move(other.data().resolve("snapshots"), folder.data().resolve("snapshots"));

        assertEquals("recovery goes on: replays from sequence 1 to 7\nrecovery skips snapshot is not of this journal: no such record: " +
            "sequence=7 epoch=2 file=0000000000000000007.state", folder.serve(0));
    }

    private static void ofACopy(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        final CaseFolder other = folder.copy(folder.data().resolveSibling(folder.data().getFileName() + "-other"));
        folder.serve(4);
        final long hash = folder.stateHash();
        other.stepMs(2000);
        other.serve(4);
        other.takeSnapshot();
        Files.move(other.data().resolve("snapshots"), folder.data().resolve("snapshots"));

        final String lines = folder.serve(0);
        assertTrue(lines.matches("recovery goes on: replays from sequence 1 to 7\nrecovery skips snapshot is not of this " +
            "journal: another record is in its place: sequence=7 epoch=2 " +
            "expectedCrc=[0-9a-f]+ crc=[0-9a-f]+ file=0000000000000000007.state"), lines);
        assertEquals(hash, folder.stateHash());
    }

    private static void invalidated(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        try (SnapshotLock lock = SnapshotLock.of(folder.data()))
        {
            new SnapshotStore(folder.data()).invalidate(lock, 12);
        }

        assertEquals("recovery goes on from the snapshot of sequence 7: replays from sequence 8 to 15\nrecovery skips snapshot was " +
            "invalidated: sequence=12 file=0000000000000000012.state", folder.serve(0));
    }

    private static void manifestTorn(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final Path manifest = folder.data().resolve("snapshots/manifest");
        final byte[] bytes = Files.readAllBytes(manifest);
        Files.delete(manifest);
        CaseFolder.write(manifest, 0, Arrays.copyOf(bytes, bytes.length - MANIFEST_ENTRY_LENGTH / 2));

        final String lines = folder.serve(0);
        assertTrue(lines.startsWith("recovery goes on from the snapshot of sequence 7: replays from sequence 8 to 15\n" +
            "recovery skips snapshot is not listed: ") && lines.contains("\nrecovery notes manifest torn: "), lines);
    }

    private static void manifestMissing(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final long hash = folder.stateHash();
        Files.delete(folder.data().resolve("snapshots/manifest"));

        assertTrue(folder.serve(0).startsWith("recovery goes on: replays from sequence 1 to 15\nrecovery skips snapshot is not listed: "));
        assertEquals(hash, folder.stateHash());
    }

    private static void halfWritten(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final byte[] bytes = Files.readAllBytes(folder.snapshot(12, ".state"));
        Files.write(folder.snapshot(15, ".state.tmp"), Arrays.copyOf(bytes, bytes.length / 2));

        assertEquals("recovery goes on from the snapshot of sequence 12: replays from sequence 13 to 15", folder.serve(0));
    }

    private static void olderFormat(final CaseFolder folder) throws IOException
    {
        prepare(folder);
        final Path manifest = folder.data().resolve("snapshots/manifest");
        final ByteBuffer entry = ByteBuffer.allocate(MANIFEST_ENTRY_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        entry.put(0, Files.readAllBytes(manifest), MANIFEST_ENTRY_LENGTH, MANIFEST_ENTRY_LENGTH);
        final int version = entry.getInt(48);
        entry.putInt(48, version - 1);
        final CRC32C crc = new CRC32C();
        crc.update(entry.array(), 0, 60);
        entry.putInt(60, (int)crc.getValue());
        CaseFolder.write(manifest, MANIFEST_ENTRY_LENGTH, entry.array());

        assertEquals("recovery goes on from the snapshot of sequence 7: replays from sequence 8 to 15\nrecovery skips snapshot is of " +
            "another version of Veto: sequence=12 expectedVersion=" + version + " version=" + (version - 1) +
            " file=0000000000000000012.state", folder.serve(0));
    }
}
