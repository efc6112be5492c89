package io.veto.engine.line;

/**
 * On how many threads the three stages run.
 */
public enum Layout
{
    /** Score, journal and reply on one thread: best under four cores. */
    ONE,
    /** A thread for each. */
    THREE;

    /**
     * What fits the machine.
     *
     * @param cores of the machine.
     * @return {@link #ONE} under four cores.
     */
    public static Layout forCores(final int cores)
    {
        return cores < 4 ? ONE : THREE;
    }
}
