package io.veto.rules.window;

import java.util.Arrays;

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
     * @param sequence       of its journal record.
     * @param timeMs         effective time.
     * @param amount         in minor units, negative for a refund.
     * @param approved       the answer, not known before it is applied.
     * @param latitudeMicro  millionths of a degree, or {@link WindowEvent#NULL_COORDINATE}.
     * @param longitudeMicro millionths of a degree, or {@link WindowEvent#NULL_COORDINATE}.
     * @param values         of the fields, by ordinal of {@link KeyKind}; {@link KeyHash#NULL_KEY} where there is none.
     */
    record Transaction(
        long sequence, long timeMs, long amount, boolean approved, int latitudeMicro, int longitudeMicro, long[] values)
        implements Step
    {
        long value(final KeyKind kind)
        {
            return values[kind.ordinal()];
        }

        boolean hasKey(final Key key)
        {
            return KeyHash.NULL_KEY != value(key.first()) && (null == key.second() || KeyHash.NULL_KEY != value(key.second()));
        }

        @Override
        public String toString()
        {
            return "Transaction[sequence=" + sequence + ", timeMs=" + timeMs + ", amount=" + amount + ", approved=" + approved +
                ", place=" + latitudeMicro + ' ' + longitudeMicro + ", values=" + Arrays.toString(values) + ']';
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
     * A reversal.
     *
     * @param sequence       of its journal record.
     * @param targetSequence of the transaction's journal record.
     * @param amount         given back; {@link Windows#NULL_AMOUNT} for all that is left.
     */
    record Reversal(long sequence, long targetSequence, long amount) implements Step
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
