package io.veto.engine.simulation;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
import io.veto.rules.state.StateDamagedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.IoUtil;

/**
 * Recovers what a process left behind, and holds it against the history.
 */
final class SimulatedRecovery
{
    private final World world;

    SimulatedRecovery(final World world)
    {
        this.world = world;
    }

    Recovered recover() throws IOException
    {
        final Path data = world.disk.data();
        final Path journal = DataFolder.journal(data);
        final WindowRooms rooms = WindowRooms.main();
        if (JournalReader.exists(journal))
        {
            try (JournalReader reader = new JournalReader(journal))
            {
                final JournalReplay replay = replay(data, reader, rooms);
                if (null != replay.scorer())
                {
                    check(replay, journal);
                    final SourceTable sources =
                        Bug.MESSAGE_NUMBERS_FORGOTTEN == world.bug ? new SourceTable() : replay.sources();
                    return new Recovered(
                        rooms, replay.scorer(), replay.statistics(), sources, replay.epoch(), replay.lastSequence(), false);
                }
            }
            IoUtil.delete(journal.toFile(), true);
        }
        world.history.cutAt(0);
        checkTold();
        final RuleSet first = Rules.ruleSet(0);
        return new Recovered(rooms, rooms.scorer(first, World.SETTINGS.scorer()),
            new RuleStatistics(first, RuleStatistics.MATURITY_MS_DEFAULT), new SourceTable(), 0, 0, true);
    }

    /** Whether the first record and each snapshot lead to the same state. */
    void verify() throws IOException
    {
        final Path data = world.disk.data();
        final Path journal = DataFolder.journal(data);
        final long expectedHash = world.history.unbroken().stateHash();
        try (WindowRooms rooms = WindowRooms.main())
        {
            for (final Snapshot snapshot : new SnapshotStore(data).list())
            {
                if (snapshot.isGood())
                {
                    try (JournalReader reader = new JournalReader(journal))
                    {
                        final JournalReplay replay =
                            JournalReplay.from(snapshot, reader, rooms, RuleStatistics.MATURITY_MS_AS_SAVED);
                        replay.toEnd();
                        checkHash(expectedHash, replay);
                    }
                }
            }
            try (JournalReader reader = new JournalReader(journal))
            {
                final JournalReplay replay = new JournalReplay(reader, rooms);
                replay.toEnd();
                checkHash(expectedHash, replay);
            }
        }
    }

    private JournalReplay replay(final Path data, final JournalReader reader, final WindowRooms rooms) throws IOException
    {
        final JournalReplay replay = begin(data, reader, rooms);
        if (Bug.LAST_RECORD_DROPPED == world.bug)
        {
            boolean hasMore = true;
            while (hasMore && replay.lastSequence() < world.history.lastSequence() - 1)
            {
                hasMore = replay.next();
            }
            return replay;
        }
        replay.toEnd();
        return replay;
    }

    private JournalReplay begin(final Path data, final JournalReader reader, final WindowRooms rooms) throws IOException
    {
        final SnapshotStore store = new SnapshotStore(data);
        for (final Snapshot snapshot : store.list())
        {
            if (store.check(snapshot).isGood())
            {
                try
                {
                    final JournalReplay replay = JournalReplay.from(snapshot, reader, rooms, RuleStatistics.MATURITY_MS_AS_SAVED);
                    world.add(Happening.RECOVERED_FROM_SNAPSHOT);
                    return replay;
                }
                catch (final StateDamagedException e)
                {
                    throw new AssertionError("a listed snapshot cannot be used: " + e.getMessage(), e);
                }
            }
        }
        world.add(Happening.RECOVERED_FROM_FIRST_RECORD);
        return new JournalReplay(reader, rooms);
    }

    private void check(final JournalReplay replay, final Path journal)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            world.history.check(reader);
        }
        world.history.cutAt(replay.lastSequence());
        checkTold();
        checkHash(world.history.unbroken().stateHash(), replay);
    }

    private static void checkHash(final long expectedHash, final JournalReplay replay)
    {
        if (expectedHash != replay.scorer().stateHash())
        {
            throw new AssertionError("the recovered state is another one: sequence=" + replay.lastSequence() + " expectedHash=" +
                Long.toHexString(expectedHash) + " hash=" + Long.toHexString(replay.scorer().stateHash()));
        }
    }

    private void checkTold()
    {
        for (final Sender sender : world.senders)
        {
            final List<Sender.Told> told = sender.told();
            for (int i = 0; i < told.size(); i++)
            {
                if (null != told.get(i))
                {
                    world.history.checkTold(i + 1, told.get(i));
                }
            }
        }
    }
}
