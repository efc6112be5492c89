package io.veto.engine.recovery;

/**
 * Scoring the journal again gave another answer than the one that was sent.
 */
public final class DivergenceException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Names the first difference.
     *
     * @param message sequence, and expected and actual value.
     */
    public DivergenceException(final String message)
    {
        super(message);
    }
}
