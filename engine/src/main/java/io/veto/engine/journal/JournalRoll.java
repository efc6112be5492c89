package io.veto.engine.journal;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;

/**
 * Decides which cycle an excerpt goes into, and moves the high-water mark when a cycle has begun.
 * <p>
 * Each process begins a cycle of its own, so that Chronicle Queue never has to find the end of a file that another process left. After that
 * a cycle begins with the first record that came in on a later day, UTC, and whenever {@link #roll} asks for it. Cycles never go back:
 * where the clock did, the next minute is taken.
 * <p>
 * <b>Note:</b> the writer's thread; {@link #doWork} belongs to the side thread. Where that {@link #attend attends}, the writer's thread
 * does not wait at a new cycle until the one before is forced.
 */
final class JournalRoll implements Agent, AutoCloseable
{
    private final Path journal;
    private final JournalCycle cycle;
    private final AtomicBoolean isWriting = new AtomicBoolean();
    private final AtomicReference<HighWaterMark> due = new AtomicReference<>();
    private int lastCycle;
    private int forcedCycle;
    private boolean isAttended = false;
    private boolean rolls = true;
    private boolean hasAppended = false;

    JournalRoll(final Path journal)
    {
        this.journal = journal;
        lastCycle = JournalFiles.seal(journal);
        forcedCycle = Math.min(lastCycle, markedCycle(journal));
        if (JournalCycle.NULL_CYCLE != lastCycle)
        {
            JournalFiles.force(journal, forcedCycle);
            forcedCycle = lastCycle;
        }
        cycle = new JournalCycle(lastCycle + 1);
    }

    /**
     * Cycle up to which files are known to be forced: a process that ended in its start may have left later ones that are not.
     */
    private static int markedCycle(final Path journal)
    {
        try
        {
            final HighWaterMark mark = HighWaterMark.read(journal);
            return null == mark ? JournalCycle.NULL_CYCLE : mark.cycle();
        }
        catch (final JournalDamagedException e)
        {
            return JournalCycle.NULL_CYCLE;
        }
    }

    JournalCycle cycle()
    {
        return cycle;
    }

    void roll()
    {
        rolls = true;
    }

    /**
     * Moves to the cycle of the next excerpt.
     *
     * @param timeNs when its first record came in, epoch nanoseconds.
     */
    void beforeAppend(final long timeNs)
    {
        final int now = JournalCycle.at(timeNs);
        if (rolls || JournalCycle.day(now) > JournalCycle.day(cycle.present()))
        {
            cycle.moveTo(Math.max(now, lastCycle + 1));
            rolls = false;
            hasAppended = true;
        }
    }

    /**
     * Has the cycles before the present one, and its own beginning, forced, and notes how far, once for each cycle: at once, or on the side
     * thread.
     *
     * @param sequence of the last record appended.
     * @param epoch    of that record.
     */
    void afterAppend(final long sequence, final int epoch)
    {
        if (cycle.present() != lastCycle)
        {
            if (isAttended)
            {
                lastCycle = cycle.present();
                due.set(new HighWaterMark(sequence, epoch, lastCycle));
            }
            else
            {
                mark(sequence, epoch);
            }
        }
    }

    /**
     * Forces everything appended and notes how far; nothing if nothing was appended.
     *
     * @param sequence of the last record appended.
     * @param epoch    of that record.
     */
    void mark(final long sequence, final int epoch)
    {
        if (hasAppended)
        {
            lastCycle = cycle.present();
            write(new HighWaterMark(sequence, epoch, lastCycle));
        }
    }

    /**
     * From now on the side thread forces what a roll leaves behind.
     */
    void attend()
    {
        isAttended = true;
    }

    @Override
    public int doWork()
    {
        final HighWaterMark mark = due.getAndSet(null);
        if (null == mark)
        {
            return 0;
        }
        write(mark);
        return 1;
    }

    @Override
    public String roleName()
    {
        return "veto-journal-roll";
    }

    /**
     * Forces what the side thread has not come to.
     */
    @Override
    public void close()
    {
        doWork();
    }

    /** The side thread and the journal's meet here where a roll has just left something behind; one of them then waits for the disk. */
    private void write(final HighWaterMark mark)
    {
        while (!isWriting.compareAndSet(false, true))
        {
            Thread.yield();
        }
        try
        {
            JournalFiles.force(journal, forcedCycle);
            mark.write(journal, HighWaterMark.Writer.SERVER);
            forcedCycle = Math.max(forcedCycle, mark.cycle());
        }
        finally
        {
            isWriting.set(false);
        }
    }
}
