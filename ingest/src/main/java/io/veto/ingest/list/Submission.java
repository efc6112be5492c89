package io.veto.ingest.list;

import io.veto.engine.line.OperatorQueue;
import io.veto.ingest.operator.OperatorAnswer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Puts the records of a change on the line, as many at a time as the queue holds, and waits until they are journalled.
 * <p>
 * <b>Note:</b> used once, on one thread.
 */
final class Submission
{
    private static final long RETRY_MS = 1;

    private final OperatorQueue queue;
    private final long patienceMs;
    private final List<ListRecords.Part> parts;
    private final Consumer<ListRecords.Part> onJournalled;
    private int offered = 0;

    /**
     * Prepares a change.
     *
     * @param queue        to the line.
     * @param patienceMs   longest wait for a record.
     * @param parts        of the change, in order.
     * @param onJournalled told of each that is in the journal, or is on its way and cannot be taken back, in order.
     */
    Submission(
        final OperatorQueue queue, final long patienceMs, final List<ListRecords.Part> parts, final Consumer<ListRecords.Part> onJournalled)
    {
        this.queue = queue;
        this.patienceMs = patienceMs;
        this.parts = parts;
        this.onJournalled = onJournalled;
    }

    /**
     * Submits the records.
     *
     * @return sequence of the last; 0 for none.
     * @throws ListRefusedException if not all are journalled; it says how many are.
     */
    long submit()
    {
        long lastSequence = 0;
        for (int i = 0; i < parts.size(); i++)
        {
            try
            {
                offerUpTo(i);
                lastSequence = parts.get(i).record().journalled().get(patienceMs, TimeUnit.MILLISECONDS);
                onJournalled.accept(parts.get(i));
            }
            catch (final ExecutionException e)
            {
                throw refused(i, e.getCause().getMessage());
            }
            catch (final TimeoutException e)
            {
                throw refused(i, "the line does not take it: waitedMs=" + patienceMs);
            }
            catch (final InterruptedException e)
            {
                Thread.currentThread().interrupt();
                throw refused(i, "the command was interrupted");
            }
        }
        return lastSequence;
    }

    /** Fills the queue, and waits for room only for the record that is awaited next. */
    private void offerUpTo(final int awaited) throws InterruptedException, TimeoutException
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        while (offered < parts.size())
        {
            if (queue.offer(parts.get(offered).record()))
            {
                offered++;
            }
            else if (offered > awaited)
            {
                return;
            }
            else if (System.nanoTime() > deadlineNs)
            {
                throw new TimeoutException();
            }
            else
            {
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
        }
    }

    private ListRefusedException refused(final int from, final String cause)
    {
        int kept = 0;
        for (int i = 0; i < from; i++)
        {
            kept += parts.get(i).entries().size();
        }
        for (final ListRecords.Part part : parts.subList(from, parts.size()))
        {
            if (!part.record().refuse(cause) && !part.record().journalled().isCompletedExceptionally())
            {
                kept += part.entries().size();
                onJournalled.accept(part);
            }
        }
        final int entries = parts.stream().mapToInt(part -> part.entries().size()).sum();
        return new ListRefusedException(OperatorAnswer.ENVIRONMENT, 0 == kept ? cause :
            "only a part of the change is made: entries=" + entries + " changedEntries=" + kept + " cause=" + cause);
    }
}
