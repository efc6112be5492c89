package io.veto.rules.language;

/**
 * A number that one window tells. Missing where the window's is.
 */
abstract class OneWindowNode extends NumberNode
{
    private final int window;

    /**
     * Reads a window.
     *
     * @param window its index in the rule set.
     */
    OneWindowNode(final int window)
    {
        this.window = window;
    }

    /**
     * The window that is read.
     *
     * @return its index in the rule set.
     */
    final int window()
    {
        return window;
    }

    @Override
    final void evaluate(final Facts facts)
    {
        if (facts.isWindowMissing(window))
        {
            value().setMissing();
        }
        else
        {
            evaluatePresent(facts);
        }
    }

    /**
     * Works the value out where the window has one.
     *
     * @param facts to read from.
     */
    abstract void evaluatePresent(Facts facts);
}
