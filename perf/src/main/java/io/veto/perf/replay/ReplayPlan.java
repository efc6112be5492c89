package io.veto.perf.replay;

import io.veto.perf.windows.CardTraffic;
import java.nio.file.Path;

/**
 * What to measure.
 *
 * @param records transactions of each journal.
 * @param cards   that they are of.
 * @param runs    how often each journal is read and replayed, in turn.
 * @param folder  in which the journals are made, and deleted at the end.
 */
public record ReplayPlan(int records, int cards, int runs, Path folder)
{
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with one line if a number is out of range.
     */
    public ReplayPlan
    {
        if (records < 1 || cards < CardTraffic.CARDS_MIN || runs < 1)
        {
            throw new IllegalArgumentException("out of range: expectedRecords>=1 records=" + records + " expectedCards>=" +
                CardTraffic.CARDS_MIN + " cards=" + cards + " expectedRuns>=1 runs=" + runs);
        }
    }
}
