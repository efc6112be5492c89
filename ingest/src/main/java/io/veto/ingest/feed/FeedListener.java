package io.veto.ingest.feed;

/**
 * Is told how a feed goes.
 * <p>
 * <b>Note:</b> called on the thread that runs the feed; what it throws ends the feed.
 */
public interface FeedListener
{
    /**
     * The file is checked and good; nothing is sent yet.
     *
     * @param plan what will be sent.
     */
    default void onPlan(final FeedPlan plan)
    {
    }

    /**
     * A transaction is answered; called in the order of the file, once for each row that is one.
     *
     * @param row valid until the call returns.
     */
    default void onRow(final AnsweredRow row)
    {
    }

    /**
     * A reversal or a label that has a row of its own is answered; called in the order of the file, once for each row that is one.
     *
     * @param correction valid until the call returns.
     */
    default void onCorrection(final AnsweredCorrection correction)
    {
    }

    /**
     * The connection broke or could not be made; the feed goes on trying by itself.
     *
     * @param cause address and why, in one line.
     */
    default void onDisconnect(final String cause)
    {
    }

    /** Another turn of the feed: a chance to do what is due by time. */
    default void onTurn()
    {
    }
}
