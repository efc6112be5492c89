package io.veto.rules.window;

import io.veto.rules.state.StateDamagedException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the segments of the reservoir lie: equally long stretches of memory, given out and taken back in journal order.
 * <p>
 * <b>Note:</b> belongs to the thread of the windows that it was given to.
 */
public interface SegmentStore extends AutoCloseable
{
    /** 65536 events a segment. */
    int SEGMENT_BITS_DEFAULT = 16;

    /**
     * Gives a segment out.
     *
     * @param segment number, one above that of the call before, or of {@link #adopt}; the first is 0.
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
     * How many events a segment holds; it changes no answer.
     *
     * @return binary logarithm of the number, from 6 to 24.
     */
    default int segmentBits()
    {
        return SEGMENT_BITS_DEFAULT;
    }

    /**
     * Keeps a full segment, which never changes any more, beside the state that is being saved, so that {@link #adopt} finds it again.
     *
     * @param segment number of one that is out.
     * @return false where the store keeps none: it is then written into the state itself.
     * @throws java.io.UncheckedIOException if it should be kept and cannot.
     */
    default boolean keep(final long segment)
    {
        return false;
    }

    /**
     * Gives a segment out again that was kept beside the state that is being loaded.
     *
     * @param segment number, one above that of the call before, or of {@link #acquire}; the first of a store may be any.
     * @param length  in bytes, the same in every call.
     * @return over a direct byte buffer, which nobody writes.
     * @throws StateDamagedException when it is not there, or is not as long.
     * @throws StateLimitException   when there is no room for it.
     */
    default UnsafeBuffer adopt(final long segment, final int length)
    {
        throw new StateDamagedException(
            "segment of the reservoir is kept beside the state, and this store looks nowhere: segment=" + segment);
    }

    /**
     * Takes everything back and gives up what the store took from the system.
     */
    @Override
    void close();
}
