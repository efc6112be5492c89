package io.veto.engine.line;

import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Brings operators' records to the gateway, which alone puts them on the line. Holds {@value #CAPACITY} of them.
 * <p>
 * <b>Note:</b> any thread may offer; polling and closing belong to the gateway's thread. Nobody waits for anybody.
 */
public final class OperatorQueue
{
    /** Most records that wait. */
    public static final int CAPACITY = 64;
    /** Why a record is refused once the queue is closed. */
    public static final String STOPPING = "the server stops: start it again and ask again";

    private final ManyToOneConcurrentArrayQueue<OperatorRecord> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private volatile boolean isClosed = false;

    /**
     * Adds a record, whose future says what becomes of it: where the queue is closed it is refused.
     *
     * @param record filled in.
     * @return false where the queue is full; nothing has happened to the record then.
     */
    public boolean offer(final OperatorRecord record)
    {
        if (!isClosed && !queue.offer(record))
        {
            return false;
        }
        if (isClosed)
        {
            record.refuse(STOPPING);
        }
        return true;
    }

    /**
     * Takes the next record that nobody took back.
     *
     * @return the record, settled; null if there is none.
     */
    public OperatorRecord poll()
    {
        OperatorRecord record = queue.poll();
        while (null != record && !record.take())
        {
            record = queue.poll();
        }
        return record;
    }

    /**
     * Refuses what waits and what is still to come.
     */
    public void close()
    {
        isClosed = true;
        queue.drain(record -> record.refuse(STOPPING));
    }
}
