package io.veto.engine.simulation;

import io.veto.engine.line.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.agrona.CloseHelper;

/**
 * One run from one seed: processes that start, work, crash and are recovered, one after another.
 */
final class Simulation
{
    private static final String AGAIN = "mvn -pl engine -am test -Dtest=SimulationTest#shouldRunOneSeed " +
        "-Dsurefire.failIfNoSpecifiedTests=false -Dveto.seed=";
    private static final int CRASH_ONE_IN = 90;
    private static final int SNAPSHOT_ONE_IN = 80;

    private final World world;
    private final Traffic traffic;
    private final SimulatedRecovery recovery;
    private final Snapshots snapshots;
    private final Damage damage;
    private SimulatedProcess process;

    private Simulation(final World world)
    {
        this.world = world;
        traffic = new Traffic(world);
        recovery = new SimulatedRecovery(world);
        snapshots = new Snapshots(world);
        damage = new Damage(world, recovery);
    }

    /**
     * Runs a seed.
     *
     * @return what happened in it.
     * @throws AssertionError where a claim does not hold; the message says how to run the seed again.
     */
    static Coverage run(final long seed, final Path folder, final Bug bug) throws IOException
    {
        try (World world = new World(seed, folder, bug))
        {
            final Simulation simulation = new Simulation(world);
            try
            {
                simulation.run();
                return world.coverage;
            }
            catch (final RuntimeException | Error | IOException e)
            {
                throw new AssertionError("seed " + seed + " fails: " + e.getMessage() + ": " + AGAIN + seed + "\n" + world.trace, e);
            }
            finally
            {
                simulation.close();
            }
        }
    }

    private void run() throws IOException
    {
        restart();
        for (int steps = 120 + world.random.nextInt(300); steps > 0; steps--)
        {
            try
            {
                step();
            }
            catch (final CrashError e)
            {
                onCrash(e);
                restart();
            }
        }
        world.disk.crashAfter(SimulatedDisk.NEVER);
        process.stop();
        recovery.verify();
    }

    private void step() throws IOException
    {
        if (world.chance(CRASH_ONE_IN))
        {
            if (world.chance(3))
            {
                throw new CrashError("between steps");
            }
            world.disk.crashAfter(world.random.nextInt(40));
        }
        else if (world.chance(4 * CRASH_ONE_IN))
        {
            world.add(Happening.CLEAN_RESTART);
            world.trace("clean restart");
            process.stop();
            restart();
        }
        else if (world.chance(SNAPSHOT_ONE_IN))
        {
            snapshots.take();
        }
        if (world.chance(4 * CRASH_ONE_IN))
        {
            stepOnFailingDisk();
        }
        else
        {
            process.step();
        }
    }

    /** A journal that cannot be forced ends the process, in its own way. */
    private void stepOnFailingDisk()
    {
        world.disk.failAfter(0);
        try
        {
            process.step();
        }
        catch (final UncheckedIOException e)
        {
            world.add(Happening.JOURNAL_NOT_FORCED);
            throw new CrashError(e.getMessage());
        }
        finally
        {
            world.disk.failAfter(SimulatedDisk.NEVER);
        }
    }

    private void onCrash(final CrashError crash) throws IOException
    {
        world.trace("crash " + crash.getMessage());
        world.add(switch (crash.getMessage())
        {
            case "score" -> Happening.CRASH_BEFORE_SCORE;
            case "journal" -> Happening.CRASH_BEFORE_JOURNAL;
            case "reply" -> Happening.CRASH_BEFORE_REPLY;
            case "force journal" -> Happening.CRASH_IN_FORCE;
            case "write snapshot", "change snapshot", "force snapshot" -> Happening.CRASH_IN_SNAPSHOT;
            default -> Happening.CRASH_BETWEEN_STEPS;
        });
        world.disk.die();
        if (world.isMachine ? world.random.nextBoolean() : world.chance(4))
        {
            if (!world.isMachine)
            {
                world.add(Happening.POWER_LOST_UNDER_PROCESS);
                world.isLossAllowed = true;
            }
            world.add(Happening.CRASH_OF_MACHINE);
            world.disk.losePower();
        }
        else
        {
            world.add(Happening.CRASH_OF_PROCESS);
        }
    }

    private void restart() throws IOException
    {
        final long scored = world.history.lastSequence();
        final boolean wasDrained = null == process || process.isDrained();
        close();
        world.disk.revive();
        world.disk.crashAfter(SimulatedDisk.NEVER);
        damage.tryOne();
        boolean isUp = false;
        while (!isUp)
        {
            close();
            world.disk.revive();
            world.disk.crashAfter(world.chance(6) ? world.random.nextInt(10) : SimulatedDisk.NEVER);
            try
            {
                start();
                isUp = true;
            }
            catch (final CrashError e)
            {
                world.add(Happening.CRASH_IN_RECOVERY);
                onCrash(e);
            }
        }
        world.disk.crashAfter(SimulatedDisk.NEVER);
        world.isLossAllowed = false;
        if (!wasDrained)
        {
            world.add(world.history.lastSequence() < scored ?
                Happening.CRASH_WITH_UNJOURNALLED : Happening.CRASH_WITH_UNANSWERED_IN_JOURNAL);
        }
    }

    private void start() throws IOException
    {
        final Layout layout = world.random.nextBoolean() ? Layout.ONE : Layout.THREE;
        world.add(Layout.ONE == layout ? Happening.LAYOUT_ONE : Happening.LAYOUT_THREE);
        final Recovered recovered = recovery.recover();
        world.trace("recovered sequence=" + world.history.lastSequence() + " layout=" + layout);
        try
        {
            process = new SimulatedProcess(world, traffic, recovered, layout);
        }
        finally
        {
            if (null == process)
            {
                CloseHelper.quietCloseAll(recovered.rooms(), recovered.folder());
            }
        }
    }

    private void close()
    {
        if (null != process)
        {
            process.close();
            process = null;
        }
    }
}
