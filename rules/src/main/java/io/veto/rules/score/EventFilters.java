package io.veto.rules.score;

import io.veto.rules.language.Facts;
import io.veto.rules.language.RuleProgram;
import io.veto.rules.language.RuleSet;
import io.veto.rules.window.WindowEvent;

/**
 * Fills in which filters of the windows an event passes. One whose evaluation throws lets the event not pass, and that is noted.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing after construction.
 */
final class EventFilters
{
    private final RuleProgram program;
    private final Facts facts;
    private final WindowEvent event;
    private final boolean[] asksAnswer;
    private final boolean[] asksLabel;
    private boolean hasFailed = false;

    /**
     * Takes the filters of a rule set.
     *
     * @param ruleSet that they are of.
     * @param facts   of the event.
     * @param event   to fill in.
     */
    EventFilters(final RuleSet ruleSet, final Facts facts, final WindowEvent event)
    {
        this.program = ruleSet.program();
        this.facts = facts;
        this.event = event;
        asksAnswer = new boolean[ruleSet.filterCount()];
        asksLabel = new boolean[ruleSet.filterCount()];
        for (int i = 0; i < asksAnswer.length; i++)
        {
            asksAnswer[i] = ruleSet.filter(i).asksAnswer();
            asksLabel[i] = ruleSet.filter(i).asksLabel();
        }
    }

    /**
     * Filters whose value depends on the event's label.
     *
     * @return by index of the filter.
     */
    boolean[] asksLabel()
    {
        return asksLabel.clone();
    }

    /**
     * Fills in the filters that need no answer, before the rules run. An event whose own answer is not known yet passes no filter that asks
     * for it.
     */
    void fillBeforeAnswer()
    {
        hasFailed = false;
        for (int i = 0; i < asksAnswer.length; i++)
        {
            event.passes(i, asksAnswer[i] ? 0 : bits(i));
        }
    }

    /**
     * Fills in the filters that ask for the answer, once the facts know it.
     */
    void fillAfterAnswer()
    {
        for (int i = 0; i < asksAnswer.length; i++)
        {
            if (asksAnswer[i])
            {
                event.passes(i, bits(i));
            }
        }
    }

    /**
     * Whether the evaluation of some filter threw since {@link #fillBeforeAnswer}.
     */
    boolean hasFailed()
    {
        return hasFailed;
    }

    /**
     * Bit 0 where an event passes a filter as genuine, bit 1 where it passes as fraud.
     */
    private int bits(final int filter)
    {
        facts.fraud(false);
        final boolean isGenuineIn = passes(filter);
        boolean isFraudIn = isGenuineIn;
        if (asksLabel[filter])
        {
            facts.fraud(true);
            isFraudIn = passes(filter);
        }
        return (isGenuineIn ? 1 : 0) | (isFraudIn ? 2 : 0);
    }

    private boolean passes(final int filter)
    {
        try
        {
            return program.passes(filter, facts);
        }
        catch (final RuntimeException e)
        {
            hasFailed = true;
            return false;
        }
    }
}
