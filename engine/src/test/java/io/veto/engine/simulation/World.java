package io.veto.engine.simulation;

import io.veto.engine.recovery.ProcessSettings;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.layout.ClockMode;
import io.veto.rules.layout.Durability;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.MemoryAdvice;
import io.veto.rules.window.MemorySegments;
import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What outlives the simulated process: chance, clock, senders, the history that the journal must hold.
 */
final class World implements AutoCloseable
{
    static final ScorerConfig SCORER = new ScorerConfig(60_000, 3_000, new WindowLimits(1 << 20, 1 << 16, 1 << 12, 1 << 16),
        120_000, 48);
    static final long CLOCK_AHEAD_MS_MAX = 5_000;
    private static final int SEGMENT_BITS = 7;
    private static final long BUDGET_NS = 100_000_000;
    private static final long BUDGET_RESERVE_NS = 10_000_000;
    private static final long BEGIN_MS = 1_700_000_000_000L;
    private static final int SENDERS = 3;

    final SplittableRandom random;
    final Coverage coverage = new Coverage();
    final Trace trace = new Trace();
    final Sender[] senders = new Sender[SENDERS];
    final History history = new History(SCORER);
    /** First sequence of each excerpt that was written. */
    final TreeSet<Long> excerpts = new TreeSet<>();
    /** Cycles whose torn tails were cut by a process that came to work. */
    final TreeSet<Integer> cutCycles = new TreeSet<>();
    final Bug bug;
    final boolean isMachine;
    final SimulatedDisk disk;
    /** The journal is on the disk up to here at least. */
    long floor = 0;
    /** Whether answers may be lost behind the floor: power went, and nobody had promised more. */
    boolean isLossAllowed = false;
    /** Last sequence before the last process took anything in. */
    long startedBehind = 0;
    /** Whether somebody changed the disk. */
    boolean isDamaged = false;
    /** Answers from this sequence on may have been taken for a torn tail. */
    long toldChecked = Long.MAX_VALUE;
    private long nowMs = BEGIN_MS;

    World(final long seed, final Path folder, final Bug bug) throws IOException
    {
        this.bug = bug;
        random = new SplittableRandom(seed);
        isMachine = random.nextBoolean();
        add(isMachine ? Happening.DURABILITY_MACHINE : Happening.DURABILITY_PROCESS);
        disk = new SimulatedDisk(this, folder);
        for (int i = 0; i < SENDERS; i++)
        {
            senders[i] = new Sender("sender-" + i);
        }
    }

    /** Rooms whose reservoirs have many small segments. */
    static WindowRooms rooms()
    {
        return WindowRooms.in(() -> new WindowMemory(new MemorySegments(SEGMENT_BITS), MemoryAdvice.NONE, TailListener.NONE));
    }

    @Override
    public void close()
    {
        history.close();
    }

    /** What a process starts with. */
    ProcessSettings settings(final long tokenKeyId)
    {
        return new ProcessSettings(
            SCORER, ClockMode.INGEST, CLOCK_AHEAD_MS_MAX, BUDGET_NS, BUDGET_RESERVE_NS, tokenKeyId, durability());
    }

    Durability durability()
    {
        return isMachine ? Durability.MACHINE : Durability.PROCESS;
    }

    long nowMs()
    {
        return nowMs;
    }

    long nowNs()
    {
        return nowMs * 1_000_000;
    }

    void passTime()
    {
        nowMs += random.nextInt(0 == random.nextInt(150) ? 700_000 : 3_000);
    }

    boolean chance(final int oneIn)
    {
        return 0 == random.nextInt(oneIn);
    }

    void add(final Happening happening)
    {
        coverage.add(happening);
    }

    void trace(final String line)
    {
        trace.add(line);
    }
}
