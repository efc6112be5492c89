package io.veto.rules.language;

/**
 * What a window adds up: a count of events, or a sum in minor units. Missing where the transaction has no such key.
 */
final class WindowNode extends OneWindowNode
{
    /**
     * Reads a window.
     *
     * @param window its index in the rule set.
     */
    WindowNode(final int window)
    {
        super(window);
    }

    @Override
    void evaluatePresent(final Facts facts)
    {
        value().set(facts.window(window()));
    }
}
