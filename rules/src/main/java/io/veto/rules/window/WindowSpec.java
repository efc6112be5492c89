package io.veto.rules.window;

/**
 * One exact sliding window with one measure: what is added up, over which key, between which edges, of which events.
 * At engine time {@code E} it covers the events whose effective time lies in
 * {@code (E - delayMs - lengthMs, E - delayMs]}.
 *
 * @param key      that the window is kept by.
 * @param measure  what is added up.
 * @param lengthMs length in milliseconds, above 0.
 * @param delayMs  how far behind engine time the window ends, in milliseconds; 0 for none.
 * @param before   whether the event being scored is left out.
 * @param filter   index of the filter that an event must pass; {@link #NULL_FILTER} for none.
 */
public record WindowSpec(KeyKind key, Measure measure, long lengthMs, long delayMs, boolean before, int filter)
{
    /** The window has no filter. */
    public static final int NULL_FILTER = -1;

    /** What a window adds up. */
    public enum Measure
    {
        /** Number of events. */
        COUNT,
        /** Sum of the amounts, in minor units. */
        SUM
    }
}
