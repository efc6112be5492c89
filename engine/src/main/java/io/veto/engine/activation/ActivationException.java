package io.veto.engine.activation;

/**
 * A rule set was not activated, and nothing has changed.
 */
public final class ActivationException extends Exception
{
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message in one line, with what mends it.
     */
    public ActivationException(final String message)
    {
        super(message);
    }

    /**
     * Says why.
     *
     * @param message in one line, with what mends it.
     * @param cause   of it.
     */
    public ActivationException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
