package io.veto.perf.bench;

import io.veto.ingest.token.Tokeniser;
import io.veto.perf.generate.LabelledTraffic;
import io.veto.perf.generate.TrafficPlan;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Synthetic traffic as the scorer gets it: card numbers replaced by tokens, stamped with its own time.
 * <p>
 * <b>Note:</b> one thread. A function of its plan alone.
 */
final class PackTraffic
{
    private static final int LENGTH = LabelledTraffic.BLOCK_LENGTH;
    private static final int KEY_LENGTH = 32;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
    private final Tokeniser tokeniser = new Tokeniser(new byte[KEY_LENGTH]);
    private final TransactionDecoder decoder = new TransactionDecoder();
    private final LabelledTraffic traffic;

    /**
     * Begins the traffic.
     *
     * @param plan of it.
     */
    PackTraffic(final TrafficPlan plan)
    {
        traffic = new LabelledTraffic(plan);
    }

    /**
     * Makes the next transaction.
     *
     * @return the one decoder, wrapped around the same bytes each time.
     */
    TransactionDecoder next()
    {
        if (!traffic.next(buffer, 0))
        {
            throw new IllegalStateException("no transaction left");
        }
        tokeniser.tokenise(buffer, TransactionEncoder.accountEncodingOffset());
        buffer.putLong(TransactionEncoder.effectiveTimeMsEncodingOffset(), traffic.eventTimeMs(), TransactionEncoder.BYTE_ORDER);
        return decoder.wrap(buffer, 0, LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }

    /**
     * The transaction that was made last.
     *
     * @return a decoder of its own bytes.
     */
    TransactionDecoder copy()
    {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[LENGTH]);
        copy.putBytes(0, buffer, 0, LENGTH);
        return new TransactionDecoder().wrap(copy, 0, LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }
}
