package io.veto.engine.activation;

import io.veto.engine.journal.JournalReader;
import io.veto.engine.journal.RecordDescriptor;
import io.veto.engine.line.Handover;
import io.veto.engine.line.Joint;
import io.veto.engine.recovery.PastFeed;

/**
 * Brings a new rule set's scorer up to the line, a few records at each step: reads the journal from the beginning to its end, takes the
 * hash of the state, follows the journal to its end again, joins the line, and feeds the line's copies behind the last record that it has
 * read. When copies are missing it follows the journal and joins again.
 * <p>
 * All rules are evaluated on the last {@value #EVALUATED_LAST} transactions or so, so that their code is compiled when they come to answer.
 * <p>
 * <b>Note:</b> one thread. Reads no clock and waits for nothing.
 */
public final class Warmer
{
    /** How far behind the line rules begin to be evaluated, in records. */
    public static final int EVALUATED_LAST = 20_000;
    /** Most records that are fed before the line may take the scorer over. */
    public static final int JOINED_RECORDS_MAX = 32;
    /** Steps that find nothing, after which a line that copies nothing is taken to be idle. */
    public static final int IDLE_STEPS = 200;

    private static final int READ_RECORDS_MAX = 1_024;

    private final JournalReader reader;
    private final PastFeed feed;
    private final Handover handover;
    private long warmedSequence = RecordDescriptor.NULL_SEQUENCE;
    private long warmedHash;
    private Joint joint;
    private int joins = 0;
    private int idleSteps = 0;

    /**
     * Begins before the journal's first record.
     *
     * @param reader   that has read nothing yet.
     * @param feed     that was fed nothing yet.
     * @param handover of the line.
     */
    public Warmer(final JournalReader reader, final PastFeed feed, final Handover handover)
    {
        this.reader = reader;
        this.feed = feed;
        this.handover = handover;
    }

    /**
     * Goes on.
     *
     * @return records fed; 0 where there is nothing to do but to wait.
     * @throws io.veto.engine.journal.JournalDamagedException if the journal does not say what was written.
     * @throws io.veto.rules.window.StateLimitException       if a bound of the state is reached.
     */
    public int step()
    {
        if (null != joint && joint.isOverflowed())
        {
            leave();
        }
        return null == joint ? follow() : feedCopies();
    }

    /**
     * Goes on while the line is asked to take the scorer over: never joins again. Where it fails it keeps the scorer, so that the line does
     * not take one over that is about to be closed.
     *
     * @return records fed.
     */
    public int feedCopies()
    {
        if (!joint.acquire())
        {
            return 0;
        }
        final boolean isGapless = joint.copiesFollow();
        final int fed = isCopied() && isGapless ? joint.drain(JOINED_RECORDS_MAX) : read(JOINED_RECORDS_MAX);
        idleSteps = 0 == fed && isGapless ? idleSteps + 1 : 0;
        joint.release();
        return fed;
    }

    /**
     * Whether the scorer is at most a few records behind the line.
     *
     * @return true if the line may be asked to take it over.
     */
    public boolean isReady()
    {
        return null != joint && !joint.isOverflowed() && idleSteps >= (isCopied() ? 1 : IDLE_STEPS);
    }

    /**
     * The joint with the line.
     *
     * @return the joint; null where there is none now.
     */
    public Joint joint()
    {
        return joint;
    }

    /**
     * Leaves the joint, to follow the journal and join again.
     */
    public void leave()
    {
        handover.leave(joint);
        joint = null;
        idleSteps = 0;
    }

    /**
     * Joins so far.
     *
     * @return how many.
     */
    public int joins()
    {
        return joins;
    }

    /**
     * Sequence of the record behind which the hash was taken.
     *
     * @return the sequence; {@link RecordDescriptor#NULL_SEQUENCE} before that.
     */
    public long warmedSequence()
    {
        return warmedSequence;
    }

    /**
     * Hash of the scorer's state behind {@link #warmedSequence}.
     *
     * @return the hash.
     */
    public long warmedHash()
    {
        return warmedHash;
    }

    private int follow()
    {
        feed.isEvaluating(handover.lastScored() - feed.sequence() <= EVALUATED_LAST);
        final int fed = read(READ_RECORDS_MAX);
        if (0 == fed && RecordDescriptor.NULL_SEQUENCE == warmedSequence)
        {
            warmedHash = feed.scorer().stateHash();
            warmedSequence = feed.sequence();
        }
        else if (0 == fed)
        {
            joint = handover.join(feed);
            joins++;
        }
        return fed;
    }

    private boolean isCopied()
    {
        return RecordDescriptor.NULL_SEQUENCE != joint.firstCopied();
    }

    private int read(final int recordsMax)
    {
        int fed = 0;
        while (fed < recordsMax && reader.next())
        {
            feed.onRecord(reader.buffer(), reader.offset());
            fed++;
        }
        return fed;
    }
}
