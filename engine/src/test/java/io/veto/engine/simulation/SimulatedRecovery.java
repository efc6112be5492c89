package io.veto.engine.simulation;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.Recovery;
import io.veto.engine.recovery.RecoveryPlan;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.agrona.CloseHelper;

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
        final DataFolder folder = DataFolder.lock(world.disk.data());
        final WindowRooms rooms = WindowRooms.main();
        try
        {
            return recover(folder, rooms);
        }
        catch (final IOException | RuntimeException | Error e)
        {
            CloseHelper.quietCloseAll(rooms, folder);
            throw e;
        }
    }

    private Recovered recover(final DataFolder folder, final WindowRooms rooms) throws IOException
    {
        folder.deleteLeftReservoirs();
        final RecoveryPlan[] plan = new RecoveryPlan[1];
        final Recovery recovery = new Recovery(folder, made ->
        {
            plan[0] = made;
            made.lines().forEach(world::trace);
        });
        new Random(world.random.nextLong()).nextBytes(plan[0].key().isThere() ? new byte[1] : recovery.key());
        final JournalReplay replay = recovery.replay(rooms, RuleStatistics.MATURITY_MS_DEFAULT);
        if (null == replay)
        {
            world.history.cutAt(0);
            checkTold();
            final RuleSet first = Rules.ruleSet(0);
            return new Recovered(folder, recovery, null, rooms, rooms.scorer(first, World.SCORER),
                new RuleStatistics(first, RuleStatistics.MATURITY_MS_DEFAULT), new SourceTable());
        }
        world.add(null == plan[0].snapshot() ? Happening.RECOVERED_FROM_FIRST_RECORD : Happening.RECOVERED_FROM_SNAPSHOT);
        if (plan[0].end().isTorn())
        {
            world.add(Happening.TORN_TAIL_CUT);
        }
        check(replay, folder.journal());
        final SourceTable sources = Bug.MESSAGE_NUMBERS_FORGOTTEN == world.bug ? new SourceTable() : replay.sources();
        return new Recovered(folder, recovery, plan[0].end(), rooms, replay.scorer(), replay.statistics(), sources);
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

    private void check(final JournalReplay replay, final Path journal)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            world.history.check(reader);
        }
        world.history.cutAt(Bug.LAST_RECORD_DROPPED == world.bug ? replay.lastSequence() - 1 : replay.lastSequence());
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
