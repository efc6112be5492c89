package io.veto.ingest.client;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * How long there has been no connection, when to try again, and when to give up. It begins when the first connection is wanted, or one is
 * lost, and ends with an answer, or with a connection on which no answer is lacking: a server that takes connections and breaks them
 * before it answers anything is away.
 * <p>
 * <b>Note:</b> single-threaded. Reads no clock.
 */
final class Outage
{
    private final ClientContext context;
    private boolean isOn;
    private long sinceNs;
    private long nextAttemptNs;
    private long backoffNs;
    private String cause = "";
    private long abandoned;

    Outage(final ClientContext context)
    {
        this.context = context;
        backoffNs = context.backoffMinNs();
    }

    /**
     * What an exception says, in one line.
     */
    static String causeOf(final IOException ex)
    {
        return ex.getMessage() == null ? ex.getClass().getSimpleName() : ex.getMessage();
    }

    /**
     * Whether it is time to try to connect.
     */
    boolean isAttemptDue(final long nowNs)
    {
        if (!isOn)
        {
            isOn = true;
            sinceNs = nowNs;
            nextAttemptNs = nowNs;
        }
        return nowNs - nextAttemptNs >= 0;
    }

    /**
     * Notes that a connection was lost or could not be made.
     */
    void onLost(final long nowNs, final String newCause)
    {
        if (!isOn)
        {
            isOn = true;
            sinceNs = nowNs;
        }
        cause = newCause;
        abandoned++;
        nextAttemptNs = nowNs + backoffNs;
        backoffNs = Math.min(2 * backoffNs, context.backoffMaxNs());
    }

    /**
     * Whether it may be this client's own greeting, on a connection that it has lost, that came late and closed the present one. Each lost
     * connection explains one, so a second client of the same source is not fought with for ever.
     *
     * @return true if so; the present connection, which is lost now, explains none.
     */
    boolean isOwnGreeting()
    {
        final boolean isOwn = abandoned > 0;
        abandoned -= isOwn ? 2 : 0;
        return isOwn;
    }

    /**
     * Notes a connection that answers may be had of.
     */
    void onConnected(final boolean isAnswerLacking)
    {
        isOn &= isAnswerLacking;
        backoffNs = context.backoffMinNs();
    }

    /**
     * Notes an answer.
     */
    void onAnswer()
    {
        isOn = false;
    }

    /**
     * Whether it has lasted longer than allowed.
     */
    boolean isTooLong(final long nowNs)
    {
        return isOn && nowNs - sinceNs > context.reconnectTimeoutNs();
    }

    /**
     * What ends a session whose outage has lasted too long.
     */
    SessionException end(final long nowNs, final long messagesAnswered)
    {
        return new SessionException(SessionException.Reason.UNREACHABLE, "server not reachable: " + cause + " triedMs=" +
            TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs) + " messagesAnswered=" + messagesAnswered);
    }

    /**
     * Why the last attempt failed.
     */
    String cause()
    {
        return cause;
    }
}
