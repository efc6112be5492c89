package io.veto.rules.language;

/**
 * One over the count of what a standard deviation is taken of. Missing where the transaction has no such key, and where there is
 * nothing to take it of.
 */
final class ReciprocalNode extends NumberNode
{
    private final int sumWindow;
    private final int countWindow;
    private final int squaresWindow;

    /**
     * Reads three windows.
     *
     * @param sumWindow     index of the sum in the rule set.
     * @param countWindow   index of the count in the rule set.
     * @param squaresWindow index of the sum of squares in the rule set.
     */
    ReciprocalNode(final int sumWindow, final int countWindow, final int squaresWindow)
    {
        this.sumWindow = sumWindow;
        this.countWindow = countWindow;
        this.squaresWindow = squaresWindow;
    }

    /**
     * The window of the sum.
     *
     * @return its index in the rule set.
     */
    int sumWindow()
    {
        return sumWindow;
    }

    /**
     * The window of the count.
     *
     * @return its index in the rule set.
     */
    int countWindow()
    {
        return countWindow;
    }

    /**
     * The window of the sum of squares.
     *
     * @return its index in the rule set.
     */
    int squaresWindow()
    {
        return squaresWindow;
    }

    @Override
    void evaluate(final Facts facts)
    {
        if (facts.isWindowMissing(sumWindow) || facts.isWindowMissing(squaresWindow) || facts.isWindowMissing(countWindow) ||
            facts.window(countWindow) <= 0)
        {
            value().setMissing();
        }
        else
        {
            value().set(1, facts.window(countWindow));
        }
    }
}
