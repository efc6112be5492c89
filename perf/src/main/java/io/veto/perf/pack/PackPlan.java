package io.veto.perf.pack;

import io.veto.perf.generate.TrafficPlan;
import java.util.concurrent.TimeUnit;

/**
 * How a rule pack is put to the test.
 *
 * @param rulesName    what the rule file is called.
 * @param rulesText    the rule file.
 * @param traffic      of all days.
 * @param measuredDays last days that count; those before only fill the windows.
 * @param besidePeers  whether the peers' rules answer the same traffic, to compare speed with.
 */
public record PackPlan(String rulesName, String rulesText, TrafficPlan traffic, int measuredDays, boolean besidePeers)
{
    /** Cards when nothing is said. */
    public static final int CARDS_DEFAULT = 500_000;
    /** Transactions of the last day when nothing is said. */
    public static final long TRANSACTIONS_DEFAULT = 1_000_000;
    /** Days when nothing is said: sixty fill all windows but those of ninety days, which see all there is. */
    public static final int DAYS_DEFAULT = 61;
    /** How busy the last day is when nothing is said: that of a great sale, so that history is a quarter as dense. */
    public static final int LAST_DAY_FACTOR_DEFAULT = 4;

    /**
     * When the first measured transaction may happen.
     *
     * @return milliseconds since the traffic's begin.
     */
    long measuredFromMs()
    {
        return TimeUnit.DAYS.toMillis(traffic.days() - (long)measuredDays);
    }
}
