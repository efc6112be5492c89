package io.veto.engine.simulation;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
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

    Recovered recover(final Path journal) throws IOException
    {
        final WindowRooms rooms = WindowRooms.main();
        if (JournalReader.exists(journal))
        {
            try (JournalReader reader = new JournalReader(journal))
            {
                final JournalReplay replay = replay(reader, rooms);
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

    private JournalReplay replay(final JournalReader reader, final WindowRooms rooms)
    {
        final JournalReplay replay = new JournalReplay(reader, rooms);
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

    private void check(final JournalReplay replay, final Path journal)
    {
        try (JournalReader reader = new JournalReader(journal))
        {
            world.history.check(reader);
        }
        world.history.cutAt(replay.lastSequence());
        checkTold();
        final long expectedHash = world.history.unbroken().stateHash();
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
