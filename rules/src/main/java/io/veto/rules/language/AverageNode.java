package io.veto.rules.language;

/**
 * A mean as the exact ratio of a sum, in minor units, and a count. Missing where the transaction has no such key, and
 * where there is nothing to take the mean of.
 */
final class AverageNode extends NumberNode
{
    private final int sumWindow;
    private final int countWindow;

    /**
     * Reads two windows.
     *
     * @param sumWindow   index of the sum in the rule set.
     * @param countWindow index of the count in the rule set.
     */
    AverageNode(final int sumWindow, final int countWindow)
    {
        this.sumWindow = sumWindow;
        this.countWindow = countWindow;
    }

    @Override
    void evaluate(final Facts facts)
    {
        if (facts.isWindowMissing(sumWindow) || facts.isWindowMissing(countWindow) || facts.window(countWindow) <= 0)
        {
            value().setMissing();
        }
        else
        {
            value().set(facts.window(sumWindow), facts.window(countWindow));
        }
    }
}
