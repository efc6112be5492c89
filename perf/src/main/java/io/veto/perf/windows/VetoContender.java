package io.veto.perf.windows;

import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.Lists;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.Key;
import io.veto.rules.window.KeyKind;
import io.veto.rules.window.WindowMemory;
import io.veto.rules.window.Windows;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Veto's scorer, called as the line calls it: in batches of {@value #BATCH}. One transaction in so many is sampled: its three steps are
 * called one by one with the clock read between them.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class VetoContender implements Contender, AutoCloseable
{
    private static final int BATCH = 32;
    private static final int SOURCE = 1;

    private final Scorer scorer;
    private final StepMeter meter;
    private final int samplePeriod;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder decision = new DecisionEncoder().wrap(buffer, 0);
    private final DecisionDecoder decided = new DecisionDecoder().wrap(buffer, 0);
    private final Windows windows;
    private long sequence;
    private long stepsBefore;
    private long worstSteps;
    private int untilSample;

    /**
     * Makes a scorer that has seen nothing.
     *
     * @param ruleSet      to answer under.
     * @param config       everything else that an answer depends on.
     * @param memory       where the windows lie; closed with the contender.
     * @param meter        of the samples.
     * @param samplePeriod one transaction in so many is sampled.
     */
    public VetoContender(
        final RuleSet ruleSet, final ScorerConfig config, final WindowMemory memory, final StepMeter meter, final int samplePeriod)
    {
        this.meter = meter;
        this.samplePeriod = samplePeriod;
        scorer = new Scorer(ruleSet, config, memory);
        windows = scorer.windows();
        untilSample = samplePeriod;
    }

    @Override
    public void score(final CardBlock block, final byte[] hits)
    {
        for (int from = 0; from < CardBlock.TRANSACTIONS; from += BATCH)
        {
            scoreBatch(block, from, hits);
        }
    }

    /**
     * The lists that the rules ask, to fill them before anything is measured.
     *
     * @return the scorer's own.
     */
    public Lists lists()
    {
        return scorer.lists();
    }

    /**
     * The state behind the rules.
     *
     * @return the windows.
     */
    Windows windows()
    {
        return windows;
    }

    /**
     * Most steps of one transaction.
     *
     * @return steps, see {@link Windows#steps}.
     */
    long worstSteps()
    {
        return worstSteps;
    }

    @Override
    public void close()
    {
        scorer.close();
    }

    /**
     * Number of live cards.
     *
     * @return rows of the cards' table.
     */
    int liveCards()
    {
        return windows.liveKeys(Key.of(KeyKind.CARD));
    }

    /**
     * Number of transactions that some window may still need.
     *
     * @return transactions in the reservoir.
     */
    long retained()
    {
        return windows.retainedEvents();
    }

    private void scoreBatch(final CardBlock block, final int from, final byte[] hits)
    {
        for (int i = from; i < from + BATCH; i++)
        {
            scorer.lookAhead(block.transaction(i));
        }
        scorer.touch();
        for (int i = from; i < from + BATCH; i++)
        {
            final TransactionDecoder transaction = block.transaction(i);
            sequence++;
            if (0 == --untilSample)
            {
                untilSample = samplePeriod;
                sample(transaction);
            }
            else
            {
                scorer.onTransaction(sequence, SOURCE, transaction, decision);
            }
            hits[i] = (byte)decided.hits(0);
            final long steps = windows.steps();
            worstSteps = Math.max(worstSteps, steps - stepsBefore);
            stepsBefore = steps;
        }
    }

    private void sample(final TransactionDecoder transaction)
    {
        final long beginNs = System.nanoTime();
        scorer.advance(transaction);
        scorer.isRepeat(sequence, SOURCE, transaction, decision);
        final long expiredNs = System.nanoTime();
        scorer.evaluate(transaction);
        final long evaluatedNs = System.nanoTime();
        scorer.apply(sequence, transaction, decision);
        meter.onSample(beginNs, expiredNs, evaluatedNs, System.nanoTime());
    }
}
