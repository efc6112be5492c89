package io.veto.rules.window;

/**
 * What a window tells: 64 bits, or 128.
 * <p>
 * <b>Note:</b> mutable; one thread.
 */
final class Reading
{
    long value;
    long high;

    boolean set(final long newValue)
    {
        value = newValue;
        high = 0;
        return true;
    }

    boolean set(final long newValue, final long newHigh)
    {
        value = newValue;
        high = newHigh;
        return true;
    }
}
