package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.CorrectionFlagsDecoder;
import io.veto.rules.layout.CorrectionFlagsEncoder;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.ReversalDecoder;
import io.veto.rules.layout.ReversalEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.window.WindowLimits;
import io.veto.rules.window.WindowMemory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A business repeat gets the decision of the transaction that it repeats, and counts nowhere. */
class ScorerRepeatsTest
{
    private static final RuleSet RULES = RuleSetCompiler.compile("repeats.rules", """
        default on late: approve if amount > 999.00 else decline
        rule third review if count(card, 1h) >= 3
        rule much review if sum(amount, card, 1h) > 30.00
        """);
    private static final int SOURCE = 1;

    private final Scorer scorer = new Scorer(RULES, ScorerConfig.DEFAULT, WindowMemory.main());
    private final Scorer later = new Scorer(RULES, ScorerConfig.DEFAULT, WindowMemory.main());
    private final PastRules past = PastRules.of(RULES, RULES);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(buffer, 0);
    private final TransactionDecoder transaction =
        new TransactionDecoder().wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    private final UnsafeBuffer decision = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private long sequence = 0;

    @AfterEach
    void close()
    {
        scorer.close();
        later.close();
    }

    @Test
    void shouldCountARepeatNowhere()
    {
        assertEquals(List.of("APPROVE", "APPROVE repeat", "APPROVE repeat", "APPROVE", "REVIEW", "REVIEW repeat"),
            List.of(answer(0, "a", false), answer(1, "a", false), answer(2, "a", false), answer(3, "b", false), answer(4, "c", false),
                answer(5, "c", false)));
    }

    @Test
    void shouldAnswerARepeatOfAStandInAlikeThoughItIsInTime()
    {
        assertEquals(List.of("DECLINE", "DECLINE repeat"), List.of(answer(0, "a", true), answer(1, "a", false)));
    }

    @Test
    void shouldMoveEngineTime()
    {
        answer(0, "a", false);
        answer(60_000, "a", false);

        assertEquals(60_000, scorer.windows().engineTimeMs());
    }

    @Test
    void shouldGiveBackTheTransactionThatIsRepeated()
    {
        answer(0, "a", false);
        answer(1, "a", false);
        answer(2, "b", false);

        assertEquals(List.of("{}", "{exceeded}", "APPROVE"), List.of(reversal(2), reversal(1), answer(3, "c", false)));
    }

    @Test
    void shouldHoldTheSameStateWhetherItAnsweredOrWasFedWithTheAnswers()
    {
        for (final String id : List.of("a", "b", "a", "", "c", "b", "", "a"))
        {
            answer(1_000 * sequence, id, false);
        }

        assertEquals(scorer.stateHash(), later.stateHash());
    }

    @Test
    void shouldGoOnUnderNarrowerBoundsAtAProcessStart()
    {
        answer(0, "a", false);
        answer(1, "b", false);
        scorer.reconfigure(new ScorerConfig(60_000, 3_000, WindowLimits.DEFAULT, 60_000, 1));

        assertEquals(List.of("APPROVE repeat", "REVIEW"), List.of(answer(2, "b", false), answer(3, "a", false)));
    }

    /** Answers a transaction of 10.00, and feeds the other scorer with the answer. */
    private String answer(final long timeMs, final String id, final boolean isOverBudget)
    {
        encoder.effectiveTimeMs(timeMs).amountMinor(10_00).transactionId(id).inputFlags().clear().overBudget(isOverBudget);
        encoder.account().cardToken(7);
        final DecisionEncoder answer = new DecisionEncoder().wrap(decision, 0);
        final boolean isRepeat = scorer.onTransaction(++sequence, SOURCE, transaction, answer);
        encoder.inputFlags().duplicate(isRepeat);
        final DecisionDecoder decided = new DecisionDecoder().wrap(decision, 0);
        later.onPast(sequence, SOURCE, transaction, decided, past, false);
        return decided.action() + (isRepeat ? " repeat" : "");
    }

    private String reversal(final long targetSequence)
    {
        final UnsafeBuffer block = new UnsafeBuffer(new byte[ReversalEncoder.BLOCK_LENGTH]);
        new ReversalEncoder().wrap(block, 0).targetSequence(targetSequence).amountMinor(ReversalEncoder.amountMinorNullValue());
        final CorrectionFlagsEncoder flags = new CorrectionFlagsEncoder().wrap(new UnsafeBuffer(new byte[Short.BYTES]), 0);
        scorer.onReversal(++sequence, new ReversalDecoder().wrap(block, 0, ReversalDecoder.BLOCK_LENGTH, 0), flags);
        final StringBuilder text = new StringBuilder();
        new CorrectionFlagsDecoder().wrap(flags.buffer(), 0).appendTo(text);
        return text.toString();
    }
}
