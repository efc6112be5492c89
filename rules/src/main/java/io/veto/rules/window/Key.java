package io.veto.rules.window;

/**
 * What a window is kept by, one accumulator row for each live value: a field, or a pair of fields. A pair is the same whichever way
 * round it is written, and an event has it only if it has both fields.
 *
 * @param first  field; of a pair the one that stands first in {@link KeyKind}.
 * @param second field of a pair; null for none.
 */
public record Key(KeyKind first, KeyKind second)
{
    /**
     * A field alone.
     *
     * @param kind of the field.
     * @return the key.
     */
    public static Key of(final KeyKind kind)
    {
        return new Key(kind, null);
    }

    /**
     * A pair of two different fields.
     *
     * @param one   field.
     * @param other field.
     * @return the key.
     */
    public static Key of(final KeyKind one, final KeyKind other)
    {
        if (one == other)
        {
            throw new IllegalArgumentException("a pair needs two different fields: first=" + one + " second=" + other);
        }
        return one.compareTo(other) < 0 ? new Key(one, other) : new Key(other, one);
    }

    @Override
    public String toString()
    {
        return null == second ? first.name() : first + "+" + second;
    }

    /**
     * Value of the key for an event. That of a pair is a 64-bit hash, so two pairs are taken for one with the chance of a random
     * 64-bit function.
     *
     * @param values of the event's fields, by ordinal of {@link KeyKind}.
     * @return the value; {@link KeyHash#NULL_KEY} where a field is missing.
     */
    long value(final long[] values)
    {
        final long value = values[first.ordinal()];
        return null == second ? value : KeyHash.pair(value, values[second.ordinal()]);
    }
}
