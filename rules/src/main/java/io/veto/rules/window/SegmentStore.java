package io.veto.rules.window;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the segments of the reservoir lie: equally long stretches of memory, given out and taken back in journal order.
 * <p>
 * <b>Note:</b> belongs to the thread of the windows that it was given to.
 */
public interface SegmentStore extends AutoCloseable
{
    /**
     * Gives a segment out.
     *
     * @param segment number, one above that of the call before; the first is 0.
     * @param length  in bytes, the same in every call.
     * @return over a direct byte buffer; zeroed or used before; written from its beginning on.
     * @throws StateLimitException when it cannot be had: no memory, no room on the disk, no mapping.
     */
    UnsafeBuffer acquire(long segment, int length);

    /**
     * Takes the oldest segment that is out back. Nobody touches its buffer any more.
     *
     * @param segment number.
     * @param buffer  that {@link #acquire} gave for it.
     */
    void release(long segment, UnsafeBuffer buffer);

    /**
     * Takes everything back and gives up what the store took from the system.
     */
    @Override
    void close();
}
