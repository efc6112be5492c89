package io.veto.rules.window;

/**
 * One exact window with one measure: what is told, over which key, of which times, of which events.
 *
 * @param key     that the window is kept by.
 * @param measure what is told.
 * @param value   field whose values {@link Measure#DISTINCT} counts and {@link Measure#LAST} tells; null for the amount and for the other
 *                measures.
 * @param span    times that it covers.
 * @param before  whether the event being read is left out; always so where {@link Measure#isOfEarlier}.
 * @param filter  index of the filter that an event must pass; {@link #NULL_FILTER} for none.
 */
public record WindowSpec(Key key, Measure measure, KeyKind value, Span span, boolean before, int filter)
{
    /** The window has no filter. */
    public static final int NULL_FILTER = -1;
}
