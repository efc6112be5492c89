package io.veto.rules.language;

import java.math.BigInteger;

/**
 * The population variance of amounts times the square of their count, a whole number: {@code n * Q - S * S}, of their count, the
 * sum of their squares and their sum. 128 bits hold it as long as they hold {@code n * Q}.
 */
final class VarianceRadicand extends Radicand
{
    private final int sumWindow;
    private final int countWindow;
    private final int squaresWindow;
    private final Wide squareOfSum = new Wide();

    /**
     * Reads three windows.
     *
     * @param sumWindow     index of the sum in the rule set.
     * @param countWindow   index of the count in the rule set.
     * @param squaresWindow index of the sum of squares in the rule set.
     */
    VarianceRadicand(final int sumWindow, final int countWindow, final int squaresWindow)
    {
        this.sumWindow = sumWindow;
        this.countWindow = countWindow;
        this.squaresWindow = squaresWindow;
    }

    @Override
    void evaluate(final Facts facts)
    {
        final long count = facts.window(countWindow);
        final long squaresLow = facts.window(squaresWindow);
        final long squaresHigh = facts.windowHigh(squaresWindow);
        final Wide variance = value();
        variance.set(squaresHigh, squaresLow);
        variance.multiply(0, count);
        squareOfSum.setSquare(Math.abs(facts.window(sumWindow)));
        BigInteger outgrown = null;
        final boolean isNegative;
        if (variance.isOutgrown())
        {
            outgrown = Wide.big(squaresHigh, squaresLow).multiply(BigInteger.valueOf(count)).subtract(squareOfSum.big());
            isNegative = outgrown.signum() < 0;
        }
        else
        {
            isNegative = variance.compareTo(squareOfSum) < 0;
            variance.subtract(squareOfSum);
        }
        if (isNegative)
        {
            throw new IllegalStateException("windows of a standard deviation contradict each other: count=" + count + " sum=" +
                facts.window(sumWindow) + " squares=" + Wide.big(squaresHigh, squaresLow));
        }
        outgrown(outgrown);
    }
}
