package io.veto.rules.language;

/**
 * What a window adds up: a count of events, or a sum in minor units. Missing where the transaction has no such key.
 */
final class WindowNode extends NumberNode
{
    private final int window;

    /**
     * Reads a window.
     *
     * @param window its index in the rule set.
     */
    WindowNode(final int window)
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
            value().set(facts.window(window));
        }
    }
}
