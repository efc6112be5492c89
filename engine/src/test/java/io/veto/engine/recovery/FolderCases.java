package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.rules.layout.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Rows about the folder, its lock and its key. */
final class FolderCases
{
    private FolderCases()
    {
    }

    static void putInto(final Map<String, RecoveryCasesTest.Case> cases)
    {
        cases.put("key missing", FolderCases::keyMissing);
        cases.put("key changed", FolderCases::keyChanged);
        cases.put("key open to others", FolderCases::keyOpenToOthers);
        cases.put("key of another length", FolderCases::keyOfAnotherLength);
        cases.put("key there, journal gone", FolderCases::journalGone);
        cases.put("first start cut off", FolderCases::firstStartCutOff);
        cases.put("second start on a live folder", FolderCases::secondStart);
        cases.put("repair on a live folder", FolderCases::repairOnALiveFolder);
        cases.put("lock of a killed process", FolderCases::lockOfAKilledProcess);
        cases.put("folder that cannot be written", FolderCases::cannotBeWritten);
        cases.put("disk full at the start", FolderCases::diskFull);
    }

    private static void keyMissing(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        Files.delete(folder.key());

        assertEquals("token key is missing: file=DATA/token.key: put the key of this journal back, its card tokens cannot be made " +
            "without it", folder.refusal());
    }

    private static void keyChanged(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        final long id = folder.plan().key().id();
        Files.delete(folder.key());
        TokenKey.create(folder.key(), new byte[TokenKey.LENGTH]);

        assertEquals("token key is not this journal's: expectedKeyId=" + Long.toHexString(id) + " keyId=" +
            Long.toHexString(TokenKey.id(new byte[TokenKey.LENGTH])) + " file=DATA/token.key: put the key of this journal back",
            folder.refusal());
    }

    private static void keyOpenToOthers(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        Files.setPosixFilePermissions(folder.key(), PosixFilePermissions.fromString("rw-r-----"));

        assertEquals("token key is open to others: expectedMode=rw------- mode=rw-r-----: chmod 600 DATA/token.key", folder.refusal());
    }

    private static void keyOfAnotherLength(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        Files.write(folder.key(), new byte[31]);

        assertEquals("token key has the wrong length: expectedLength=32 length=31 file=DATA/token.key: put the key of this journal back",
            folder.refusal());
    }

    private static void journalGone(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        Files.move(folder.journal(), folder.data().resolve("elsewhere"));

        assertEquals("journal is missing: folder=DATA/journal: put its files back, or move DATA/token.key away to begin anew",
            folder.refusal());
    }

    private static void firstStartCutOff(final CaseFolder folder) throws IOException
    {
        folder.serve(0);
        Files.delete(folder.key());

        assertEquals("recovery moves the journal of a first start aside that was cut off before anybody was served, and begins a new one",
            folder.serve(2));
        try (DirectoryStream<Path> aside = Files.newDirectoryStream(folder.data(), "aside-*"))
        {
            assertTrue(Files.exists(aside.iterator().next().resolve("journal")));
        }
        assertEquals("recovery goes on: replays from sequence 1 to 4", folder.serve(0));
    }

    private static void secondStart(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        try (DataFolder first = DataFolder.lock(folder.data()))
        {
            final String inUse = "data folder is in use: folder=DATA pid=" + ProcessHandle.current().pid() + ": stop that process first";
            assertEquals(inUse, folder.refusal());
            assertEquals(inUse, folder.refusal());
            assertEquals(folder.data(), first.path());
        }
        assertEquals("recovery goes on: replays from sequence 1 to 3", folder.serve(0));
    }

    private static void repairOnALiveFolder(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        folder.tear();
        try (DataFolder first = DataFolder.lock(folder.data()))
        {
            final String message = assertThrows(IOException.class, folder::repair).getMessage();
            final RecoveryPlan plan = folder.plan();

            assertEquals("data folder is in use: folder=" + first.path() + " pid=" + ProcessHandle.current().pid() +
                ": stop that process first", message);
            assertEquals(List.of(Long.toString(ProcessHandle.current().pid()), Start.GO_ON, List.of()),
                List.of(plan.owner(), plan.start(), plan.decisions()));
        }
    }

    private static void lockOfAKilledProcess(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        Files.writeString(folder.data().resolve("veto.lock"), "1\nnot a number, and longer than any", StandardCharsets.US_ASCII);

        assertEquals(null, folder.plan().owner());
        assertEquals("recovery goes on: replays from sequence 1 to 3", folder.serve(0));
        assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(folder.data().resolve("veto.lock")));
    }

    private static void cannotBeWritten(final CaseFolder folder) throws IOException
    {
        Files.createDirectories(folder.data().resolve("veto.lock"));

        assertEquals("data folder cannot be written: folder=DATA cause=Is a directory: make it a folder that this user may write",
            folder.refusal());
    }

    private static void diskFull(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        final long good = folder.end().goodLength();
        final Path full = Path.of("/proc/self");

        final String message =
            assertThrows(IllegalStateException.class, () -> new DiskGuard(full, 0, warning -> { }).requireSpace()).getMessage();
        final String refusal = assertThrows(IllegalStateException.class, () -> JournalWriter.behind(folder.journal(), folder.end(), 1,
            Durability.PROCESS, new DiskGuard(full, 0, warning -> { }))).getMessage();

        assertEquals("disk is nearly full: minimumUsable=67108864 usable=0: make room in the file system of the data folder and start " +
            "again", refusal);
        assertEquals(message, refusal);
        assertEquals(good, folder.end().goodLength());
    }
}
