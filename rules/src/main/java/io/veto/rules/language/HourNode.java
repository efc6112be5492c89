package io.veto.rules.language;

/**
 * The hour of the day at the merchant, 0 to 23. Missing where the transaction does not tell its local time.
 */
final class HourNode extends NumberNode
{
    @Override
    void evaluate(final Facts facts)
    {
        final int hour = facts.localHour();
        if (Facts.NULL_HOUR == hour)
        {
            value().setMissing();
        }
        else
        {
            value().set(hour);
        }
    }
}
