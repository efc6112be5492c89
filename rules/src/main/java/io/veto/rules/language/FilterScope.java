package io.veto.rules.language;

/**
 * The {@code where} that is being checked: whether it may ask for outcomes, and which it did ask for.
 */
final class FilterScope
{
    private final boolean outcomeKnown;
    private boolean asksLabel;
    private boolean asksAnswer;

    /**
     * Enters a {@code where}.
     *
     * @param outcomeKnown whether its window leaves the transaction itself out, by {@code before} or {@code delayed}.
     */
    FilterScope(final boolean outcomeKnown)
    {
        this.outcomeKnown = outcomeKnown;
    }

    /**
     * Whether outcomes may be asked for.
     *
     * @return true if every event in the window is over.
     */
    boolean isOutcomeKnown()
    {
        return outcomeKnown;
    }

    /**
     * Notes that the event's label is asked for.
     */
    void onLabel()
    {
        asksLabel = true;
    }

    /**
     * Notes that the event's answer is asked for.
     */
    void onAnswer()
    {
        asksAnswer = true;
    }

    /**
     * The filter that the condition makes.
     *
     * @param condition that was checked in this scope.
     * @return the filter.
     */
    Filter filter(final BooleanNode condition)
    {
        return new Filter(condition, asksLabel, asksAnswer);
    }
}
