package io.veto.ingest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.ingest.TestAppliance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reservoir's files while a server runs, before it and after it: what they hold is derived, so they may go missing between starts. */
@Timeout(120)
class ReservoirFaultTest
{
    private static final long NOON = 1_700_000_000_000L;
    private static final int SEGMENT_EVENTS = 1 << 16;
    private static final int SEGMENTS_MAX = 6;
    private static final int BATCH = 256;

    @TempDir
    private Path folder;

    @Test
    void shouldStopWhenTheReservoirGetsNoSegmentAndGoOnAfterARestartWithRoom() throws IOException
    {
        final Path reservoir = folder.resolve("data/reservoir");
        final TestAppliance server = new TestAppliance(folder.resolve("data"));
        long answered = 0;
        try (RawSender sender = new RawSender(server.appliance().port()))
        {
            sender.greet("acquirer");
            answered += exchange(sender, server, answered);
            Files.move(reservoir, folder.resolve("elsewhere"));
            while (null == server.appliance().failure() && answered < (long)SEGMENTS_MAX * SEGMENT_EVENTS)
            {
                answered += exchange(sender, server, answered);
            }
        }
        final String failure = server.appliance().failure().getMessage();
        server.appliance().close();

        assertTrue(failure.matches("reservoir segment cannot be had: file=" + reservoir + "/reservoir-\\d{8}\\.segment length=\\d+ " +
            "freeBytes=0: make room on the disk and start again, it is rebuilt from the journal"), failure);
        assertEquals(List.of(0L, answered), List.of(answered % SEGMENT_EVENTS, replayedTransactions()));
        try (TestAppliance again = new TestAppliance(folder.resolve("data")); RawSender sender = new RawSender(again.appliance().port()))
        {
            assertEquals(List.of(answered, (long)BATCH), List.of(sender.greet("acquirer"), exchange(sender, again, answered)));
        }
        assertEquals(answered + BATCH, replayedTransactions());
    }

    @Test
    void shouldDeleteWhatKilledProcessesLeftAndNothingElse() throws IOException
    {
        final String own = "reservoir-" + ProcessHandle.current().pid();
        for (final String name : List.of("reservoir-999999999", own, "reservoir-notes"))
        {
            Files.createDirectories(folder.resolve("data").resolve(name));
            Files.writeString(folder.resolve("data").resolve(name).resolve("reservoir-00000777.segment"), "left behind");
        }

        try (TestAppliance server = new TestAppliance(folder.resolve("data")))
        {
            assertEquals(null, server.appliance().failure());
        }

        assertEquals(
            List.of(own, own + "/reservoir-00000777.segment", "reservoir-notes", "reservoir-notes/reservoir-00000777.segment")
                .stream().sorted().toList(),
            reservoirFiles());
    }

    private long exchange(final RawSender sender, final TestAppliance server, final long from) throws IOException
    {
        final ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++)
        {
            frames.writeBytes(sender.transaction("card-" + (from + i) % 1000, "T1", 100, NOON + (from + i) / 1000));
        }
        sender.send(frames.toByteArray());
        long answers = 0;
        try
        {
            while (answers < BATCH && !"closed".equals(sender.readShort()))
            {
                answers++;
            }
        }
        catch (final IOException e)
        {
            assertTrue(null != server.appliance().failure(), "no answer though nothing has failed: " + e);
        }
        return answers;
    }

    private long replayedTransactions()
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(folder.resolve("data"))))
        {
            final JournalReplay replay = new JournalReplay(reader, WindowRooms.main());
            replay.toEnd();
            final long transactions = replay.transactions();
            replay.scorer().close();
            return transactions;
        }
    }

    private List<String> reservoirFiles() throws IOException
    {
        final Path data = folder.resolve("data");
        final List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data))
        {
            files.map(data::relativize).map(Path::toString).filter(name -> name.startsWith("reservoir")).sorted().forEach(names::add);
        }
        return names;
    }
}
