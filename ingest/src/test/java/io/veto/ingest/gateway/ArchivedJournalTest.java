package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalFiles;
import io.veto.engine.journal.JournalFiles.JournalFile;
import io.veto.engine.line.Layout;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalArchive;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.ingest.TestAppliance;
import io.veto.ingest.TestJournal;
import io.veto.ingest.list.ListBook;
import io.veto.ingest.list.ListChanges;
import io.veto.ingest.operator.ActivateCommand;
import io.veto.ingest.operator.OperatorAnswer;
import io.veto.ingest.operator.OperatorClient;
import io.veto.ingest.operator.OperatorRequest;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.list.Lists;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose journal's first file was archived, and put back. */
@Timeout(120)
class ArchivedJournalTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final String RULES = """
        list known : terminal
        rule burst review if count(card, 2h) >= 2 and terminal not in known
        """;
    private static final String LATER = """
        list known : terminal
        rule burst decline if count(card, 4h) >= 4 and terminal not in known
        """;
    private static final String REFUSED = "the rules could not be warmed, nothing has changed: ";
    private static final String PUT_BACK = ": put the archived files back into the journal and try again";

    @TempDir
    private Path folder;
    private Path data;
    private Path archive;
    private byte[] first;

    @BeforeEach
    void archive() throws IOException
    {
        data = folder.resolve("data");
        archive = folder.resolve("archive");
        try (TestAppliance server = appliance(RULES))
        {
            final ListChanges changes = new ListChanges(data, "add", "known");
            changes.add(0, "T1".getBytes(StandardCharsets.UTF_8), Lists.NEVER_MS, "known well");
            assertEquals(null, changes.flush().failure());
            feed(server, 1, 5);
        }
        for (int i = 6; i < 16; i += 5)
        {
            try (TestAppliance server = appliance(null))
            {
                feed(server, i, 5);
            }
        }
        IoUtil.delete(data.resolve("ids").toFile(), true);
        assertEquals(1, moved());
    }

    @Test
    void shouldGoOnWithoutTheFilesThatWereArchived() throws IOException
    {
        try (TestAppliance server = appliance(null))
        {
            assertEquals(List.of("16 REVIEW{}", "17 REVIEW{}"), feed(server, 16, 2));
        }
        IoUtil.delete(data.resolve("ids").toFile(), true);
        assertEquals(1, moved());
        try (TestAppliance server = appliance(null))
        {
            assertEquals(List.of("18 REVIEW{}"), feed(server, 18, 1));
        }
        putBack();
        assertEquals(18, TestJournal.replay(data).transactions());
    }

    @Test
    void shouldActivateRulesWhoseWindowsTheJournalReachesBackFor() throws IOException
    {
        try (TestAppliance server = appliance(null))
        {
            assertEquals(0, activate(LATER).exitCode());
            assertEquals(List.of("16 DECLINE{}"), feed(server, 16, 1));
        }
        IoUtil.delete(data.resolve("ids").toFile(), true);
        final List<String> steps = new ArrayList<>();
        assertEquals(0, moved(steps));
        assertTrue(steps.get(0).matches("keeps the file that ends with sequence \\d+ and later ones: rules were activated behind the " +
            "snapshot of sequence \\d+"), steps.get(0));
        invalidateNewest();
        try (TestAppliance server = appliance(null))
        {
            assertEquals(List.of("17 DECLINE{}"), feed(server, 17, 1));
        }
        putBack();
        assertEquals(17, TestJournal.replay(data).transactions());
    }

    @Test
    void shouldRefuseRulesThatNeedArchivedFiles() throws IOException
    {
        final List<String> told = new ArrayList<>();
        try (TestAppliance server = appliance(null))
        {
            final long inForce = server.appliance().ruleSet().hash();
            told.add(activate("rule long review if count(card, 30h) > 20").text());
            told.add(activate("rule session review if count(card, session 1h) > 20").text());
            told.add(activate("rule a review if amount > 1.00\nrule b review if count(card, 1h before where hit(a)) > 20").text());
            assertEquals(inForce, server.appliance().ruleSet().hash());
            putBack();
            told.add(activate("rule session review if count(card, session 1h) > 20").exitCode() + "");
        }

        final String to = told.get(1).replaceAll("(?s).*(archivedToSequence=\\d+).*", "$1");
        assertEquals(List.of(
            REFUSED + "the journal does not reach back as far as the windows: neededHours=30 reachesHours=10 " + to + PUT_BACK,
            REFUSED + "sessions and first_seen may reach back into archived files: " + to + PUT_BACK,
            REFUSED + "windows count hits of new or changed rules, which hang on archived files: " + to + PUT_BACK, "0"), told);
    }

    @Test
    void shouldTellTheEntriesOfListsThatWereArchived() throws IOException
    {
        final String archived = entries();
        putBack();

        assertTrue(archived.contains("T1"), archived);
        assertEquals(entries(), archived);
    }

    @Test
    void shouldSayThatAnArchivedMessageIsInTheJournalNoLonger() throws IOException
    {
        try (TestAppliance server = appliance(null); RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            sender.send(first);

            final String answer = sender.readShort();
            assertTrue(answer.contains("message is in the journal no longer"), answer);
        }
    }

    private int moved() throws IOException
    {
        return moved(new ArrayList<>());
    }

    private int moved(final List<String> steps) throws IOException
    {
        try (DataFolder locked = DataFolder.lock(data))
        {
            return JournalArchive.of(locked, archive, 0, steps::add);
        }
    }

    private void putBack() throws IOException
    {
        for (final JournalFile file : JournalFiles.list(archive))
        {
            Files.move(file.path(), DataFolder.journal(data).resolve(file.path().getFileName()));
        }
    }

    private void invalidateNewest() throws IOException
    {
        final SnapshotStore store = new SnapshotStore(data);
        try (SnapshotLock lock = SnapshotLock.of(data))
        {
            store.invalidate(lock, store.list().get(0).sequence());
        }
    }

    private String entries()
    {
        final ListBook book = new ListBook(data);
        final StringBuilder entries = new StringBuilder();
        book.forEach(0, (shown, expiresMs, reason, sequence, ingressTimeNs) ->
            entries.append(shown).append(' ').append(expiresMs).append(' ').append(reason).append(' ').append(sequence).append('\n'));
        return entries.append(book.engineTimeMs()).toString();
    }

    private TestAppliance appliance(final String rules) throws IOException
    {
        return new TestAppliance(data, rules, ClockMode.EVENT, Layout.ONE, 10_000, ScorerConfig.DEFAULT, TimeUnit.SECONDS.toNanos(100));
    }

    private OperatorAnswer activate(final String text)
    {
        return OperatorClient.call(
            data, ActivateCommand.VERB, new OperatorRequest(List.of("test.rules"), text.getBytes(StandardCharsets.UTF_8)), line -> { });
    }

    /** A transaction each hour. */
    private List<String> feed(final TestAppliance server, final int from, final int count) throws IOException
    {
        final List<String> answers = new ArrayList<>();
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            assertEquals(from - 1, sender.greet("acquirer"));
            for (int i = from; i < from + count; i++)
            {
                final byte[] message = sender.transaction("card", "T2", 100, NOON + TimeUnit.HOURS.toMillis(i));
                first = 1 == i ? message : first;
                sender.send(message);
                answers.add(sender.readShort());
            }
        }
        return answers;
    }
}
