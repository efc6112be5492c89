package io.veto.rules.language;

/**
 * One window over the count of another as an exact ratio: a mean is a sum over a count, a share a count over a count. Missing
 * where the transaction has no such key, and where there is nothing to count.
 */
final class QuotientNode extends NumberNode
{
    private final int window;
    private final int countWindow;

    /**
     * Reads two windows.
     *
     * @param window      index of what is divided, in the rule set.
     * @param countWindow index of the count in the rule set.
     */
    QuotientNode(final int window, final int countWindow)
    {
        this.window = window;
        this.countWindow = countWindow;
    }

    /**
     * The window that is divided.
     *
     * @return its index in the rule set.
     */
    int window()
    {
        return window;
    }

    /**
     * The window that it is divided by.
     *
     * @return its index in the rule set.
     */
    int countWindow()
    {
        return countWindow;
    }

    @Override
    void evaluate(final Facts facts)
    {
        if (facts.isWindowMissing(window) || facts.isWindowMissing(countWindow) || facts.window(countWindow) <= 0)
        {
            value().setMissing();
        }
        else
        {
            value().set(facts.window(window), facts.window(countWindow));
        }
    }
}
