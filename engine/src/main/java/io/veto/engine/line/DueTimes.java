package io.veto.engine.line;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When the windows next have something to do, told by the scoring thread to the gateway, which ticks.
 * <p>
 * <b>Note:</b> one writing thread; any thread may read. The two times may be of different moments: a tick that is too early or stops
 * short is followed by another.
 */
final class DueTimes
{
    private final AtomicLong nextDueMs = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong reachableMs = new AtomicLong(Long.MAX_VALUE);

    void set(final long newNextDueMs, final long newReachableMs)
    {
        nextDueMs.setRelease(newNextDueMs);
        reachableMs.setRelease(newReachableMs);
    }

    /**
     * Engine time at which something is due.
     */
    long nextDueMs()
    {
        return nextDueMs.getAcquire();
    }

    /**
     * Engine time up to which a tick is cheap.
     */
    long reachableMs()
    {
        return reachableMs.getAcquire();
    }
}
