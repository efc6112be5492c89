package io.veto.rules.state;

/**
 * A state that was written down is not what comes back.
 */
public final class StateDamagedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Names the damage.
     *
     * @param message what is wrong, expected before actual.
     */
    public StateDamagedException(final String message)
    {
        super(message);
    }
}
