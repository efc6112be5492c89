package io.veto.ingest.feed;

/**
 * A feed ended before its last answer. The message is one line for the user and never holds a card number.
 */
public final class FeedException extends Exception
{
    private static final long serialVersionUID = 1L;

    /** Exit code where the file or the command has to change. */
    public static final int BAD_INPUT = 2;
    /** Exit code where the surroundings have to change: server, disk, a file that changes meanwhile. */
    public static final int ENVIRONMENT = 3;

    private final int exitCode;

    /**
     * Ends a feed.
     *
     * @param exitCode {@link #BAD_INPUT} or {@link #ENVIRONMENT}.
     * @param message  one line.
     */
    public FeedException(final int exitCode, final String message)
    {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * Exit code of the command that ran the feed.
     *
     * @return {@link #BAD_INPUT} or {@link #ENVIRONMENT}.
     */
    public int exitCode()
    {
        return exitCode;
    }
}
