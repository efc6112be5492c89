package io.veto.perf.pack;

import io.veto.perf.generate.FraudKind;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of one kind of planted fraud. A transaction is knowable if what went before in its fraud suffices to tell it from a
 * customer's; a fraud counts from its first knowable transaction on.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class KindTally
{
    private static final int FOUND = 1;
    private static final int STOPPED = 2;

    private final FraudKind kind;
    private final Map<Long, Integer> episodes = new HashMap<>();
    private long transactions;
    private long found;
    private long knowable;
    private long knowableFound;
    private long stopped;

    KindTally(final FraudKind kind)
    {
        this.kind = kind;
    }

    /**
     * Counts a transaction of the kind.
     *
     * @param episode    that it is part of.
     * @param isKnowable see above.
     * @param isFound    whether the kind's own rule hit.
     * @param isStopped  whether it was not approved.
     */
    void onTransaction(final long episode, final boolean isKnowable, final boolean isFound, final boolean isStopped)
    {
        transactions++;
        found += isFound ? 1 : 0;
        stopped += isStopped ? 1 : 0;
        if (isKnowable)
        {
            knowable++;
            knowableFound += isFound ? 1 : 0;
            episodes.merge(episode, (isFound ? FOUND : 0) | (isStopped ? STOPPED : 0), (a, b) -> a | b);
        }
    }

    /**
     * The kind.
     *
     * @return the kind, whose label is the id of its own rule.
     */
    public FraudKind kind()
    {
        return kind;
    }

    /**
     * Transactions of the kind.
     *
     * @return all of them.
     */
    public long transactions()
    {
        return transactions;
    }

    /**
     * Transactions that the kind's own rule hit.
     *
     * @return of all.
     */
    public long found()
    {
        return found;
    }

    /**
     * Transactions that could be known.
     *
     * @return at most all.
     */
    public long knowable()
    {
        return knowable;
    }

    /**
     * Knowable transactions that the kind's own rule hit.
     *
     * @return at most {@link #knowable}.
     */
    public long knowableFound()
    {
        return knowableFound;
    }

    /**
     * Transactions that were not approved, whatever the reason.
     *
     * @return of all.
     */
    public long stopped()
    {
        return stopped;
    }

    /**
     * Frauds of the kind that came to a knowable transaction.
     *
     * @return their number.
     */
    public long episodes()
    {
        return episodes.size();
    }

    /**
     * Frauds of which the kind's own rule hit a knowable transaction.
     *
     * @return their number.
     */
    public long episodesFound()
    {
        return with(FOUND);
    }

    /**
     * Frauds of which a knowable transaction was not approved.
     *
     * @return their number.
     */
    public long episodesStopped()
    {
        return with(STOPPED);
    }

    private long with(final int bit)
    {
        return episodes.values().stream().filter(bits -> 0 != (bits & bit)).count();
    }
}
