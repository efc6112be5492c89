package io.veto.perf.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Generates a labelled stream of synthetic card transactions as CSV. The same plan gives the same bytes on every JVM.
 * Memory grows neither with the transactions nor with the cards.
 * <p>
 * The columns are those of {@link CsvPublisher}, in event-time order. Between 0.5 and 1 % of a stream that is long
 * enough for all kinds to occur is fraud, of the kinds in {@link FraudKind}; genuine customers look odd now and then. No card
 * number is anybody's, see {@link CardNumber}.
 * <p>
 * <b>Note:</b> immutable; a run may be on any thread and be repeated.
 */
public final class TrafficGenerator
{
    /** Transactions between two calls of the progress callback. */
    public static final long PROGRESS_INTERVAL = 8_192;

    private final TrafficPlan plan;

    /**
     * Prepares a run.
     *
     * @param plan of the run.
     */
    public TrafficGenerator(final TrafficPlan plan)
    {
        this.plan = plan;
    }

    /**
     * Writes the whole stream, header line first.
     *
     * @param out        to write to, in large pieces; neither flushed nor closed.
     * @param onProgress is given the number of transactions done, every {@value #PROGRESS_INTERVAL} and at the end.
     * @return what was generated.
     * @throws IOException if the stream cannot be written to.
     */
    public TrafficSummary writeTo(final OutputStream out, final LongConsumer onProgress) throws IOException
    {
        final TrafficStream stream = new TrafficStream(plan);
        final CsvPublisher publisher = new CsvPublisher(out, plan.seed());
        final FraudKind[] kinds = FraudKind.values();
        final long[] counts = new long[kinds.length];

        for (long done = 1; done <= plan.transactions(); done++)
        {
            final SyntheticTransaction transaction = stream.next();
            publisher.publish(transaction);
            counts[transaction.kind.ordinal()]++;
            if (done % PROGRESS_INTERVAL == 0)
            {
                onProgress.accept(done);
            }
        }
        publisher.flush();
        onProgress.accept(plan.transactions());

        final Map<FraudKind, Long> countByKind = new EnumMap<>(FraudKind.class);
        for (final FraudKind kind : kinds)
        {
            countByKind.put(kind, counts[kind.ordinal()]);
        }
        return new TrafficSummary(plan.transactions(), countByKind);
    }
}
