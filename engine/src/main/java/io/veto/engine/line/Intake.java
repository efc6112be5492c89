package io.veto.engine.line;

import com.lmax.disruptor.RingBuffer;
import io.veto.engine.journal.RecordDescriptor;

/**
 * The one way onto the line. Gives each record its sequence.
 * <p>
 * <b>Note:</b> one thread, the gateway's. Never waits: ask {@link #hasRoom} first.
 */
public final class Intake
{
    private final RingBuffer<Slot> ring;
    private final int epoch;
    private long lastSequence;
    private long claimed = -1;

    Intake(final RingBuffer<Slot> ring, final int epoch, final long lastSequence)
    {
        this.ring = ring;
        this.epoch = epoch;
        this.lastSequence = lastSequence;
    }

    /**
     * Whether the ring has a free slot.
     *
     * @return false when the line is behind by the whole ring.
     */
    public boolean hasRoom()
    {
        return ring.hasAvailableCapacity(1);
    }

    /**
     * Takes the next slot to fill in. A slot that is not published is taken again by the next claim.
     *
     * @return the slot; its record holds whatever was there before.
     */
    public Slot claim()
    {
        if (claimed < 0)
        {
            claimed = ring.next();
        }
        return ring.get(claimed);
    }

    /**
     * Numbers the claimed slot's record and puts it on the line.
     *
     * @param type            of the record.
     * @param length          of the record.
     * @param ingressTimeNs   epoch nanoseconds.
     * @param ingressNanoTime the same moment by {@link System#nanoTime}.
     * @param session         where the answer goes; {@link Slot#NULL_SESSION} for none.
     * @return sequence of the record.
     */
    public long publish(
        final int type, final int length, final long ingressTimeNs, final long ingressNanoTime, final long session)
    {
        final Slot slot = ring.get(claimed);
        slot.set(length, session, ingressNanoTime);
        RecordDescriptor.putHeader(slot.record(), 0, length, type, epoch, ++lastSequence, ingressTimeNs);
        ring.publish(claimed);
        claimed = -1;
        return lastSequence;
    }

    /**
     * Numbers an operator's record and puts it on the line. The ring must have room.
     *
     * @param operatorRecord  that was taken from the queue.
     * @param ingressTimeNs   epoch nanoseconds.
     * @param ingressNanoTime the same moment by {@link System#nanoTime}.
     * @return sequence of the record.
     */
    public long publish(final OperatorRecord operatorRecord, final long ingressTimeNs, final long ingressNanoTime)
    {
        final int length = operatorRecord.length();
        final int type = operatorRecord.type();
        claim().operatorRecord(operatorRecord);
        RecordDescriptor.putHeader(operatorRecord.buffer(), 0, length, type, epoch, lastSequence + 1, ingressTimeNs);
        return publish(type, length, ingressTimeNs, ingressNanoTime, Slot.NULL_SESSION);
    }

    /**
     * Number of process starts so far.
     *
     * @return the epoch of every record of this process.
     */
    public int epoch()
    {
        return epoch;
    }

    /**
     * Last sequence that was given.
     *
     * @return the sequence.
     */
    public long lastSequence()
    {
        return lastSequence;
    }
}
