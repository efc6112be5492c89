package io.veto.rules.window;

/**
 * Which times a window covers, seen from engine time E.
 *
 * @param kind     of window.
 * @param lengthMs of a sliding window; the period of a tumbling one, the gap of a session. In milliseconds, above 0.
 * @param delayMs  how far behind engine time a sliding window ends, in milliseconds; 0 for none and for the other kinds.
 * @param zone     whose wall clock a tumbling window follows; null for UTC and for the other kinds.
 */
public record Span(Kind kind, long lengthMs, long delayMs, ZoneTransitions zone)
{
    /** The kinds of windows. */
    public enum Kind
    {
        /** Events with time in {@code (E - delay - length, E - delay]}. */
        SLIDING,
        /** Events of the period that E lies in. An event of an earlier period counts nowhere. */
        TUMBLING,
        /**
         * The maximal run of the key's events with gaps of at most the gap that E still extends. An older event joins if it lies
         * within a gap of the run; closed sessions never reopen. Every event of the key is part of the run, whatever a filter counts.
         */
        SESSION
    }

    /**
     * A sliding window that ends at engine time.
     *
     * @param lengthMs in milliseconds.
     * @return the span.
     */
    public static Span sliding(final long lengthMs)
    {
        return delayed(lengthMs, 0);
    }

    /**
     * A sliding window that ends some time ago.
     *
     * @param lengthMs in milliseconds.
     * @param delayMs  in milliseconds.
     * @return the span.
     */
    public static Span delayed(final long lengthMs, final long delayMs)
    {
        return new Span(Kind.SLIDING, lengthMs, delayMs, null);
    }

    /**
     * A tumbling window.
     *
     * @param periodMs in milliseconds.
     * @param zone     whose wall clock it follows; null for UTC.
     * @return the span.
     */
    public static Span tumbling(final long periodMs, final ZoneTransitions zone)
    {
        return new Span(Kind.TUMBLING, periodMs, 0, zone);
    }

    /**
     * A session.
     *
     * @param gapMs in milliseconds.
     * @return the span.
     */
    public static Span session(final long gapMs)
    {
        return new Span(Kind.SESSION, gapMs, 0, null);
    }
}
