package io.veto.rules.score;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import io.veto.rules.window.WindowEvent;

/**
 * Fills in which filters an event passes: those that need no answer before the rules run, and those that need it after. An event whose own
 * answer is not known yet passes no filter that asks for it.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class EventFilters
{
    private final boolean[] asksLabel;
    private final boolean[] asksAnswer;

    EventFilters(final RuleSet ruleSet)
    {
        asksLabel = new boolean[ruleSet.filterCount()];
        asksAnswer = new boolean[ruleSet.filterCount()];
        for (int i = 0; i < asksLabel.length; i++)
        {
            asksLabel[i] = ruleSet.filter(i).asksLabel();
            asksAnswer[i] = ruleSet.filter(i).asksAnswer();
        }
    }

    /**
     * Whether each filter asks what a transaction turned out to be.
     */
    boolean[] asksLabel()
    {
        return asksLabel;
    }

    /**
     * Fills in the filters before the rules run.
     */
    void unanswered(final RuleProgram program, final Facts facts, final WindowEvent event)
    {
        for (int i = 0; i < asksAnswer.length; i++)
        {
            event.passes(i, asksAnswer[i] ? 0 : bits(program, facts, i));
        }
    }

    /**
     * Fills in the filters that ask for the answer.
     */
    void answered(final RuleProgram program, final Facts facts, final WindowEvent event)
    {
        for (int i = 0; i < asksAnswer.length; i++)
        {
            if (asksAnswer[i])
            {
                event.passes(i, bits(program, facts, i));
            }
        }
    }

    /**
     * Bit 0 where an event passes a filter as genuine, bit 1 where it passes as fraud.
     */
    private int bits(final RuleProgram program, final Facts facts, final int filter)
    {
        facts.fraud(false);
        final boolean isGenuineIn = program.passes(filter, facts);
        boolean isFraudIn = isGenuineIn;
        if (asksLabel[filter])
        {
            facts.fraud(true);
            isFraudIn = program.passes(filter, facts);
        }
        return (isGenuineIn ? 1 : 0) | (isFraudIn ? 2 : 0);
    }
}
