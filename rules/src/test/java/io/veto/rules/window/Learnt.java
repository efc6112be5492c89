package io.veto.rules.window;

/**
 * What labels and reversals do to an event, by the words of their definition.
 */
final class Learnt
{
    private Learnt()
    {
    }

    /**
     * What must become of a correction where nothing is full.
     */
    static Correction expected(final Step correction, final WindowOracle.Event target)
    {
        if (correction instanceof Step.Label label)
        {
            return label.fraud() == target.fraud ? Correction.UNCHANGED : Correction.APPLIED;
        }
        final long amount = ((Step.Reversal)correction).amount();
        final boolean isMoreThanLeft = Windows.NULL_AMOUNT != amount &&
            (Long.signum(amount) != Long.signum(target.left) || Math.abs(amount) > Math.abs(target.left));
        return target.reversed || isMoreThanLeft ? Correction.EXCEEDED : Correction.APPLIED;
    }

    /**
     * Remembers a correction that was applied.
     */
    static void apply(final Step correction, final WindowOracle.Event target)
    {
        if (correction instanceof Step.Label label)
        {
            target.fraud = label.fraud();
            return;
        }
        final long amount = ((Step.Reversal)correction).amount();
        target.left = Windows.NULL_AMOUNT == amount ? 0 : target.left - amount;
        target.reversed = 0 == target.left;
    }
}
