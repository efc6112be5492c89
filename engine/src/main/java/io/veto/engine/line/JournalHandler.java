package io.veto.engine.line;

import com.lmax.disruptor.EventHandler;
import io.veto.engine.journal.JournalWriter;

/**
 * Second stage: one excerpt for the records of a batch.
 * <p>
 * <b>Note:</b> one thread.
 */
final class JournalHandler implements EventHandler<Slot>
{
    private final JournalWriter journal;

    JournalHandler(final JournalWriter journal)
    {
        this.journal = journal;
    }

    @Override
    public void onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch)
    {
        final OperatorRecord operatorRecord = slot.operatorRecord();
        journal.append(null == operatorRecord ? slot.record() : operatorRecord.buffer(), 0, slot.length());
        if (endOfBatch)
        {
            journal.flush();
        }
    }
}
