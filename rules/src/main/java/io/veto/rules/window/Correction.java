package io.veto.rules.window;

/**
 * What became of a label or a reversal.
 */
public enum Correction
{
    /** Every window that covers the event's time counts it as it is now known. */
    APPLIED,
    /** The event has that label already: no effect. */
    UNCHANGED,
    /** No window needs an event of that sequence, or none ever was: no effect. */
    UNKNOWN_TARGET,
    /** More was to be given back than is left, or all of it was already: no effect. */
    EXCEEDED,
    /** A heap of side entries is full: no effect. */
    UNCOUNTED
}
