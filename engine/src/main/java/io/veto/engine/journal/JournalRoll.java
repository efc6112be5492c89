package io.veto.engine.journal;

import java.nio.file.Path;

/**
 * Decides which cycle an excerpt goes into, and moves the high-water mark when a cycle has begun.
 * <p>
 * Each process begins a cycle of its own, so that Chronicle Queue never has to find the end of a file that another process left. After that
 * a cycle begins with the first record that came in on a later day, UTC, and whenever {@link #roll} asks for it. Cycles never go back: where
 * the clock did, the next minute is taken.
 * <p>
 * <b>Note:</b> the writer's thread.
 */
final class JournalRoll
{
    private final Path journal;
    private final JournalCycle cycle;
    private int lastMarkedCycle;
    private boolean rolls = true;
    private boolean hasAppended = false;

    JournalRoll(final Path journal)
    {
        this.journal = journal;
        lastMarkedCycle = JournalFiles.seal(journal);
        cycle = new JournalCycle(lastMarkedCycle + 1);
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
            cycle.moveTo(Math.max(now, lastMarkedCycle + 1));
            rolls = false;
            hasAppended = true;
        }
    }

    /**
     * Forces the present cycle and the ones before it, and notes how far, once for each cycle.
     *
     * @param sequence of the last record appended.
     * @param epoch    of that record.
     */
    void afterAppend(final long sequence, final int epoch)
    {
        if (cycle.present() != lastMarkedCycle)
        {
            mark(sequence, epoch);
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
            JournalFiles.force(journal, lastMarkedCycle);
            new HighWaterMark(sequence, epoch, cycle.present()).write(journal);
            lastMarkedCycle = cycle.present();
        }
    }
}
