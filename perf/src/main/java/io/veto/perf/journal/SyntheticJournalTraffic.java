package io.veto.perf.journal;

import io.veto.ingest.token.Tokeniser;
import io.veto.perf.generate.LabelledTraffic;
import io.veto.perf.generate.TrafficPlan;
import io.veto.rules.layout.TransactionEncoder;
import org.agrona.MutableDirectBuffer;

/**
 * Generated traffic as the gateway hands it on: card numbers replaced by tokens, stamped with its own time.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class SyntheticJournalTraffic implements JournalTraffic
{
    private static final int KEY_LENGTH = 32;

    private final LabelledTraffic traffic;
    private final Tokeniser tokeniser = new Tokeniser(new byte[KEY_LENGTH]);

    /**
     * Begins the traffic.
     *
     * @param plan of it.
     */
    public SyntheticJournalTraffic(final TrafficPlan plan)
    {
        traffic = new LabelledTraffic(plan);
    }

    @Override
    public void next(final MutableDirectBuffer buffer, final int offset)
    {
        if (!traffic.next(buffer, offset))
        {
            throw new IllegalStateException("the plan has no more transactions");
        }
        tokeniser.tokenise(buffer, offset + TransactionEncoder.accountEncodingOffset());
        buffer.putLong(
            offset + TransactionEncoder.effectiveTimeMsEncodingOffset(), traffic.eventTimeMs(), TransactionEncoder.BYTE_ORDER);
    }
}
