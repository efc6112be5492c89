package io.veto.rules.window;

/**
 * Engine time: the highest effective time so far.
 * <p>
 * <b>Note:</b> one thread. It is told the time; it asks nobody.
 */
final class EngineClock
{
    private long timeMs = Windows.NULL_TIME_MS;

    long timeMs()
    {
        return timeMs;
    }

    /**
     * Moves on.
     *
     * @return false if the time is not later.
     */
    boolean advance(final long newTimeMs)
    {
        if (newTimeMs <= timeMs)
        {
            return false;
        }
        timeMs = newTimeMs;
        return true;
    }
}
