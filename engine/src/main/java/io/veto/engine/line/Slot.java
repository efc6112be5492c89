package io.veto.engine.line;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One place in the ring: the image of a journal record, and what the line must know of it besides.
 * <p>
 * <b>Note:</b> the gateway fills it in and publishes it; after that it belongs to one stage after another.
 *
 * @see io.veto.engine.journal.RecordDescriptor
 */
public final class Slot
{
    /** The message came from no session. */
    public static final long NULL_SESSION = 0;

    private final UnsafeBuffer record;
    private int length;
    private long session;
    private long ingressNanoTime;
    private OperatorRecord operatorRecord;

    Slot(final UnsafeBuffer record)
    {
        this.record = record;
    }

    /**
     * The record image.
     *
     * @return buffer whose offset 0 is the record's.
     */
    public UnsafeBuffer record()
    {
        return record;
    }

    /**
     * Length of the record.
     *
     * @return whole length in bytes.
     */
    public int length()
    {
        return length;
    }

    /**
     * Where the answer goes.
     *
     * @return the gateway's name for the session; {@link #NULL_SESSION} for none.
     */
    public long session()
    {
        return session;
    }

    /**
     * When the gateway read the message, by {@link System#nanoTime}.
     *
     * @return nanoseconds on the process's monotonic clock.
     */
    public long ingressNanoTime()
    {
        return ingressNanoTime;
    }

    /**
     * What an operator sent, where it is journalled in place of the record image, of which only the header is good then.
     *
     * @return the record at its whole length; null for everything else.
     */
    public OperatorRecord operatorRecord()
    {
        return operatorRecord;
    }

    void operatorRecord(final OperatorRecord newOperatorRecord)
    {
        operatorRecord = newOperatorRecord;
    }

    void set(final int length, final long session, final long ingressNanoTime)
    {
        this.length = length;
        this.session = session;
        this.ingressNanoTime = ingressNanoTime;
    }
}
