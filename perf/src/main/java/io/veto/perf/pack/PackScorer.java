package io.veto.perf.pack;

import com.sun.management.ThreadMXBean;
import io.veto.engine.reservoir.HugePages;
import io.veto.perf.generate.FraudKind;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.MemorySegments;
import io.veto.rules.window.TailListener;
import io.veto.rules.window.WindowMemory;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A scorer that is called as the line calls it, in batches of {@value #BATCH}, and told of every fraud {@value #LABEL_DELAY_DAYS} days
 * after it happened. Measures its own time.
 * <p>
 * <b>Note:</b> one thread.
 */
final class PackScorer implements AutoCloseable
{
    private static final int BATCH = 32;
    private static final int LABEL_DELAY_DAYS = 7;
    private static final long LABEL_DELAY_MS = TimeUnit.DAYS.toMillis(LABEL_DELAY_DAYS);

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final Scorer scorer;
    private final UnsafeBuffer labelBuffer = new UnsafeBuffer(new byte[LabelEncoder.BLOCK_LENGTH]);
    private final LabelEncoder label = new LabelEncoder().wrap(labelBuffer, 0);
    private final LabelDecoder toldLabel =
        new LabelDecoder().wrap(labelBuffer, 0, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION);
    private final CorrectionFlagsEncoder flags =
        new CorrectionFlagsEncoder().wrap(labelBuffer, LabelEncoder.flagsEncodingOffset());
    private final LongArrayList fraudTimesMs = new LongArrayList();
    private final LongArrayList fraudSequences = new LongArrayList();
    private int labelled;
    private long sequence;
    private long elapsedNs;
    private long cpuNs;
    private long transactions;

    /**
     * Makes a scorer that has seen nothing.
     *
     * @param ruleSet to answer under.
     */
    PackScorer(final RuleSet ruleSet)
    {
        scorer = new Scorer(
            ruleSet, ScorerConfig.DEFAULT, new WindowMemory(new MemorySegments(), new HugePages(), TailListener.NONE));
    }

    /**
     * Answers all transactions of a block.
     *
     * @param block to read and to write the answers to.
     */
    void score(final PackBlock block)
    {
        final long beginCpuNs = threads.getCurrentThreadCpuTime();
        final long beginNs = System.nanoTime();
        for (int from = 0; from < block.count(); from += BATCH)
        {
            scoreBatch(block, from, Math.min(from + BATCH, block.count()));
        }
        elapsedNs += System.nanoTime() - beginNs;
        cpuNs += threads.getCurrentThreadCpuTime() - beginCpuNs;
        transactions += block.count();
    }

    /**
     * Begins to measure anew.
     */
    void resetTimes()
    {
        elapsedNs = 0;
        cpuNs = 0;
        transactions = 0;
    }

    /**
     * How fast it was since the last {@link #resetTimes}.
     *
     * @return the speed.
     */
    ScoringSpeed speed()
    {
        final double second = TimeUnit.SECONDS.toNanos(1);
        return new ScoringSpeed(
            transactions, transactions * second / Math.max(1, elapsedNs), transactions * second / Math.max(1, cpuNs));
    }

    /**
     * The state behind the rules.
     *
     * @return bytes outside the heap, without the reservoir.
     */
    long accumulatorLength()
    {
        return scorer.windows().accumulatorLength();
    }

    @Override
    public void close()
    {
        scorer.close();
    }

    private void scoreBatch(final PackBlock block, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            scorer.lookAhead(block.transaction(i));
        }
        scorer.touch();
        for (int i = from; i < to; i++)
        {
            label(block.timeMs(i));
            scorer.onTransaction(++sequence, block.transaction(i), block.answer(i));
            if (FraudKind.GENUINE != block.kind(i))
            {
                fraudTimesMs.addLong(block.timeMs(i));
                fraudSequences.addLong(sequence);
            }
        }
    }

    private void label(final long timeMs)
    {
        while (labelled < fraudTimesMs.size() && fraudTimesMs.getLong(labelled) <= timeMs - LABEL_DELAY_MS)
        {
            label.targetSequence(fraudSequences.getLong(labelled)).fraud(FraudLabel.FRAUD);
            scorer.onLabel(++sequence, toldLabel, flags);
            labelled++;
        }
    }
}
