package io.veto.rules.score;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.window.WindowMemory;
import io.veto.rules.window.Windows;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Transactions for tests, told and answered one after another. A field stays as it was until it is set again; at first there is none.
 */
final class ScoredStream implements AutoCloseable
{
    private final RuleSet ruleSet;
    private final Scorer scorer;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(buffer, 0);
    private final TransactionDecoder decoder = new TransactionDecoder();
    private final UnsafeBuffer decisionBuffer = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder decisionEncoder = new DecisionEncoder().wrap(decisionBuffer, 0);
    private final DecisionDecoder decision = new DecisionDecoder().wrap(decisionBuffer, 0);
    private long sequence = 0;

    ScoredStream(final String rules)
    {
        this(rules, ScorerConfig.DEFAULT);
    }

    ScoredStream(final String rules, final ScorerConfig config)
    {
        ruleSet = RuleSetCompiler.compile("scored.rules", rules);
        scorer = new Scorer(ruleSet, config, WindowMemory.main());
        nowhere();
    }

    @Override
    public void close()
    {
        scorer.close();
    }

    /**
     * The fields of the next transaction.
     */
    TransactionEncoder fields()
    {
        return encoder;
    }

    ScoredStream at(final long timeMs)
    {
        encoder.effectiveTimeMs(timeMs);
        return this;
    }

    ScoredStream amount(final long minor)
    {
        encoder.amountMinor(minor);
        return this;
    }

    ScoredStream card(final long token)
    {
        encoder.account().cardToken(token);
        return this;
    }

    ScoredStream place(final int latitudeMicro, final int longitudeMicro)
    {
        encoder.latitudeMicro(latitudeMicro).longitudeMicro(longitudeMicro);
        return this;
    }

    ScoredStream nowhere()
    {
        return place(TransactionEncoder.latitudeMicroNullValue(), TransactionEncoder.longitudeMicroNullValue());
    }

    /**
     * Answers the transaction.
     *
     * @return ids of the rules that hit, in the order of the file.
     */
    List<String> hits()
    {
        scorer.onTransaction(++sequence, transaction(), decisionEncoder);
        final List<String> hits = new ArrayList<>();
        for (int i = 0; i < ruleSet.ruleCount(); i++)
        {
            if (0 != (decision.hits(i >>> 6) >>> i & 1))
            {
                hits.add(ruleSet.rule(i).id());
            }
        }
        return hits;
    }

    /**
     * Answers the transaction.
     *
     * @return action, score and ids of the rules that hit.
     */
    String answer()
    {
        final List<String> hits = hits();
        return decision.action() + " " + decision.score() + " " + hits;
    }

    /**
     * Answers the transaction.
     *
     * @return names of the flags of the answer.
     */
    String flags()
    {
        hits();
        return decision.flags().toString();
    }

    /**
     * Answers the transaction.
     *
     * @return what each window told, null where it told nothing.
     */
    List<Long> told()
    {
        final Windows windows = scorer.windows();
        final TransactionDecoder transaction = transaction();
        scorer.advance(transaction);
        scorer.evaluate(transaction);
        final List<Long> told = new ArrayList<>();
        for (int i = 0; i < ruleSet.windows().length; i++)
        {
            told.add(windows.load(i) ? windows.value() : null);
        }
        scorer.apply(++sequence, transaction, decisionEncoder);
        return told;
    }

    private TransactionDecoder transaction()
    {
        return decoder.wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }
}
