package io.veto.rules.window;

/**
 * Is told how far the tails have walked, so that what they come to next can be read ahead.
 */
@FunctionalInterface
public interface TailListener
{
    /** Most tails of one set of windows: two edges for each of 256 windows, and one sweep. */
    int TAILS_MAX = 768;

    /** Reads nothing ahead. */
    TailListener NONE = (tail, segment, offset) ->
    {
    };

    /**
     * A tail has walked on.
     *
     * @param tail    number of the tail, from 0.
     * @param segment number of the segment in which it stands.
     * @param offset  in that segment in bytes.
     */
    void onTail(int tail, long segment, int offset);
}
