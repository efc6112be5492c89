package io.veto.engine.simulation;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.recovery.DataFolder;
import io.veto.engine.recovery.Decision;
import io.veto.engine.recovery.JournalRepair;
import io.veto.engine.recovery.JournalReplay;
import io.veto.engine.recovery.Recovery;
import io.veto.engine.recovery.RecoveryPlan;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.Snapshot;
import io.veto.engine.snapshot.SnapshotStore;
import io.veto.engine.source.SourceTable;
import io.veto.engine.statistics.RuleStatistics;
import io.veto.rules.language.RuleSet;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.CloseHelper;

/**
 * Recovers what a process left behind, and holds it against the history.
 */
final class SimulatedRecovery
{
    private final World world;
    private boolean isRepairBegun = false;

    SimulatedRecovery(final World world)
    {
        this.world = world;
    }

    Recovered recover() throws IOException
    {
        final DataFolder folder = DataFolder.lock(world.disk.data());
        final WindowRooms rooms = World.rooms();
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
        final Recovery recovery = plan(folder, made ->
        {
            plan[0] = made;
            made.lines().forEach(world::trace);
        });
        new Random(world.random.nextLong()).nextBytes(plan[0].key().isThere() ? new byte[1] : recovery.key());
        final JournalReplay replay = recovery.replay(rooms, RuleStatistics.MATURITY_MS_DEFAULT);
        checkSkipped(plan[0]);
        if (null == replay)
        {
            onLastSequence(0);
            final RuleSet first = Rules.ruleSet(0);
            return new Recovered(folder, recovery, null, rooms, rooms.scorer(first, World.SCORER),
                new RuleStatistics(first, RuleStatistics.MATURITY_MS_DEFAULT), new SourceTable());
        }
        if (Bug.REPEATS_FORGOTTEN == world.bug && null != plan[0].snapshot())
        {
            forgetRepeats(replay.scorer());
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

    /** Where power went and nobody had promised more, whole records may stand behind lost ones: they are given up, as a person would. */
    private Recovery plan(final DataFolder folder, final Consumer<RecoveryPlan> onPlan) throws IOException
    {
        try
        {
            return new Recovery(folder, onPlan);
        }
        catch (final IOException e)
        {
            final RecoveryPlan plan = RecoveryPlan.of(folder);
            if (!world.isLossAllowed || plan.decisions().isEmpty() ||
                !plan.decisions().stream().allMatch(this::isGivenUp))
            {
                throw e;
            }
            isRepairBegun = true;
            world.add(Happening.REPAIRED);
            JournalRepair.of(folder, plan, world.nowNs(), world::trace);
            return new Recovery(folder, onPlan);
        }
    }

    /** A repair that was cut off leaves a mark that is none, or further on than the journal; it is made again. */
    private boolean isGivenUp(final Decision decision)
    {
        return decision.isRepairable() && (Decision.Kind.JOURNAL_DAMAGED == decision.kind() ||
            isRepairBegun && (Decision.Kind.MARK_DAMAGED == decision.kind() || Decision.Kind.TAIL_MISSING == decision.kind()));
    }

    /** What is listed is whole, unless somebody damaged it. */
    private void checkSkipped(final RecoveryPlan plan)
    {
        for (final Snapshot snapshot : plan.skipped())
        {
            if (world.isDamaged)
            {
                world.add(Happening.DAMAGED_SNAPSHOT_PASSED_OVER);
            }
            else if (!snapshot.whyNot().startsWith("snapshot is not listed"))
            {
                throw new AssertionError("a listed snapshot cannot be used: " + snapshot.whyNot());
            }
        }
    }

    private static void forgetRepeats(final Scorer scorer)
    {
        final ScorerConfig config = World.SCORER;
        scorer.reconfigure(new ScorerConfig(
            config.allowedLatenessMs(), config.standInApproveUpToMinor(), config.windowLimits(), 0, config.repeatIds()));
        scorer.reconfigure(config);
    }

    /** Behind this record nothing has happened. */
    private void onLastSequence(final long lastSequence)
    {
        if (world.isLossAllowed)
        {
            if (lastSequence < world.floor)
            {
                throw new AssertionError("what was forced is lost: expectedAtLeast=" + world.floor + " sequence=" + lastSequence);
            }
            for (final Sender sender : world.senders)
            {
                sender.forget(lastSequence);
            }
        }
        world.history.cutAt(lastSequence);
        if (!world.isDamaged)
        {
            world.excerpts.tailSet(lastSequence + 1).clear();
        }
        checkTold();
    }

    /** Whether the first record and each snapshot lead to the same state. */
    void verify() throws IOException
    {
        final Path data = world.disk.data();
        final Path journal = DataFolder.journal(data);
        final long expectedHash = world.history.unbroken().stateHash();
        try (WindowRooms rooms = World.rooms())
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
        onLastSequence(Bug.LAST_RECORD_DROPPED == world.bug ? replay.lastSequence() - 1 : replay.lastSequence());
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
                    checkTold(i + 1, told.get(i));
                }
            }
        }
    }

    private void checkTold(final long messageNumber, final Sender.Told told)
    {
        if (told.sequence() < world.toldChecked)
        {
            world.history.checkTold(messageNumber, told);
        }
    }
}
