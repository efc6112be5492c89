package io.veto.engine.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.Followed;
import io.veto.engine.recovery.Follower;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotLock;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.source.Source;
import io.veto.engine.statistics.RuleStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random streams of late transactions, labels, reversals, list changes, ticks, rules that fall back and rule sets that are activated. A
 * snapshot taken behind any record goes on to the same state behind every later record as a replay that was never broken off.
 */
class SnapshotPropertyTest
{
    private static final int RUNS = 4;
    private static final int SNAPSHOTS = 4;
    private static final int MESSAGES_TOLD = 100;

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnFromASnapshotAsIfItHadSeenTheJournalFromTheBeginning() throws IOException
    {
        int compared = 0;
        for (int run = 0; run < RUNS; run++)
        {
            final long seed = 20261127L + run;
            final Path data = folder.resolve("run-" + run);
            new HandoverPropertyTest.Run(DataFolder.journal(data), seed, false).go();
            compared += compare(data, new Random(seed), "seed=" + seed);
        }

        assertTrue(compared > RUNS * SNAPSHOTS * 100, "compared=" + compared);
    }

    @Test
    void shouldFollowTheJournalFromSnapshotToSnapshot() throws IOException
    {
        final Path data = folder.resolve("followed");
        final List<String> told = new ArrayList<>();
        final Follower follower = new Follower(data, RuleStatistics.MATURITY_MS_DEFAULT, told::add);
        new HandoverPropertyTest.Run(DataFolder.journal(data), 20261127L, false).go();

        final Followed first = follower.run();
        final Followed again = follower.run();

        assertEquals(List.of(true, 0L, false, first.snapshot(), first.snapshot().sequence(), List.of()),
            List.of(first.isWritten(), first.fromSequence(), again.isWritten(), again.snapshot(), again.fromSequence(), told));
        assertEquals(List.of(), reservoirs(data));
        final List<String> unbroken = unbroken(data, List.of(), new ArrayList<>());
        assertEquals(unbroken.get(unbroken.size() - 1), from(data, first.snapshot(), new ArrayList<>()));
    }

    private int compare(final Path data, final Random random, final String seed) throws IOException
    {
        final int records = records(data);
        final List<Integer> takenBehind = random.ints(SNAPSHOTS, 3, records - 1).sorted().boxed().toList();
        final List<Snapshot> snapshots = new ArrayList<>();
        final List<String> unbroken = unbroken(data, takenBehind, snapshots);
        int compared = 0;
        for (final Snapshot snapshot : new SnapshotStore(data).list())
        {
            final List<String> states = new ArrayList<>();
            final String last = from(data, snapshot, states);
            final int begin = unbroken.size() - states.size();
            assertEquals(unbroken.subList(begin, unbroken.size()), states, seed + " snapshot=" + snapshot.sequence());
            assertEquals(unbroken.get(unbroken.size() - 1), last, seed + " snapshot=" + snapshot.sequence());
            compared += states.size();
        }
        return compared;
    }

    /**
     * Replays the whole journal, and takes snapshots behind some of its records.
     *
     * @return the state behind each record.
     */
    private static List<String> unbroken(
        final Path data, final List<Integer> takenBehind, final List<Snapshot> snapshots) throws IOException
    {
        final List<String> states = new ArrayList<>();
        final SnapshotStore store = new SnapshotStore(data);
        try (JournalReader reader = new JournalReader(DataFolder.journal(data));
            WindowRooms rooms = new WindowRooms(number -> data.resolve("unbroken." + number), error -> { }))
        {
            final JournalReplay replay = new JournalReplay(reader, rooms);
            while (replay.next())
            {
                states.add(state(replay));
                if (takenBehind.contains(states.size()))
                {
                    try (SnapshotLock lock = SnapshotLock.of(data))
                    {
                        snapshots.add(replay.state().takeSnapshot(
                            store, lock, replay.lastSequence(), replay.epoch(), rooms, (sequence, epoch) -> { }));
                    }
                }
            }
        }
        return states;
    }

    private static int records(final Path data)
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(data)))
        {
            int records = 0;
            while (reader.next())
            {
                records++;
            }
            return records;
        }
    }

    private static String from(final Path data, final Snapshot snapshot, final List<String> states)
    {
        try (JournalReader reader = new JournalReader(DataFolder.journal(data));
            WindowRooms rooms = new WindowRooms(number -> data.resolve("resumed." + number), error -> { }))
        {
            final JournalReplay replay =
                JournalReplay.from(snapshot, reader, rooms, RuleStatistics.MATURITY_MS_AS_SAVED);
            String last = state(replay);
            while (replay.next())
            {
                last = state(replay);
                states.add(last);
            }
            return last;
        }
    }

    private static String state(final JournalReplay replay)
    {
        final Source source = replay.sources().find(1);
        final RuleStatistics statistics = replay.statistics();
        return replay.lastSequence() + " " + (null == statistics ? "" : Long.toHexString(replay.scorer().stateHash()) +
            IntStream.range(0, statistics.ruleCount()).mapToObj(statistics::figures).toList() +
            IntStream.range(0, statistics.pairCount()).mapToObj(statistics::pair).toList() + statistics.transactions()) +
            (null == source ? "" : " " + messages(source));
    }

    private static List<Long> messages(final Source source)
    {
        final long last = source.lastMessageNumber();
        final List<Long> told = new ArrayList<>(List.of(last, source.lastJournalledNumber()));
        for (long number = Math.max(1, last - MESSAGES_TOLD); number <= last; number += 7)
        {
            told.add(source.recentSequence(number));
            told.add(source.sequenceAtOrBefore(number));
        }
        return told;
    }

    private static List<String> reservoirs(final Path data) throws IOException
    {
        try (Stream<Path> files = Files.list(data))
        {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("reservoir")).toList();
        }
    }
}
