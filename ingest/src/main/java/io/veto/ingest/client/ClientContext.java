package io.veto.ingest.client;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link VetoClient} needs to know: where the server is, who is sending, and how patient to be. Only the address
 * and the source name have no default.
 * <p>
 * <b>Note:</b> not thread safe; read once, by the constructor of the client.
 */
public final class ClientContext
{
    /** Unanswered messages that are kept for sending again. */
    public static final int WINDOW_DEFAULT = 8192;
    /** Time without a connection, or silence with answers outstanding, after which the client gives up. */
    public static final long TIMEOUT_DEFAULT_MS = 30_000;
    /** Pause before the first attempt to connect again; doubled after each until the longest. */
    public static final long BACKOFF_MIN_DEFAULT_MS = 100;
    /** Longest pause between two attempts to connect. */
    public static final long BACKOFF_MAX_DEFAULT_MS = 1_000;
    /** Longest source name, in characters. */
    public static final int SOURCE_NAME_LENGTH_MAX = 64;

    private InetSocketAddress address;
    private String sourceName;
    private int window = WINDOW_DEFAULT;
    private boolean offersFromFirst = true;
    private long reconnectTimeoutMs = TIMEOUT_DEFAULT_MS;
    private long silenceTimeoutMs = TIMEOUT_DEFAULT_MS;
    private long backoffMinMs = BACKOFF_MIN_DEFAULT_MS;
    private long backoffMaxMs = BACKOFF_MAX_DEFAULT_MS;

    /**
     * Whether a text may name a source: 1 to 64 printable ASCII characters, no blank.
     *
     * @param text to look at.
     * @return true if it may.
     */
    public static boolean isSourceName(final CharSequence text)
    {
        if (text.isEmpty() || text.length() > SOURCE_NAME_LENGTH_MAX)
        {
            return false;
        }
        for (int i = 0; i < text.length(); i++)
        {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~')
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Where the server listens.
     *
     * @param address resolved already.
     * @return this.
     * @throws IllegalArgumentException if the host name could not be resolved.
     */
    public ClientContext address(final InetSocketAddress address)
    {
        if (address.isUnresolved())
        {
            throw new IllegalArgumentException("unknown host: host=" + address.getHostString());
        }
        this.address = address;
        return this;
    }

    /**
     * Where the server listens.
     *
     * @return the address.
     */
    public InetSocketAddress address()
    {
        return address;
    }

    /**
     * Who is sending. Message numbers count per source, at the server too.
     *
     * @param sourceName 1 to 64 printable ASCII characters without blanks.
     * @return this.
     * @throws IllegalArgumentException if it is something else.
     */
    public ClientContext sourceName(final String sourceName)
    {
        if (!isSourceName(sourceName))
        {
            throw new IllegalArgumentException(
                "source name is not 1 to 64 printable ASCII characters without blanks: length=" + sourceName.length());
        }
        this.sourceName = sourceName;
        return this;
    }

    /**
     * Who is sending.
     *
     * @return the source name.
     */
    public String sourceName()
    {
        return sourceName;
    }

    /**
     * How many messages may be unanswered at a time.
     *
     * @param window 1 to 2^20 messages.
     * @return this.
     * @throws IllegalArgumentException if it is out of that range.
     */
    public ClientContext window(final int window)
    {
        if (window < 1 || window > 1 << 20)
        {
            throw new IllegalArgumentException("window out of range: expectedWindow=1..1048576 window=" + window);
        }
        this.window = window;
        return this;
    }

    /**
     * How many messages may be unanswered at a time.
     *
     * @return the window in messages.
     */
    public int window()
    {
        return window;
    }

    /**
     * Whether the first message offered is number 1 of the source, so that what is in the journal already is not sent
     * again but answered from there; otherwise it is the one after the last that is in the journal.
     *
     * @param offersFromFirst true to begin with number 1, the default.
     * @return this.
     */
    public ClientContext offersFromFirst(final boolean offersFromFirst)
    {
        this.offersFromFirst = offersFromFirst;
        return this;
    }

    /**
     * Whether the first message offered is number 1 of the source.
     *
     * @return true if it is.
     */
    public boolean offersFromFirst()
    {
        return offersFromFirst;
    }

    /**
     * How long to go on trying to connect since the last time it was connected.
     *
     * @param reconnectTimeoutMs in milliseconds.
     * @return this.
     */
    public ClientContext reconnectTimeoutMs(final long reconnectTimeoutMs)
    {
        this.reconnectTimeoutMs = reconnectTimeoutMs;
        return this;
    }

    /**
     * How long the server may be silent with answers outstanding before the connection counts as broken.
     *
     * @param silenceTimeoutMs in milliseconds.
     * @return this.
     */
    public ClientContext silenceTimeoutMs(final long silenceTimeoutMs)
    {
        this.silenceTimeoutMs = silenceTimeoutMs;
        return this;
    }

    /**
     * Pauses between two attempts to connect: the first, and the longest that doubling may reach.
     *
     * @param backoffMinMs first pause in milliseconds.
     * @param backoffMaxMs longest pause in milliseconds.
     * @return this.
     */
    public ClientContext backoffMs(final long backoffMinMs, final long backoffMaxMs)
    {
        this.backoffMinMs = backoffMinMs;
        this.backoffMaxMs = backoffMaxMs;
        return this;
    }

    String addressText()
    {
        return address.getHostString() + ":" + address.getPort();
    }

    SessionException inconsistent(final String message)
    {
        return new SessionException(SessionException.Reason.INCONSISTENT, message + " address=" + addressText());
    }

    long reconnectTimeoutNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(reconnectTimeoutMs);
    }

    long silenceTimeoutNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(silenceTimeoutMs);
    }

    long backoffMinNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(backoffMinMs);
    }

    long backoffMaxNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(backoffMaxMs);
    }
}
