package io.veto.engine.simulation;

/**
 * Here the simulated process ends.
 */
final class CrashError extends Error
{
    private static final long serialVersionUID = 1L;

    CrashError(final String where)
    {
        super(where);
    }
}
