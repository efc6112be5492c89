package io.veto.engine.journal;

import java.nio.file.Path;

/**
 * Where a journal ends, and how.
 *
 * @param state      whether anything is wrong with it.
 * @param cycle      whose file holds the last whole record; {@link #NULL_CYCLE} if there is none.
 * @param file       that holds it, or the journal's folder.
 * @param goodLength bytes of that file up to the end of the last whole record.
 * @param sequence   of the last whole record.
 * @param epoch      of the last whole record.
 * @param voidLength bytes behind it that are no whole record.
 * @param problem    one line that names what is damaged or missing; empty if nothing is.
 */
public record JournalEnd(
    State state, int cycle, Path file, long goodLength, long sequence, int epoch, long voidLength, String problem)
{
    /** There is no file. */
    public static final int NULL_CYCLE = JournalCycle.NULL_CYCLE;

    /**
     * What stands behind the last whole record.
     */
    public enum State
    {
        /** There is no record. */
        EMPTY,
        /** Nothing stands behind it. */
        WHOLE,
        /** An excerpt whose writing was cut off; the next writer declares it void by a CUT record. */
        TORN,
        /** Whole records, or it was known to be forced further: a person decides. */
        DAMAGED
    }

    /**
     * Whether the next writer has to begin with a CUT record.
     *
     * @return true behind a torn tail.
     */
    public boolean isTorn()
    {
        return State.TORN == state;
    }

    /**
     * Refuses a damaged journal.
     *
     * @return this.
     * @throws JournalDamagedException if it is damaged.
     */
    public JournalEnd check()
    {
        if (State.DAMAGED == state)
        {
            throw new JournalDamagedException(problem);
        }
        return this;
    }

    /**
     * The same end, with everything behind it given up: what a person decides who repairs a damaged journal.
     *
     * @return a torn end.
     */
    public JournalEnd givenUp()
    {
        return new JournalEnd(State.TORN, cycle, file, goodLength, sequence, epoch, voidLength, "");
    }
}
