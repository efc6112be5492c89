package io.veto.rules.language;

/**
 * Kilometres from the latest earlier event, whole metres over a thousand. Missing where either place is unknown.
 */
final class DistanceNode extends NumberNode
{
    /** Metres of a kilometre. */
    static final int METRES_PER_KM = 1000;

    private final int window;

    /**
     * Reads a window.
     *
     * @param window its index in the rule set.
     */
    DistanceNode(final int window)
    {
        this.window = window;
    }

    /**
     * The window that is read.
     *
     * @return its index in the rule set.
     */
    int window()
    {
        return window;
    }

    @Override
    void evaluate(final Facts facts)
    {
        if (facts.isWindowMissing(window))
        {
            value().setMissing();
        }
        else
        {
            value().set(facts.window(window), METRES_PER_KM);
        }
    }
}
