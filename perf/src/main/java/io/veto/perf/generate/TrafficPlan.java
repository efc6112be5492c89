package io.veto.perf.generate;

/**
 * What to generate. Equal plans give equal traffic.
 *
 * @param cards        number of cards, {@value #CARDS_MIN} to {@value #CARDS_MAX}.
 * @param transactions exact number of transactions, {@value #TRANSACTIONS_MIN} to {@value #TRANSACTIONS_MAX}.
 * @param seed         any number.
 * @param days         that the traffic is spread over, {@value #DAYS_MIN} to {@value #DAYS_MAX}.
 * @param lastDayFactor how many times as busy as it would be the last day is, as the day of a great sale,
 *                      {@value #LAST_DAY_FACTOR_MIN} to {@value #LAST_DAY_FACTOR_MAX}.
 */
public record TrafficPlan(int cards, long transactions, long seed, int days, int lastDayFactor)
{
    /** Fewest cards. */
    public static final int CARDS_MIN = 1;
    /** Most cards. */
    public static final int CARDS_MAX = 50_000_000;
    /** Cards when nothing is said. */
    public static final int CARDS_DEFAULT = 3_000;
    /** Fewest transactions. */
    public static final long TRANSACTIONS_MIN = 1;
    /** Most transactions. */
    public static final long TRANSACTIONS_MAX = 10_000_000_000L;
    /** Transactions when nothing is said. */
    public static final long TRANSACTIONS_DEFAULT = 250_000;
    /** Seed when nothing is said. */
    public static final long SEED_DEFAULT = 1;
    /** Fewest days. */
    public static final int DAYS_MIN = 1;
    /** Most days: no two transactions in a row are ever further apart than the scorer accepts. */
    public static final int DAYS_MAX = 400;
    /** A last day like any other. */
    public static final int LAST_DAY_FACTOR_MIN = 1;
    /** The busiest last day. */
    public static final int LAST_DAY_FACTOR_MAX = 100;
    /** Days when nothing is said: enough for windows of 30 days, and of 7 days seen 7 days late, to be full. */
    public static final int DAYS_DEFAULT = 60;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with one line that names what is out of range and the range.
     */
    public TrafficPlan
    {
        checkRange("cards", cards, CARDS_MIN, CARDS_MAX);
        checkRange("transactions", transactions, TRANSACTIONS_MIN, TRANSACTIONS_MAX);
        checkRange("days", days, DAYS_MIN, DAYS_MAX);
        checkRange("lastDayFactor", lastDayFactor, LAST_DAY_FACTOR_MIN, LAST_DAY_FACTOR_MAX);
    }

    /**
     * A plan whose last day is like any other.
     *
     * @param cards        number of cards.
     * @param transactions exact number of transactions.
     * @param seed         any number.
     * @param days         that the traffic is spread over.
     */
    public TrafficPlan(final int cards, final long transactions, final long seed, final int days)
    {
        this(cards, transactions, seed, days, LAST_DAY_FACTOR_MIN);
    }

    /**
     * A plan whose last day has some number of transactions.
     *
     * @param cards               number of cards.
     * @param lastDayTransactions those of the last day, give or take one.
     * @param seed                any number.
     * @param days                that the traffic is spread over.
     * @param lastDayFactor       how many times as busy as it would be the last day is.
     * @return the plan.
     */
    public static TrafficPlan ofLastDay(
        final int cards, final long lastDayTransactions, final long seed, final int days, final int lastDayFactor)
    {
        return new TrafficPlan(
            cards, ArrivalClock.slots(lastDayTransactions, days, lastDayFactor), seed, days, lastDayFactor);
    }

    private static void checkRange(final String name, final long value, final long min, final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(
                name + " out of range: expectedMin=" + min + " expectedMax=" + max + " " + name + "=" + value);
        }
    }
}
