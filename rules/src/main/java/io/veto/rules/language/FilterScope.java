package io.veto.rules.language;

/**
 * The {@code where} that is being checked: whether it may ask for outcomes, and which it did ask for.
 */
final class FilterScope
{
    private final boolean outcomeKnown;
    private final String labelRefusal;
    private final boolean delayed;
    private boolean asksLabel;
    private boolean asksAnswer;

    /**
     * Enters a {@code where}.
     *
     * @param outcomeKnown whether its window leaves the transaction itself out: by {@code before} or {@code delayed}, or
     *                     since it is about earlier events anyway.
     * @param labelRefusal why its window cannot follow labels, and what to write instead; null where it can.
     * @param delayed      whether its window ends some time ago, so that a label that comes with its transaction is not seen at once.
     */
    FilterScope(final boolean outcomeKnown, final String labelRefusal, final boolean delayed)
    {
        this.delayed = delayed;
        this.outcomeKnown = outcomeKnown;
        this.labelRefusal = labelRefusal;
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
     * Why the event's label may not be asked for.
     *
     * @return the reason and what to write instead; null where it may.
     */
    String labelRefusal()
    {
        return labelRefusal;
    }

    /**
     * Whether the window ends some time ago.
     *
     * @return true if {@code delayed} was written.
     */
    boolean isDelayed()
    {
        return delayed;
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
     * @param words     of the condition, separated by blanks.
     * @param condition that was checked in this scope.
     * @return the filter.
     */
    Filter filter(final String words, final BooleanNode condition)
    {
        return new Filter(words, condition, asksLabel, asksAnswer);
    }
}
