package io.veto.rules.window;

/**
 * One journal record of a random stream. Every step keeps its sequence when others are taken out of the stream.
 */
sealed interface Step
{
    /** Number of the journal record. */
    long sequence();

    /**
     * A transaction.
     *
     * @param sequence of its journal record.
     * @param timeMs   effective time.
     * @param amount   in minor units, negative for a refund.
     * @param approved the answer, not known before it is applied.
     * @param card     key; {@link KeyHash#NULL_KEY} where it has none.
     * @param terminal key; {@link KeyHash#NULL_KEY} where it has none.
     * @param merchant key; {@link KeyHash#NULL_KEY} where it has none.
     */
    record Transaction(
        long sequence, long timeMs, long amount, boolean approved, long card, long terminal, long merchant)
        implements Step
    {
        long key(final KeyKind kind)
        {
            return switch (kind)
            {
                case CARD -> card;
                case TERMINAL -> terminal;
                case MERCHANT -> merchant;
            };
        }
    }

    /**
     * A label.
     *
     * @param sequence       of its journal record.
     * @param targetSequence of the transaction's journal record.
     * @param fraud          what the transaction turned out to be.
     */
    record Label(long sequence, long targetSequence, boolean fraud) implements Step
    {
    }

    /**
     * A tick.
     *
     * @param sequence of its journal record.
     * @param timeMs   that engine time has reached at least.
     */
    record Tick(long sequence, long timeMs) implements Step
    {
    }
}
