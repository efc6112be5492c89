package io.veto.rules.window;

/**
 * The reservoir does not hold what was written to it.
 */
public final class ReservoirDamagedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Names the damage.
     *
     * @param message which event's block is damaged, both checksums, and what mends it.
     */
    public ReservoirDamagedException(final String message)
    {
        super(message);
    }
}
