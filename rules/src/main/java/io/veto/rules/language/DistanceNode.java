package io.veto.rules.language;

/**
 * Kilometres from the latest earlier event, whole metres over a thousand. Missing where either place is unknown.
 */
final class DistanceNode extends OneWindowNode
{
    /** Metres of a kilometre. */
    static final int METRES_PER_KM = 1000;

    /**
     * Reads a window.
     *
     * @param window its index in the rule set.
     */
    DistanceNode(final int window)
    {
        super(window);
    }

    @Override
    void evaluatePresent(final Facts facts)
    {
        value().set(facts.window(window()), METRES_PER_KM);
    }
}
