package io.veto.perf.generate;

/**
 * The card holders: home country, habits, means and holidays of each card. Nothing is stored for a card; all of it is
 * computed from the seed and the card's index when it is asked for.
 * <p>
 * <b>Note:</b> immutable and safe from any thread.
 */
final class CardPopulation
{
    private static final int RATES = 64;
    private static final double RATE_SIGMA = 0.7;
    private static final double RATE_MAX = 4.0;
    private static final double SPENDING_SIGMA = 0.4;
    private static final long RATE_SALT = 0x7261_7465L;
    private static final long SPENDING_SALT = 0x7370_656EL;
    private static final long HOLIDAY_SALT = 0x686F_6C69L;

    /** Willingness by hour of an early, an ordinary and a late card holder, in percent. */
    private static final int[][] HABITS =
    {
        {5, 2, 2, 2, 10, 40, 90, 100, 100, 100, 90, 90, 90, 80, 70, 70, 60, 60, 50, 40, 25, 15, 8, 5},
        {10, 5, 4, 4, 6, 20, 50, 70, 80, 90, 90, 95, 100, 95, 90, 90, 95, 100, 100, 90, 75, 55, 35, 20},
        {100, 100, 80, 60, 40, 20, 15, 20, 30, 40, 50, 55, 60, 60, 60, 65, 70, 80, 90, 100, 100, 100, 100, 100}
    };
    private static final int HABIT_CHOICES = 8;
    private static final int ACCEPT_BITS = 16;
    private static final int ACCEPT_MASK = (1 << ACCEPT_BITS) - 1;

    private static final int SEASON_DAYS = 60;
    private static final int HOLIDAY_ONE_IN = 6;
    private static final int HOLIDAY_DAYS_MIN = 5;
    private static final int HOLIDAY_DAYS_MAX = 14;

    private final int cards;
    private final long seed;
    private final SpreadTable spending = new SpreadTable(SPENDING_SIGMA);
    private final int[] acceptance = new int[HABIT_CHOICES * RATES * ArrivalClock.DAY_HOURS];

    /**
     * Settles the habits.
     *
     * @param cards number of cards.
     * @param seed  of the run.
     */
    CardPopulation(final int cards, final long seed)
    {
        this.cards = cards;
        this.seed = seed;

        final SpreadTable rates = new SpreadTable(RATE_SIGMA);
        for (int rate = 0; rate < RATES; rate++)
        {
            final double willingness = Math.min(rates.factor(SplitMix.hash(RATE_SALT, rate)), RATE_MAX) / RATE_MAX;
            for (int choice = 0; choice < HABIT_CHOICES; choice++)
            {
                final int[] percent = HABITS[choice == 0 ? 0 : choice == HABIT_CHOICES - 1 ? 2 : 1];
                for (int hour = 0; hour < ArrivalClock.DAY_HOURS; hour++)
                {
                    acceptance[index(choice, rate, hour)] =
                        1 + (int)(willingness * percent[hour] / 100 * (ACCEPT_MASK - 1));
                }
            }
        }
    }

    /**
     * The card that is used next: each as often as its rate and its habits at this hour say.
     *
     * @param random numbers to draw from.
     * @param hour   of the day, 0 to 23.
     * @return index of the card.
     */
    int pick(final SplitMix random, final int hour)
    {
        int card;
        int draw;
        long traits;
        do
        {
            final long bits = random.nextLong();
            card = SplitMix.scale(bits, cards);
            draw = (int)bits & ACCEPT_MASK;
            traits = traits(card);
        }
        while (draw >= acceptance[index((int)(traits >>> 6) & (HABIT_CHOICES - 1), (int)traits & (RATES - 1), hour)]);
        return card;
    }

    /**
     * Country that issued a card.
     *
     * @param card index of the card.
     * @return its country.
     */
    Country country(final int card)
    {
        return Country.issuer(traits(card));
    }

    /**
     * What a card spends at a time beside the average card.
     *
     * @param card index of the card.
     * @return factor, on average 1.
     */
    double spendingFactor(final int card)
    {
        return spending.factor(SplitMix.hash(seed ^ SPENDING_SALT, card));
    }

    /**
     * Where the card is on a day: at home, or on holiday abroad. About one card in {@value #HOLIDAY_ONE_IN} travels in
     * each {@value #SEASON_DAYS} days.
     *
     * @param card index of the card.
     * @param day  since the beginning.
     * @return the country.
     */
    Country whereabouts(final int card, final int day)
    {
        final int season = day / SEASON_DAYS;
        final long bits = SplitMix.hash(seed ^ HOLIDAY_SALT + season, card);
        final Country home = country(card);
        if (SplitMix.scale(bits, HOLIDAY_ONE_IN) != 0)
        {
            return home;
        }

        final long detail = SplitMix.hash(bits, card);
        final int length = HOLIDAY_DAYS_MIN + (int)(detail & 0xFF) % (HOLIDAY_DAYS_MAX - HOLIDAY_DAYS_MIN + 1);
        final int begin = (int)(detail >>> 8 & 0xFF) % (SEASON_DAYS - length);
        final int dayOfSeason = day % SEASON_DAYS;
        return dayOfSeason >= begin && dayOfSeason < begin + length ? Country.abroad(detail, home) : home;
    }

    private long traits(final int card)
    {
        return SplitMix.hash(seed, card);
    }

    private static int index(final int choice, final int rate, final int hour)
    {
        return (choice * RATES + rate) * ArrivalClock.DAY_HOURS + hour;
    }
}
