package io.veto.perf.restart;

import io.veto.perf.windows.CardTraffic;
import io.veto.rules.language.RuleSet;
import java.nio.file.Path;

/**
 * What to measure.
 *
 * @param ruleSet      to answer under.
 * @param keys         cards, each of which is live in the end.
 * @param tail         records behind the snapshot.
 * @param runs         how often a server is started.
 * @param withinSecond the aim, from the start of the process to the first answer.
 * @param folder       in which the data folder is made, and deleted at the end.
 */
public record RestartPlan(RuleSet ruleSet, int keys, long tail, int runs, long withinSecond, Path folder)
{
    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with one line if a number is out of range.
     */
    public RestartPlan
    {
        if (keys < CardTraffic.CARDS_MIN || tail < 0 || runs < 1 || withinSecond < 1)
        {
            throw new IllegalArgumentException("out of range: expectedKeys>=" + CardTraffic.CARDS_MIN + " keys=" + keys +
                " expectedTail>=0 tail=" + tail + " expectedRuns>=1 runs=" + runs + " expectedWithin>=1 within=" + withinSecond);
        }
    }
}
