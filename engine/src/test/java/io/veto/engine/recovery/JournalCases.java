package io.veto.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.DiskGuard;
import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalWriter;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.recovery.RecoveryPlan.Start;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.Durability;
import io.veto.rules.layout.ProcessStartEncoder;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Rows about the journal and its mark. */
final class JournalCases
{
    private JournalCases()
    {
    }

    static void putInto(final Map<String, RecoveryCasesTest.Case> cases)
    {
        cases.put("no journal", JournalCases::noJournal);
        cases.put("journal only", JournalCases::journalOnly);
        cases.put("torn tail", JournalCases::tornTail);
        cases.put("torn tail twice", JournalCases::tornTailTwice);
        cases.put("hole in the middle", JournalCases::holeInTheMiddle);
        cases.put("bad CRC in the middle", JournalCases::badCrcInTheMiddle);
        cases.put("bad CRC at the end", JournalCases::badCrcAtTheEnd);
        cases.put("bad CRC in front of the first rules", JournalCases::badCrcInFrontOfTheRules);
        cases.put("older format of the journal", folder -> format(folder, RecordDescriptor.FORMAT_VERSION - 1));
        cases.put("newer format of the journal", folder -> format(folder, RecordDescriptor.FORMAT_VERSION + 1));
        cases.put("older layout of the journal's files", JournalCases::olderLayout);
        cases.put("rules missing in the journal", JournalCases::rulesMissing);
        cases.put("rules in the journal that do not compile", JournalCases::rulesThatDoNotCompile);
        cases.put("mark missing", JournalCases::markMissing);
        cases.put("mark torn", JournalCases::markTorn);
        cases.put("mark damaged", JournalCases::markDamaged);
        cases.put("mark ahead of the journal", JournalCases::lastFileLost);
        cases.put("last file lost", JournalCases::lastFileLost);
        cases.put("metadata missing", JournalCases::metadataMissing);
        cases.put("journal of another folder mixed in", JournalCases::mixedIn);
        cases.put("crash of the recovery behind its CUT", JournalCases::crashBehindTheCut);
        cases.put("repair cut off", JournalCases::repairCutOff);
    }

    private static void noJournal(final CaseFolder folder) throws IOException
    {
        assertEquals(Start.BEGIN, folder.plan().start());
        assertFalse(Files.exists(folder.data()), "a plan has written");
        assertEquals("recovery begins a new journal", folder.serve(3));
        assertEquals(5, folder.end().sequence());
    }

    private static void journalOnly(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        final long hash = folder.stateHash();

        assertEquals("recovery goes on: replays from sequence 1 to 12", folder.serve(0));
        assertEquals(hash, folder.stateHash());
    }

    private static void tornTail(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        final long hash = folder.stateHash();
        folder.tear();
        final String torn = folder.lastFile().getFileName().toString();

        assertEquals("recovery goes on: replays from sequence 1 to 12, cuts " + folder.end().voidLength() + " torn bytes off " + torn,
            folder.serve(0));
        assertEquals(hash, folder.stateHash());
        assertEquals("recovery goes on: replays from sequence 1 to 12", folder.serve(3));
        assertEquals("recovery goes on: replays from sequence 1 to 15", folder.serve(0));
    }

    private static void tornTailTwice(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        folder.tear();
        folder.serve(2);
        folder.tear();

        assertTrue(folder.serve(1).startsWith("recovery goes on: replays from sequence 1 to 14, cuts "));
        assertEquals("recovery goes on: replays from sequence 1 to 15", folder.serve(0));
    }

    private static void holeInTheMiddle(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        folder.serve(5);
        folder.serve(5);
        Files.delete(folder.file(1));
        final String behind = folder.file(1).getFileName().toString();

        final String refusal = folder.refusal();
        assertTrue(refusal.startsWith("journal damaged: ") && refusal.contains("sequence=13 ") &&
            refusal.endsWith(", or give up what is lost: veto recover repair DATA"), refusal);
        final List<String> done = folder.repair();
        assertEquals("recovery goes on: replays from sequence 1 to 12", folder.serve(1));
        assertEquals(List.of("copied journal.mark", "moved " + behind, "cut the journal behind sequence 12",
            "wrote journal.mark anew"), done);
        assertEquals(13, folder.end().sequence());
    }

