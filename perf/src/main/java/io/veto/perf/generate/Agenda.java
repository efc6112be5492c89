package io.veto.perf.generate;

import java.util.PriorityQueue;

/**
 * Transactions that are planned but have not happened yet, ordered by time, then by when they were planned. Holds the
 * episodes that are under way, so its size does not grow with the length of the stream, and it says when it is full: nothing
 * new is to be begun then.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Agenda
{
    /** Planned transactions above which nothing new is begun. */
    static final int FULL = 1 << 17;

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long planned;

    /**
     * Plans a transaction.
     *
     * @param transaction complete, and not to be changed afterwards.
     */
    void plan(final SyntheticTransaction transaction)
    {
        entries.add(new Entry(transaction.eventTimeMs, planned++, transaction));
    }

    /**
     * Whether nothing new is to be begun.
     *
     * @return true from {@value #FULL} planned transactions on.
     */
    boolean isFull()
    {
        return entries.size() >= FULL;
    }

    /**
     * Takes the first transaction if it is due.
     *
     * @param timeMs epoch milliseconds.
     * @return the first planned one that happens at this time or before; null if there is none.
     */
    SyntheticTransaction pollDue(final long timeMs)
    {
        final Entry first = entries.peek();
        return first != null && first.timeMs <= timeMs ? entries.poll().transaction : null;
    }

    private record Entry(long timeMs, long order, SyntheticTransaction transaction) implements Comparable<Entry>
    {
        public int compareTo(final Entry other)
        {
            final int byTime = Long.compare(timeMs, other.timeMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
