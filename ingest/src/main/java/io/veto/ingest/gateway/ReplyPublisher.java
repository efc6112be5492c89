package io.veto.ingest.gateway;

import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.ReplySink;
import io.veto.engine.line.Slot;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * Hands answers from the line's last stage to the gateway, which owns the sockets.
 * <pre>
 *   0           8
 *   +-----------+--------------------------+
 *   | session   | frame, or a source's id  |
 *   +-----------+--------------------------+
 * </pre>
 * <b>Note:</b> one thread, the reply stage's. When the gateway is behind it waits by yielding; the gateway never waits for the line.
 */
final class ReplyPublisher implements ReplySink
{
    /** A frame to send as it is. */
    static final int TYPE_FRAME = 1;
    /** A new source is in the journal. */
    static final int TYPE_SOURCE = 2;
    /** Offset of the frame. */
    static final int FRAME_OFFSET = Long.BYTES;

    private final OneToOneRingBuffer replies;
    private final BooleanSupplier isAbandoned;
    private final AnswerFrames frames = new AnswerFrames();

    /**
     * Makes the publisher.
     *
     * @param replies     to the gateway.
     * @param isAbandoned true when the gateway reads no more.
     */
    ReplyPublisher(final OneToOneRingBuffer replies, final BooleanSupplier isAbandoned)
    {
        this.replies = replies;
        this.isAbandoned = isAbandoned;
    }

    @Override
    public void onJournalled(final Slot slot)
    {
        final UnsafeBuffer record = slot.record();
        final int type = RecordDescriptor.type(record, 0);
        final boolean isSource = RecordDescriptor.TYPE_SOURCE == type;
        final int length = FRAME_OFFSET + (isSource ? Integer.BYTES : AnswerFrames.length(type));
        int index = replies.tryClaim(isSource ? TYPE_SOURCE : TYPE_FRAME, length);
        while (index < 0)
        {
            if (isAbandoned.getAsBoolean())
            {
                return;
            }
            Thread.yield();
            index = replies.tryClaim(isSource ? TYPE_SOURCE : TYPE_FRAME, length);
        }
        final AtomicBuffer buffer = replies.buffer();
        buffer.putLong(index, slot.session());
        if (isSource)
        {
            buffer.putInt(index + FRAME_OFFSET, RecordDescriptor.sourceId(record, 0));
        }
        else
        {
            frames.encode(record, 0, 0, buffer, index + FRAME_OFFSET);
        }
        replies.commit(index);
    }
}
