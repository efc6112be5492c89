package io.veto.engine.line;

import com.lmax.disruptor.ExceptionHandler;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends the line at the first exception of a stage: the stage's thread stops where it is, so nothing behind it is journalled or answered.
 * <p>
 * The Disruptor's own handler would end the thread and leave the producer waiting for ever.
 */
final class FatalHandler implements ExceptionHandler<Slot>
{
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * What ended the line.
     *
     * @return the first failure, or null while the line runs.
     */
    Throwable failure()
    {
        return failure.get();
    }

    /**
     * A stage's thread ends. Where memory is used up, not even what carries the failure out can be made.
     *
     * @param error that ends it; not the first failure unless there was none.
     */
    void onThreadEnd(final Throwable error)
    {
        failure.compareAndSet(null, error);
    }

    @Override
    public void handleEventException(final Throwable error, final long ringSequence, final Slot slot)
    {
        failure.compareAndSet(null, error);
        throw new StageFailedException(error);
    }

    @Override
    public void handleOnStartException(final Throwable error)
    {
        failure.compareAndSet(null, error);
    }

    @Override
    public void handleOnShutdownException(final Throwable error)
    {
        failure.compareAndSet(null, error);
    }

    /**
     * Carries a failure out of the batch loop.
     */
    static final class StageFailedException extends RuntimeException
    {
        private static final long serialVersionUID = 1L;

        StageFailedException(final Throwable cause)
        {
            super(cause);
        }
    }
}
