package io.veto.engine.simulation;

import io.veto.engine.recovery.Followed;
import io.veto.engine.recovery.Follower;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.engine.snapshot.SnapshotDisk;
import io.veto.engine.statistics.RuleStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Has a follower take snapshots, on the same thread as everything else.
 */
final class Snapshots
{
    private static final int FAILS_ONE_IN = 4;

    private final World world;

    Snapshots(final World world)
    {
        this.world = world;
    }

    void take()
    {
        final boolean fails = world.chance(FAILS_ONE_IN);
        world.disk.failAfter(fails ? world.random.nextInt(40) : SimulatedDisk.NEVER);
        try
        {
            final Path data = world.disk.data();
            final Followed followed = new Follower(data, RuleStatistics.MATURITY_MS_DEFAULT, world::trace, SnapshotDisk.SYSTEM,
                WindowRooms::main).run();
            world.trace("snapshot " + followed.snapshot());
            world.add(!followed.isWritten() ? Happening.SNAPSHOT_UP_TO_DATE :
                followed.fromSequence() > 0 ? Happening.SNAPSHOT_INCREMENTAL : Happening.SNAPSHOT_WRITTEN);
        }
        catch (final IOException | UncheckedIOException e)
        {
            if (!fails)
            {
                throw new AssertionError("a snapshot cannot be taken: " + e.getMessage(), e);
            }
            world.trace("snapshot failed: " + e.getMessage());
            world.add(Happening.SNAPSHOT_FAILED);
        }
        world.disk.failAfter(SimulatedDisk.NEVER);
    }
}
