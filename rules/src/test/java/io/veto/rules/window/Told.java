package io.veto.rules.window;

/**
 * What a window tells.
 *
 * @param isThere whether it tells anything.
 * @param value   lower 64 bits.
 * @param high    upper 64 bits, or the milliseconds of a distance.
 */
record Told(boolean isThere, long value, long high)
{
    static final Told NOTHING = new Told(false, 0, 0);

    static Told of(final long value)
    {
        return new Told(true, value, 0);
    }
}
