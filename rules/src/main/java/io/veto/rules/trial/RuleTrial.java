package io.veto.rules.trial;

import io.veto.rules.language.RuleEffect;
import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleTest;
import io.veto.rules.language.RuleTest.Entry;
import io.veto.rules.language.RuleTest.Event;
import io.veto.rules.language.RuleTest.Expectation;
import io.veto.rules.language.RuleTest.Step;
import io.veto.rules.language.TestField;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.FraudLabel;
import io.veto.rules.layout.LabelDecoder;
import io.veto.rules.layout.LabelEncoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.list.ListSpec;
import io.veto.rules.list.Lists;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.StateLimitException;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One run of one test: a scorer that has seen nothing answers the given events and then the one in question. It reads no clock, so the same
 * text gives the same result everywhere.
 * <p>
 * <b>Note:</b> one thread. Uses the rule set's program, so it belongs to the thread of the rule set.
 */
public final class RuleTrial implements AutoCloseable
{
    private static final ScorerConfig CONFIG = new ScorerConfig(
        ScorerConfig.DEFAULT.allowedLatenessMs(),
        ScorerConfig.DEFAULT.standInApproveUpToMinor(),
        new WindowLimits(1 << 14, 1 << 14, 1 << 16, 1 << 24));

    private final RuleSet ruleSet;
    private final RuleTest test;
    private final Scorer scorer;
    private final TrialTransaction transactions = new TrialTransaction();
    private final UnsafeBuffer correctionBuffer = new UnsafeBuffer(new byte[ReversalEncoder.BLOCK_LENGTH]);
    private final UnsafeBuffer decisionBuffer = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder decisionEncoder = new DecisionEncoder().wrap(decisionBuffer, 0);
    private final DecisionDecoder decision = new DecisionDecoder().wrap(decisionBuffer, 0);
    private long sequence = 0;

    private RuleTrial(final RuleSet ruleSet, final RuleTest test)
    {
        this.ruleSet = ruleSet;
        this.test = test;
        scorer = new Scorer(ruleSet, CONFIG, WindowMemory.main());
    }

    /**
     * Runs a test.
     *
     * @param ruleSet that answers.
     * @param test    one of its tests.
     * @return what came out.
     */
    public static TrialResult run(final RuleSet ruleSet, final RuleTest test)
    {
        try (RuleTrial trial = new RuleTrial(ruleSet, test))
        {
            return trial.run();
        }
        catch (final StateLimitException e)
        {
            return new TrialResult(test, false, test.expected().words(ruleSet), "no answer: " + e.getMessage());
        }
    }

    @Override
    public void close()
    {
        scorer.close();
    }

    private TrialResult run()
    {
        for (final Step step : test.given())
        {
            if (step instanceof Event event)
            {
                for (int i = 0; i < event.times(); i++)
                {
                    happen(event, i > 0);
                }
            }
            else if (step instanceof Entry entry)
            {
                final ListSpec list = ruleSet.lists()[entry.list()];
                scorer.lists().add(scorer.lists().number(list.name(), list.kind()), transactions.key(entry), Lists.NEVER_MS);
            }
        }
        happen(test.question(), false);
        return new TrialResult(test, isPassed(), test.expected().words(ruleSet), actual());
    }

    private void happen(final Event event, final boolean isRepeat)
    {
        final long target = ++sequence;
        final TransactionDecoder transaction = transactions.next(event, isRepeat);
        scorer.advance(transaction);
        scorer.evaluate(transaction);
        if (event.numbers().containsKey(TestField.ANSWERED))
        {
            scorer.answer(Action.get((short)event.number(TestField.ANSWERED, 0)));
        }
        scorer.apply(target, transaction, decisionEncoder);
        if (1 == event.number(TestField.FRAUD, 0))
        {
            label(target);
        }
        if (1 == event.number(TestField.REVERSED, 0))
        {
            reverse(target);
        }
    }

    private void label(final long target)
    {
        final LabelEncoder label = new LabelEncoder().wrap(correctionBuffer, 0);
        label.targetSequence(target).fraud(FraudLabel.FRAUD);
        scorer.onLabel(++sequence, new LabelDecoder().wrap(correctionBuffer, 0, LabelDecoder.BLOCK_LENGTH, LabelDecoder.SCHEMA_VERSION),
            new CorrectionFlagsEncoder().wrap(correctionBuffer, LabelEncoder.flagsEncodingOffset()));
    }

    private void reverse(final long target)
    {
        final ReversalEncoder reversal = new ReversalEncoder().wrap(correctionBuffer, 0);
        reversal.targetSequence(target).amountMinor(ReversalEncoder.amountMinorNullValue());
        scorer.onReversal(++sequence,
            new ReversalDecoder().wrap(correctionBuffer, 0, ReversalDecoder.BLOCK_LENGTH, ReversalDecoder.SCHEMA_VERSION),
            new CorrectionFlagsEncoder().wrap(correctionBuffer, ReversalEncoder.flagsEncodingOffset()));
    }

    private boolean isPassed()
    {
        final Expectation expected = test.expected();
        final boolean isAnswered = RuleEffect.SCORE == expected.effect() ?
            decision.score() == expected.score() :
            decision.action() == expected.effect().action();
        return isAnswered && Arrays.stream(expected.hits()).allMatch(this::isHit) &&
            Arrays.stream(expected.misses()).noneMatch(this::isHit);
    }

    private String actual()
    {
        final String hits = IntStream.range(0, ruleSet.ruleCount()).filter(this::isHit).mapToObj(rule -> ruleSet.rule(rule).id())
            .collect(Collectors.joining(", "));
        final String answer = RuleEffect.SCORE == test.expected().effect() ?
            "score " + decision.score() :
            decision.action().name().toLowerCase(Locale.ROOT);
        return answer + (hits.isEmpty() ? " by no rule" : " by " + hits);
    }

    private boolean isHit(final int rule)
    {
        return 0 != (decision.hits(rule >>> 6) >>> rule & 1);
    }
}
