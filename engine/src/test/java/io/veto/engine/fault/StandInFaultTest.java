package io.veto.engine.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.WindowMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The stand-in policy of a rule file throws where it is asked. */
class StandInFaultTest
{
    private static final Pattern POLICY = Pattern.compile("io\\.veto\\.rules\\.language\\.StandIn");
    private static final String METHOD = "io.veto.rules.language.StandIn.action(io.veto.rules.language.Facts)";
    private static final long LIMIT = ScorerConfig.DEFAULT.standInApproveUpToMinor();

    @Test
    void shouldAnswerByTheLimitOfTheSettingsAndFlagIt()
    {
        final List<String> answers = new ArrayList<>();
        final FaultAgent agent = new FaultAgent(POLICY);
        try (Scorer scorer = new Scorer(RuleSetCompiler.compile("faulty.rules", """
            rule any review if amount >= 0.00
            default on late: challenge
            """), ScorerConfig.DEFAULT, WindowMemory.main()))
        {
            answers.add(answer(scorer, 1, LIMIT));
            FaultPoints.arm(METHOD, new ArithmeticException("planted"));
            answers.add(answer(scorer, 2, LIMIT));
            FaultPoints.arm(METHOD, new ArithmeticException("planted"));
            answers.add(answer(scorer, 3, LIMIT + 1));
            answers.add(answer(scorer, 4, LIMIT + 1));
        }
        finally
        {
            agent.close();
        }

        assertEquals(List.of(
            Action.CHALLENGE + " {standIn}",
            Action.APPROVE + " {standIn,conditionError}",
            Action.DECLINE + " {standIn,conditionError}",
            Action.CHALLENGE + " {standIn}"), answers);
    }

    private static String answer(final Scorer scorer, final long sequence, final long amountMinor)
    {
        final UnsafeBuffer block = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
        final TransactionEncoder encoder = new TransactionEncoder().wrap(block, 0).amountMinor(amountMinor);
        encoder.inputFlags().overBudget(true);
        final UnsafeBuffer decision = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
        scorer.onTransaction(sequence,
            new TransactionDecoder().wrap(block, 0, TransactionEncoder.BLOCK_LENGTH, TransactionEncoder.SCHEMA_VERSION),
            new DecisionEncoder().wrap(decision, 0));
        final DecisionDecoder decoder = new DecisionDecoder().wrap(decision, 0);
        return decoder.action() + " " + decoder.flags();
    }
}
