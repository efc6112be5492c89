package io.veto.rules.window;

/**
 * The state behind the windows has reached one of its {@link WindowLimits}: going on would break exactness, so intake must stop.
 */
public final class StateLimitException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Names the limit and what reached it.
     *
     * @param message what is full, the limit, and what mends it.
     */
    public StateLimitException(final String message)
    {
        super(message);
    }
}
