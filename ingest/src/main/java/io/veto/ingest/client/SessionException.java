package io.veto.ingest.client;

/**
 * The session has ended for good: trying again by itself would not help. The message is one line.
 */
public final class SessionException extends Exception
{
    private static final long serialVersionUID = 1L;

    /** Why a session ended. */
    public enum Reason
    {
        /** The server sent a problem: what was sent has to change. */
        REFUSED,
        /** Another client of the same source has connected. */
        REPLACED,
        /** No connection within the time allowed. */
        UNREACHABLE,
        /** What the server said does not fit the protocol, or what it had said before. */
        INCONSISTENT
    }

    private final Reason reason;

    /**
     * Ends a session.
     *
     * @param reason  why.
     * @param message one line.
     */
    public SessionException(final Reason reason, final String message)
    {
        super(message);
        this.reason = reason;
    }

    /**
     * Why the session ended.
     *
     * @return the reason.
     */
    public Reason reason()
    {
        return reason;
    }
}
