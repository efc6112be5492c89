package io.veto.rules.window;

/**
 * What a window tells about the events that it covers.
 */
public enum Measure
{
    /** Number of events. An event that is reversed in full leaves it. */
    COUNT,
    /** Number of events, reversed ones too. */
    ATTEMPTS,
    /** Sum of the amounts, less what was reversed, in minor units. */
    SUM,
    /** Sum of the squares of the amounts, less what was reversed: 128 bits. */
    SUM_OF_SQUARES,
    /** Smallest amount, in minor units, whatever was reversed. Missing where there is no event. */
    MIN,
    /** Largest amount, in minor units, whatever was reversed. Missing where there is no event. */
    MAX,
    /** Number of different values of a field. An event that is reversed in full leaves it. */
    DISTINCT,
    /** Value of a field, or the amount, of the latest earlier event, by time and then by sequence. Missing where there is none. */
    LAST,
    /** Milliseconds of engine time since the latest earlier event. Missing where there is none. */
    SINCE,
    /**
     * Metres between the event being read and the latest earlier event that has coordinates, and the milliseconds between the two.
     * Missing where either has no coordinates.
     */
    DISTANCE,
    /** Milliseconds of engine time since the first event of the session. Missing where there is none. */
    FIRST_SEEN;

    /**
     * Whether the event being read is never part of the answer.
     *
     * @return true if only earlier events count.
     */
    public boolean isOfEarlier()
    {
        return LAST == this || SINCE == this || DISTANCE == this || FIRST_SEEN == this;
    }
}
