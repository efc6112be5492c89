package io.veto.rules.language;

/**
 * How much work may still be done: what looks through rules counts its steps here, so that no file makes it look for long.
 */
final class Budget
{
    private int steps;

    /**
     * Begins with some steps.
     *
     * @param steps to spend.
     */
    Budget(final int steps)
    {
        this.steps = steps;
    }

    /**
     * Spends steps.
     *
     * @param count of them.
     * @return false where they are used up, now and from now on.
     */
    boolean spend(final int count)
    {
        steps = count > steps ? 0 : steps - count;
        return !isSpent();
    }

    /**
     * Whether all steps are used up.
     *
     * @return true if nothing more may be done.
     */
    boolean isSpent()
    {
        return 0 == steps;
    }
}