    private static void badCrcInTheMiddle(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        final Path file = folder.lastFile();
        CaseFolder.flip(file, CaseFolder.position(file, 6) + 50);

        final String refusal = folder.refusal();
        assertTrue(refusal.startsWith("journal damaged: ") && refusal.contains("sequence=6 ") &&
            refusal.contains("file=" + file.getFileName()), refusal);
        assertEquals(6, folder.plan().decisions().get(0).loss().fromSequence());
        folder.repair();
        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(4));
        assertEquals("recovery goes on: replays from sequence 1 to 9", folder.serve(0));
    }

    private static void badCrcInFrontOfTheRules(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        final Path file = folder.lastFile();
        CaseFolder.flip(file, CaseFolder.position(file, 3) - RecordDescriptor.SOURCE_LENGTH - 40);

        final String refusal = folder.refusal();
        assertTrue(refusal.startsWith("journal damaged: ") && refusal.contains("file=" + file.getFileName()) &&
            refusal.endsWith(", or move the journal and the token key away to begin anew: no rules stand in front of it"), refusal);
        assertFalse(folder.plan().decisions().get(0).isRepairable());
    }

    private static void badCrcAtTheEnd(final CaseFolder folder) throws IOException
    {
        folder.serve(10);
        final Path file = folder.lastFile();
        CaseFolder.flip(file, CaseFolder.position(file, 12) + 50);

        assertTrue(folder.serve(0).startsWith("recovery goes on: replays from sequence 1 to 11, cuts "));
        assertEquals("recovery goes on: replays from sequence 1 to 11", folder.serve(0));
    }

    private static void format(final CaseFolder folder, final int version) throws IOException
    {
        folder.serve(0);
        final UnsafeBuffer start = new UnsafeBuffer(new byte[
            RecordDescriptor.recordLength(RecordDescriptor.HEADER_LENGTH + ProcessStartEncoder.BLOCK_LENGTH)]);
        RecordDescriptor.putHeader(start, 0, start.capacity(), RecordDescriptor.TYPE_PROCESS_START, 2, 2, 1);
        final ProcessStartEncoder block = new ProcessStartEncoder().wrap(start, RecordDescriptor.HEADER_LENGTH);
        new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 0, 0, 0, folder.plan().key().id())
            .encode(block, CaseFolder.RULES.hash());
        block.formatVersion(version);
        append(folder, start);

        assertEquals("journal is of another format: expectedFormatVersion=" + RecordDescriptor.FORMAT_VERSION + " formatVersion=" +
            version + " sequence=2: read it with the version of Veto that wrote it", folder.refusal());
    }

    private static void olderLayout(final CaseFolder folder) throws IOException
    {
        folder.serve(1);
        Files.move(folder.lastFile(), folder.journal().resolve("20251126F.cq4"));

        assertEquals("journal is of another format: expectedFile=yyyyMMdd-HHmmV.cq4 file=20251126F.cq4: read it with the version of " +
            "Veto that wrote it", folder.refusal());
    }

    private static void rulesMissing(final CaseFolder folder) throws IOException
    {
        Files.createDirectories(folder.data());
        final byte[] key = TokenKey.random();
        TokenKey.create(folder.key(), key);
        final UnsafeBuffer start = new UnsafeBuffer(new byte[
            RecordDescriptor.recordLength(RecordDescriptor.HEADER_LENGTH + ProcessStartEncoder.BLOCK_LENGTH)]);
        RecordDescriptor.putHeader(start, 0, start.capacity(), RecordDescriptor.TYPE_PROCESS_START, 1, 0, 1);
        new ProcessSettings(ScorerConfig.DEFAULT, ClockMode.EVENT, 0, 0, 0, TokenKey.id(key))
            .encode(new ProcessStartEncoder().wrap(start, RecordDescriptor.HEADER_LENGTH), CaseFolder.RULES.hash());
        try (JournalWriter journal = new JournalWriter(folder.journal(), 0))
        {
            journal.append(start, 0, start.capacity());
            journal.flush();
        }

        assertEquals("journal holds no rule set: folder=DATA/journal: move it and the token key away to begin anew", folder.refusal());
    }

    private static void rulesThatDoNotCompile(final CaseFolder folder) throws IOException
    {
        folder.serve(0);
        final UnsafeBuffer rules = RuleSetRecord.encode(CaseFolder.RULES, 1, 0);
        rules.putStringWithoutLengthAscii(rules.capacity() - 24, "?");
        RecordDescriptor.putHeader(rules, 0, rules.capacity(), RecordDescriptor.TYPE_RULE_SET, 1, 3, 1);
        append(folder, rules);

        final String refusal = folder.refusal();
        assertTrue(refusal.startsWith("rules of the journal do not compile: sequence=3 cause=journal:3:") &&
            refusal.endsWith(": read it with the version of Veto that wrote it") && !refusal.contains("\n"), refusal);
    }

    private static void markMissing(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        Files.delete(folder.mark());

        assertEquals("recovery goes on: replays from sequence 1 to 5\nrecovery notes high-water mark is missing, so that nobody would " +
            "notice if the last files of the journal were missing too: file=journal.mark: this start writes it anew", folder.serve(0));
        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
    }

    private static void markTorn(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        CaseFolder.flip(folder.mark(), 20);

        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
    }

    private static void markDamaged(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        CaseFolder.flip(folder.mark(), 20);
        CaseFolder.flip(folder.mark(), 4096 + 20);

        assertEquals("high-water mark damaged: neither slot is good: file=journal.mark, or give up what is lost: veto recover repair DATA",
            folder.refusal());
        folder.repair();
        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
    }

    private static void lastFileLost(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        folder.serve(4);
        folder.serve(0);
        final Path lost = folder.lastFile();
        Files.delete(lost);
        Files.delete(folder.lastFile());

        final String refusal = folder.refusal();
        assertTrue(refusal.startsWith("journal damaged: it ends before what was forced to the disk: expectedSequence=9 sequence=5 ") &&
            refusal.endsWith(": put the missing files back from the backup, or give up what is lost: veto recover repair DATA"), refusal);
        final Decision decision = folder.plan().decisions().get(0);
        assertEquals(List.of(Decision.Kind.TAIL_MISSING, 6L, 9L, 0L), List.of(
            decision.kind(), decision.loss().fromSequence(), decision.loss().toSequence(), decision.loss().bytes()));
        folder.repair();
        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(1));
        assertEquals("recovery goes on: replays from sequence 1 to 6", folder.serve(0));
    }

    private static void metadataMissing(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        Files.delete(folder.journal().resolve("metadata.cq4t"));

        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
    }

    private static void mixedIn(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        final CaseFolder other = new CaseFolder(folder.data().resolveSibling(folder.data().getFileName() + "-other"));
        other.serve(5);
        Files.move(other.lastFile(), folder.journal().resolve("21000101-0000V.cq4"));

        final String refusal = folder.refusal();
        assertTrue(refusal.startsWith("journal damaged: a file begins before the one in front of it ends: " +
            "expectedSequence=6 sequence=1 ") &&
            refusal.contains(" file=21000101-0000V.cq4: take it away if it is of another journal, or give up "), refusal);
        Files.delete(folder.journal().resolve("21000101-0000V.cq4"));
        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
    }

    private static void crashBehindTheCut(final CaseFolder folder) throws IOException
    {
        folder.serve(3);
        final long hash = folder.stateHash();
        folder.tear();
        JournalWriter.behind(folder.journal(), folder.end(), 1, Durability.PROCESS, new DiskGuard(folder.journal(), 0, warning -> { }))
            .close();

        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
        assertEquals(hash, folder.stateHash());
        assertEquals("recovery goes on: replays from sequence 1 to 5", folder.serve(0));
    }

    private static void repairCutOff(final CaseFolder folder) throws IOException
    {
        for (final boolean hasMark : new boolean[]{true, false})
        {
            final int steps = repairCutOff(folder, hasMark, Integer.MAX_VALUE).size();
            assertEquals(hasMark ? 5 : 4, steps);
            for (int step = 1; step < steps; step++)
            {
                final List<String> done = repairCutOff(folder, hasMark, step);
                assertEquals("cut off", done.get(step), done.toString());
            }
        }
    }

    /** Damage in the first of three files, a snapshot of records behind it, a repair that is cut off, and another one. */
    private static List<String> repairCutOff(final CaseFolder parent, final boolean hasMark, final int steps) throws IOException
    {
        final CaseFolder folder = new CaseFolder(parent.data().resolve("case-" + hasMark + "-" + steps));
        folder.serve(3);
        folder.serve(4);
        folder.takeSnapshot();
        folder.serve(4);
        CaseFolder.flip(folder.file(0), CaseFolder.position(folder.file(0), 4) + 50);
        Files.delete(folder.file(1));
        if (!hasMark)
        {
            Files.delete(folder.mark());
        }
        assertTrue(folder.refusal().startsWith("journal damaged: ") && folder.refusal().contains("sequence=4 "), folder.refusal());

        final List<String> done = folder.repair(steps);
        if (done.contains("cut off"))
        {
            assertTrue(folder.refusal().startsWith("journal damaged: "), done + " " + folder.refusal());
            folder.repair();
        }
        assertEquals("recovery goes on: replays from sequence 1 to 3", folder.serve(6), done.toString());
        folder.takeSnapshot();
        assertEquals("recovery goes on from the snapshot of sequence 9: replays nothing", folder.serve(0));
        return done;
    }

    private static void append(final CaseFolder folder, final UnsafeBuffer record)
    {
        try (JournalWriter journal = new JournalWriter(folder.journal(), 2))
        {
            journal.append(record, 0, record.capacity());
            journal.flush();
        }
    }
}
