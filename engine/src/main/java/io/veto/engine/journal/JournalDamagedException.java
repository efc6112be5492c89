package io.veto.engine.journal;

/**
 * The journal does not say what was written to it.
 */
public final class JournalDamagedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Names the damage.
     *
     * @param message what is wrong, with the sequence and the file.
     */
    public JournalDamagedException(final String message)
    {
        super(message);
    }
}
