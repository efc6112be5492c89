package io.veto.engine.line;

import com.lmax.disruptor.EventHandler;

/**
 * Third stage: what is in the journal may be answered.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ReplyHandler implements EventHandler<Slot>
{
    private final ReplySink sink;
    private final LineCounters counters;
    private final long budgetNs;

    ReplyHandler(final ReplySink sink, final LineCounters counters, final long budgetNs)
    {
        this.sink = sink;
        this.counters = counters;
        this.budgetNs = budgetNs;
    }

    @Override
    public void onEvent(final Slot slot, final long ringSequence, final boolean endOfBatch)
    {
        final OperatorRecord operatorRecord = slot.operatorRecord();
        if (null != operatorRecord)
        {
            slot.operatorRecord(null);
            operatorRecord.onJournalled();
        }
        else if (Slot.NULL_SESSION != slot.session())
        {
            sink.onJournalled(slot);
            if (System.nanoTime() - slot.ingressNanoTime() > budgetNs)
            {
                counters.repliesOverBudget.incrementRelease();
            }
        }
    }
}
