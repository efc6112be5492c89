package io.veto.engine.simulation;

import io.veto.engine.line.Layout;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One run from one seed: processes that start, work, crash and are recovered, one after another.
 */
final class Simulation
{
    private static final int CRASH_ONE_IN = 120;

    private final World world;
    private final Path folder;
    private final Traffic traffic;
    private final SimulatedRecovery recovery;
    private SimulatedProcess process;

    private Simulation(final World world, final Path folder)
    {
        this.world = world;
        this.folder = folder;
        traffic = new Traffic(world);
        recovery = new SimulatedRecovery(world);
    }

    /**
     * Runs a seed.
     *
     * @return what happened in it.
     * @throws AssertionError where a claim does not hold; the message says how to run the seed again.
     */
    static Coverage run(final long seed, final Path folder, final Bug bug)
    {
        try (World world = new World(seed, bug))
        {
            final Simulation simulation = new Simulation(world, folder);
            try
            {
                simulation.run();
                return world.coverage;
            }
            catch (final RuntimeException | AssertionError | IOException e)
            {
                throw new AssertionError("seed " + seed + " fails: " + e.getMessage() +
                    ": mvn -pl engine -am test -Dtest=SimulationTest#shouldRunOneSeed -Dsurefire.failIfNoSpecifiedTests=false -Dveto.seed=" +
                    seed + "\n" + world.trace, e);
            }
            finally
            {
                if (null != simulation.process)
                {
                    simulation.process.close();
                }
            }
        }
    }

    private void run() throws IOException
    {
        start();
        for (int steps = 200 + world.random.nextInt(500); steps > 0; steps--)
        {
            try
            {
                step();
            }
            catch (final CrashException e)
            {
                onCrash(e);
            }
        }
        end();
        start();
        end();
    }

    private void end()
    {
        process.crashAfter(SimulatedProcess.NEVER);
        process.stop();
    }

    private void step() throws IOException
    {
        if (world.chance(CRASH_ONE_IN))
        {
            if (world.chance(3))
            {
                throw new CrashException("between steps");
            }
            process.crashAfter(world.random.nextInt(12));
        }
        else if (world.chance(4 * CRASH_ONE_IN))
        {
            world.add(Happening.CLEAN_RESTART);
            world.trace("clean restart");
            process.stop();
            start();
        }
        process.step();
    }

    private void onCrash(final CrashException crash) throws IOException
    {
        world.trace("crash " + crash.getMessage());
        world.add(switch (crash.getMessage())
        {
            case "score" -> Happening.CRASH_BEFORE_SCORE;
            case "journal" -> Happening.CRASH_BEFORE_JOURNAL;
            case "reply" -> Happening.CRASH_BEFORE_REPLY;
            default -> Happening.CRASH_BETWEEN_STEPS;
        });
        world.add(Happening.CRASH_OF_PROCESS);
        final long scored = world.history.lastSequence();
        final boolean wasDrained = process.isDrained();
        process.close();
        start();
        if (!wasDrained)
        {
            world.add(world.history.lastSequence() < scored ?
                Happening.CRASH_WITH_UNJOURNALLED : Happening.CRASH_WITH_UNANSWERED_IN_JOURNAL);
        }
    }

    private void start() throws IOException
    {
        process = null;
        final Layout layout = world.random.nextBoolean() ? Layout.ONE : Layout.THREE;
        world.add(Layout.ONE == layout ? Happening.LAYOUT_ONE : Happening.LAYOUT_THREE);
        final Path journal = folder.resolve("journal");
        final Recovered recovered = recovery.recover(journal);
        world.trace("recovered sequence=" + recovered.lastSequence() + " epoch=" + recovered.epoch() + " layout=" + layout);
        process = new SimulatedProcess(world, traffic, journal, recovered, layout);
    }
}
