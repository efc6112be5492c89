package io.veto.rules.language;

/**
 * Kilometres an hour since the latest earlier event: whole metres over the time between, of at least a second. Missing where
 * either place is unknown.
 */
final class SpeedNode extends OneWindowNode
{
    /** Metres a millisecond are that many kilometres an hour. */
    static final long KMH_PER_METRE_A_MS = 3600;
    /** Least time between two events. */
    static final long ELAPSED_MIN_MS = 1000;

    /**
     * Reads a window.
     *
     * @param window its index in the rule set.
     */
    SpeedNode(final int window)
    {
        super(window);
    }

    @Override
    void evaluatePresent(final Facts facts)
    {
        value().set(facts.window(window()) * KMH_PER_METRE_A_MS, Math.max(facts.windowHigh(window()), ELAPSED_MIN_MS));
    }
}
