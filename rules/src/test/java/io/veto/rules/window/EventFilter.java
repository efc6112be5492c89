package io.veto.rules.window;

/**
 * The kinds of filters that a window may have, by what they ask about an event.
 */
enum EventFilter
{
    /** Asks the event's own field. */
    LARGE,
    /** Asks the answer, which nobody knows before the event is applied. */
    APPROVED,
    /** Asks the label. */
    FRAUD,
    /** Asks the label, and is true without one. */
    GENUINE,
    /** Asks the event's own field and the label. */
    SMALL_GENUINE,
    /** Asks the answer and the label. */
    APPROVED_FRAUD;

    private static final long LARGE_AMOUNT = 40;

    /**
     * Whether an event passes.
     *
     * @param event    with its amount.
     * @param approved the answer; false while it is not known.
     * @param fraud    the label; false without one.
     */
    boolean passes(final Step.Transaction event, final boolean approved, final boolean fraud)
    {
        return switch (this)
        {
            case LARGE -> event.amount() > LARGE_AMOUNT;
            case APPROVED -> approved;
            case FRAUD -> fraud;
            case GENUINE -> !fraud;
            case SMALL_GENUINE -> !fraud && event.amount() <= LARGE_AMOUNT;
            case APPROVED_FRAUD -> approved && fraud;
        };
    }

    boolean asksLabel()
    {
        return this != LARGE && this != APPROVED;
    }
}
