package io.veto.engine.simulation;

import io.veto.engine.recovery.Followed;
import io.veto.engine.recovery.Follower;
import io.veto.engine.snapshot.SnapshotDisk;
import io.veto.engine.statistics.RuleStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
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
            final Followed followed = new Follower(data, RuleStatistics.MATURITY_MS_DEFAULT, world::trace, disk(),
                World::rooms).run();
            world.trace("snapshot sequence=" + followed.snapshot().sequence() + " from=" + followed.fromSequence());
            world.floor = Math.max(world.floor, followed.isWritten() ? followed.snapshot().sequence() : 0);
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

    /** The disk, or one that a bug was planted in. */
    private SnapshotDisk disk()
    {
        return switch (world.bug)
        {
            case SNAPSHOT_AHEAD_OF_JOURNAL -> new SnapshotDisk()
            {
                @Override
                public void force(final Path path) throws IOException
                {
                    if (!path.toString().contains("journal"))
                    {
                        SnapshotDisk.super.force(path);
                    }
                }
            };
            case LISTED_BEFORE_WHOLE -> new SnapshotDisk()
            {
                private boolean isState;

                @Override
                public FileChannel open(final Path file) throws IOException
                {
                    isState = file.toString().contains(".state");
                    return SnapshotDisk.super.open(file);
                }

                @Override
                public void force(final FileChannel channel) throws IOException
                {
                    if (!isState)
                    {
                        SnapshotDisk.super.force(channel);
                    }
                }
            };
            default -> SnapshotDisk.SYSTEM;
        };
    }
}
