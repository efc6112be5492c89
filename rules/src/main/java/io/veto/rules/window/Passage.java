package io.veto.rules.window;

/**
 * What passes a window edge: an event, or what a label or a reversal changed about one. Told as two states of the event, before and after;
 * an event that comes has no state before.
 * <p>
 * The event itself is read from its record, which never changes: see {@link RecordLayout}.
 * <p>
 * <b>Note:</b> mutable, used again for everything that passes; one thread.
 */
final class Passage
{
    /** Transition of an event that comes: nothing before, genuine and not reversed after. */
    static final int EVENT = 0b110_000;

    /** All bits that a transition may have. */
    static final int TRANSITION_MASK = 0b111_111;

    private static final int FRAUD = 1;
    private static final int LIVE = 2;
    private static final int EXISTS = 4;
    private static final int AFTER_SHIFT = 3;

    private final int filterWord;
    private final int joinedWord;
    private final int placeWord;
    private long address;
    private long edgeMs;
    private int transition;
    private long correctedBefore;
    private long correctedAfter;

    Passage(final RecordLayout layout)
    {
        filterWord = layout.filterWord();
        joinedWord = layout.joinedWord();
        placeWord = layout.placeWord();
    }

    /**
     * Transition between two states of an event that is there.
     */
    static int transition(final boolean fraudBefore, final boolean liveBefore, final boolean fraudAfter, final boolean liveAfter)
    {
        return state(fraudBefore, liveBefore) | state(fraudAfter, liveAfter) << AFTER_SHIFT;
    }

    /**
     * Whether a transition is about the label; if not it is about a reversal.
     */
    static boolean changesLabel(final int transition)
    {
        return 0 != ((transition ^ transition >>> AFTER_SHIFT) & FRAUD);
    }

    /**
     * An event comes, or leaves if it is taken away.
     *
     * @param newAddress of its record.
     */
    Passage wrapEvent(final long newAddress)
    {
        address = newAddress;
        transition = EVENT;
        return this;
    }

    /**
     * Something passes.
     *
     * @param newAddress      of the event's record.
     * @param newTransition   {@link #EVENT}, or of {@link #transition}.
     * @param newAmountBefore what was left of the amount; not looked at where an event comes.
     * @param newAmountAfter  what is left of it; not looked at where an event comes.
     */
    Passage wrap(final long newAddress, final int newTransition, final long newAmountBefore, final long newAmountAfter)
    {
        address = newAddress;
        transition = newTransition;
        correctedBefore = newAmountBefore;
        correctedAfter = newAmountAfter;
        return this;
    }

    /**
     * Sets the edge at which it leaves.
     *
     * @param newEdgeMs time up to which events are outside.
     */
    void edgeMs(final long newEdgeMs)
    {
        edgeMs = newEdgeMs;
    }

    long edgeMs()
    {
        return edgeMs;
    }

    boolean isEvent()
    {
        return EVENT == transition;
    }

    long timeMs()
    {
        return Reservoir.timeMsAt(address);
    }

    long sequence()
    {
        return Reservoir.sequenceAt(address);
    }

    /**
     * The amount that the event came with.
     */
    long amount()
    {
        return Reservoir.amountAt(address);
    }

    long word(final int word)
    {
        return Reservoir.wordAt(address, word);
    }

    long place()
    {
        return word(placeWord);
    }

    boolean joined(final int session)
    {
        return 0 != (word(joinedWord) >>> session & 1);
    }

    /**
     * Change in whether the event passes a filter.
     */
    int presence(final int filter)
    {
        return EVENT == transition ? passesAs(filter, 0) : passesAfter(filter) - passesBefore(filter);
    }

    /**
     * Change in whether the event passes a filter and is not reversed.
     */
    int count(final int filter)
    {
        return EVENT == transition ? passesAs(filter, 0) :
            passesAfter(filter) * live(transition >>> AFTER_SHIFT) - passesBefore(filter) * live(transition);
    }

    /**
     * What the event adds as it is now, by a filter; 0 where it does not pass.
     */
    long amountAfter(final int filter)
    {
        return EVENT == transition ? amount() * passesAs(filter, 0) : correctedAfter * passesAfter(filter);
    }

    /**
     * What the event added before, by a filter; 0 where it did not pass.
     */
    long amountBefore(final int filter)
    {
        return EVENT == transition ? 0 : correctedBefore * passesBefore(filter);
    }

    private int passesBefore(final int filter)
    {
        return (transition & EXISTS) >>> 2 & passesAs(filter, transition & FRAUD);
    }

    private int passesAfter(final int filter)
    {
        return passesAs(filter, transition >>> AFTER_SHIFT & FRAUD);
    }

    private int passesAs(final int filter, final int fraud)
    {
        return WindowSpec.NULL_FILTER == filter ? 1 :
            (int)(word(filterWord + (filter >>> 5)) >>> ((filter & 31) << 1) + fraud) & 1;
    }

    private static int live(final int state)
    {
        return (state & LIVE) >>> 1;
    }

    private static int state(final boolean fraud, final boolean live)
    {
        return EXISTS | (live ? LIVE : 0) | (fraud ? FRAUD : 0);
    }
}
