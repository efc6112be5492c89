package io.veto.engine.line;

import io.veto.engine.journal.RecordDescriptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A journal record that an operator's command, or a guard, makes: of any length up to {@link RecordDescriptor#LENGTH_MAX}, because it
 * travels the line beside its slot and not in it. It is used once.
 * <p>
 * <b>Note:</b> whoever makes it fills it in, and leaves it alone once it is in the {@link OperatorQueue}; any thread may wait for
 * {@link #journalled}. What depends on that future without a thread of its own runs on the line and must be short.
 */
public final class OperatorRecord
{
    private final int type;
    private final UnsafeBuffer buffer;
    private final int length;
    private final AtomicBoolean isSettled = new AtomicBoolean();
    private final CompletableFuture<Long> journalled = new CompletableFuture<>();

    /**
     * Makes a record.
     *
     * @param type   of the record.
     * @param buffer that holds its payload from {@link RecordDescriptor#HEADER_LENGTH} on; header and checksum are filled in on the line.
     * @param length of the whole record, from {@link RecordDescriptor#recordLength}.
     * @throws IllegalArgumentException if the length is none of a record.
     */
    public OperatorRecord(final int type, final UnsafeBuffer buffer, final int length)
    {
        if (length <= RecordDescriptor.HEADER_LENGTH || length > RecordDescriptor.LENGTH_MAX || length > buffer.capacity() ||
            0 != (length & 7))
        {
            throw new IllegalArgumentException("record length out of bounds: maximumLength=" +
                Math.min(buffer.capacity(), RecordDescriptor.LENGTH_MAX) + " length=" + length);
        }
        this.type = type;
        this.buffer = buffer;
        this.length = length;
    }

    /**
     * Type of the record.
     *
     * @return one of the types of {@link RecordDescriptor}.
     */
    public int type()
    {
        return type;
    }

    /**
     * The record.
     *
     * @return buffer whose offset 0 is the record's.
     */
    public UnsafeBuffer buffer()
    {
        return buffer;
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
     * What became of it.
     *
     * @return its sequence once it is in the journal; an {@link IllegalStateException} where it never will be.
     */
    public CompletableFuture<Long> journalled()
    {
        return journalled;
    }

    /**
     * Settles that it goes on the line: nobody can take it back any more.
     *
     * @return false if it was taken back.
     */
    public boolean take()
    {
        return isSettled.compareAndSet(false, true);
    }

    /**
     * Takes it back, unless it is on the line already.
     *
     * @param reason in one line.
     * @return false if it is on the line.
     */
    public boolean refuse(final String reason)
    {
        final boolean isTakenBack = isSettled.compareAndSet(false, true);
        if (isTakenBack)
        {
            fail(reason);
        }
        return isTakenBack;
    }

    /**
     * The line ended before it was journalled.
     *
     * @param reason in one line.
     */
    void fail(final String reason)
    {
        journalled.completeExceptionally(new IllegalStateException(reason));
    }

    void onJournalled()
    {
        journalled.complete(RecordDescriptor.sequence(buffer, 0));
    }
}
