package io.veto.engine.simulation;

/**
 * Here the simulated process ends.
 */
final class CrashException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    CrashException(final String where)
    {
        super(where);
    }
}
