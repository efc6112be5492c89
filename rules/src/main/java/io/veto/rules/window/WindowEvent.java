package io.veto.rules.window;

/**
 * An event as the windows see it: its time, amount, place, the values of its fields, and which filters it passes.
 * <p>
 * <b>Note:</b> mutable and used again for every event; one thread.
 */
public final class WindowEvent
{
    /** The event has no coordinates. */
    public static final int NULL_COORDINATE = Integer.MIN_VALUE;

    static final int FILTERS_PER_WORD = 32;

    private final long[] keys = new long[KeyKind.values().length];
    private final long[] filterBits;
    private long timeMs;
    private long amount;
    private int latitudeMicro = NULL_COORDINATE;
    private int longitudeMicro = NULL_COORDINATE;

    /**
     * Makes an event without anything.
     *
     * @param filterCount number of filters.
     */
    public WindowEvent(final int filterCount)
    {
        filterBits = new long[filterWords(filterCount)];
    }

    /**
     * Sets when it happened.
     *
     * @param newTimeMs effective time, epoch milliseconds.
     * @return this.
     */
    public WindowEvent timeMs(final long newTimeMs)
    {
        timeMs = newTimeMs;
        return this;
    }

    /**
     * Sets the amount.
     *
     * @param newAmount minor units, magnitude at most {@link Windows#AMOUNT_MAX}.
     * @return this.
     */
    public WindowEvent amount(final long newAmount)
    {
        amount = newAmount;
        return this;
    }

    /**
     * Sets where it happened.
     *
     * @param newLatitudeMicro  millionths of a degree, or {@link #NULL_COORDINATE}.
     * @param newLongitudeMicro millionths of a degree, or {@link #NULL_COORDINATE}.
     * @return this.
     */
    public WindowEvent place(final int newLatitudeMicro, final int newLongitudeMicro)
    {
        latitudeMicro = newLatitudeMicro;
        longitudeMicro = newLongitudeMicro;
        return this;
    }

    /**
     * Sets a field.
     *
     * @param kind  of the field.
     * @param value of the field, {@link KeyHash#NULL_KEY} for none.
     * @return this.
     */
    public WindowEvent key(final KeyKind kind, final long value)
    {
        keys[kind.ordinal()] = value;
        return this;
    }

    /**
     * A field.
     *
     * @param kind of the field.
     * @return its value, {@link KeyHash#NULL_KEY} for none.
     */
    public long key(final KeyKind kind)
    {
        return keys[kind.ordinal()];
    }

    /**
     * Sets which filters the event passes.
     *
     * @param filter index.
     * @param bits   bit 0 where it passes as genuine, bit 1 where it passes as fraud.
     * @return this.
     */
    public WindowEvent passes(final int filter, final int bits)
    {
        final int shift = filter % FILTERS_PER_WORD << 1;
        filterBits[filter / FILTERS_PER_WORD] = filterBits[filter / FILTERS_PER_WORD] & ~(3L << shift) | (long)bits << shift;
        return this;
    }

    long timeMs()
    {
        return timeMs;
    }

    long amount()
    {
        return amount;
    }

    long place()
    {
        return NULL_COORDINATE == longitudeMicro ? Haversine.NULL_PLACE : Haversine.place(latitudeMicro, longitudeMicro);
    }

    long[] keys()
    {
        return keys;
    }

    long[] filterBits()
    {
        return filterBits;
    }

    static int filterWords(final int filterCount)
    {
        return (filterCount + FILTERS_PER_WORD - 1) / FILTERS_PER_WORD;
    }
}
