package io.veto.perf.generate;

/**
 * The card holders: home town, habits, means, holidays, device and address of each. Nothing is stored for a card; all of it
 * is computed from the seed and the card's index when it is asked for.
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
    private static final long DEVICE_SALT = 0x6465_7669L;

    /** Willingness by hour of an early, an ordinary and a late card holder, in percent. */
    private static final int[][] HABITS =
    {
        {5, 2, 2, 2, 10, 40, 90, 100, 100, 100, 90, 90, 90, 80, 70, 70, 60, 60, 50, 40, 25, 15, 8, 5},
        {10, 5, 4, 4, 6, 20, 50, 70, 80, 90, 90, 95, 100, 95, 90, 90, 95, 100, 100, 90, 75, 55, 35, 20},
        {100, 100, 80, 60, 40, 20, 15, 20, 30, 40, 50, 55, 60, 60, 60, 65, 70, 80, 90, 100, 100, 100, 100, 100}
    };
    private static final int HABIT_CHOICES = 8;
    private static final int HABIT_LATE = HABIT_CHOICES - 1;
    private static final int ACCEPT_BITS = 16;
    private static final int ACCEPT_MASK = (1 << ACCEPT_BITS) - 1;

    private static final int HABIT_SHIFT = 6;
    private static final int CITY_SHIFT = 9;
    private static final int ISSUER_SHIFT = 11;
    private static final int BINS_PER_COUNTRY = 16;

    private static final int SEASON_DAYS = 60;
    private static final int HOLIDAY_ONE_IN = 6;
    private static final int HOLIDAY_DAYS_MIN = 5;
    private static final int HOLIDAY_DAYS_MAX = 14;

    private static final int REGULAR_TRIES = 64;
    private static final double REGULAR_RATE = 1.0;
    private static final int IP_BITS = 24;
    private static final int OFFICE_ONE_IN = 32;
    private static final int OFFICE_CUSTOMERS = 16;

    private final int cards;
    private final long seed;
    private final long runHash;
    private final SpreadTable spending = new SpreadTable(SPENDING_SIGMA);
    private final int[] acceptance = new int[HABIT_CHOICES * RATES * ArrivalClock.DAY_HOURS];
    private final boolean[] isRegular = new boolean[RATES];

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
        runHash = SplitMix.hash(seed, 0);

        final SpreadTable rates = new SpreadTable(RATE_SIGMA);
        for (int rate = 0; rate < RATES; rate++)
        {
            final double factor = rates.factor(SplitMix.hash(RATE_SALT, rate));
            isRegular[rate] = factor >= REGULAR_RATE;
            final double willingness = Math.min(factor, RATE_MAX) / RATE_MAX;
            for (int choice = 0; choice < HABIT_CHOICES; choice++)
            {
                final int[] percent = HABITS[choice == 0 ? 0 : choice == HABIT_LATE ? 2 : 1];
                for (int hour = 0; hour < ArrivalClock.DAY_HOURS; hour++)
                {
                    acceptance[index(choice, rate, hour)] =
                        1 + (int)(willingness * percent[hour] / 100 * (ACCEPT_MASK - 1));
                }
            }
        }
    }

    /**
     * Number of cards.
     *
     * @return cards that the plan has.
     */
    int count()
    {
        return cards;
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
        while (draw >= acceptance[index(habit(traits), (int)traits & (RATES - 1), hour)]);
        return card;
    }

    /**
     * A card that is used often and by day, and is at home today and tomorrow; any card if none is found in
     * {@value #REGULAR_TRIES} tries.
     *
     * @param random numbers to draw from.
     * @param hour   of the day, 0 to 23.
     * @param day    since the beginning.
     * @return index of the card.
     */
    int pickRegular(final SplitMix random, final int hour, final int day)
    {
        int card = 0;
        for (int i = 0; i < REGULAR_TRIES; i++)
        {
            card = pick(random, hour);
            final long traits = traits(card);
            if (isRegular[(int)traits & (RATES - 1)] && habit(traits) != HABIT_LATE &&
                holidayDay(card, day) < 0 && holidayDay(card, day + 1) < 0)
            {
                return card;
            }
        }
        return card;
    }

    /**
     * Writes a card into a transaction: its number, holder and country.
     *
     * @param card        index of the card; one behind the last is a card that nobody has used yet.
     * @param transaction to write to.
     */
    void put(final int card, final SyntheticTransaction transaction)
    {
        final long traits = traits(card);
        final Country country = Country.issuer(traits);
        transaction.card = card;
        transaction.customer = customer(card);
        transaction.cardCountry = country;
        transaction.bin = CardNumber.BIN_MIN + country.ordinal() * BINS_PER_COUNTRY +
            (int)(traits >>> ISSUER_SHIFT & (BINS_PER_COUNTRY - 1));
        transaction.serial = CardNumber.serial(card, runHash);
    }

    /**
     * Town where a card holder lives.
     *
     * @param card index of the card.
     * @return 0 or more and below {@link Country#CITIES}.
     */
    int city(final int card)
    {
        return (int)(traits(card) >>> CITY_SHIFT) & (Country.CITIES - 1);
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
     * The device that a customer shops with.
     *
     * @param customer who shops.
     * @return its identifier, never {@link SyntheticTransaction#NULL_DEVICE}.
     */
    long device(final int customer)
    {
        return SplitMix.hash(seed ^ DEVICE_SALT, customer) | 1;
    }

    /**
     * The address that a customer's device has: one of its own, or of one customer in {@value #OFFICE_ONE_IN} that of an
     * office.
     *
     * @param customer who shops.
     * @return last 24 bits of it, never {@link SyntheticTransaction#NULL_IP}.
     */
    int ip(final int customer)
    {
        final long bits = SplitMix.hash(seed ^ DEVICE_SALT, customer);
        final boolean isInOffice = (bits >>> 32) % OFFICE_ONE_IN == 0;
        final long offices = 1 + (long)cards / (OFFICE_ONE_IN * OFFICE_CUSTOMERS);
        final long address = isInOffice ? SplitMix.hash(seed, -1 - (bits >>> 8 & 0xFF_FFFF) % offices) : bits;
        return (int)(address >>> Long.SIZE - IP_BITS) | 1;
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
        return holidayDay(card, day) < 0 ? country(card) : Country.abroad(holidayDetail(card, day), country(card));
    }

    /**
     * Whether the card is on its way abroad or back that day: nobody pays anything with the card in hand then.
     *
     * @param card index of the card.
     * @param day  since the beginning.
     * @return true if so.
     */
    boolean isOnTheWay(final int card, final int day)
    {
        final int dayOfHoliday = holidayDay(card, day);
        return dayOfHoliday == 0 || dayOfHoliday == holidayLength(holidayDetail(card, day)) - 1;
    }

    private int holidayDay(final int card, final int day)
    {
        final long bits = holidayBits(card, day);
        if (SplitMix.scale(bits, HOLIDAY_ONE_IN) != 0)
        {
            return -1;
        }
        final long detail = SplitMix.hash(bits, card);
        final int length = holidayLength(detail);
        final int begin = (int)(detail >>> 8 & 0xFF) % (SEASON_DAYS - length);
        final int dayOfHoliday = day % SEASON_DAYS - begin;
        return dayOfHoliday < length ? dayOfHoliday : -1;
    }

    private long holidayDetail(final int card, final int day)
    {
        return SplitMix.hash(holidayBits(card, day), card);
    }

    private long holidayBits(final int card, final int day)
    {
        return SplitMix.hash(seed ^ HOLIDAY_SALT + day / SEASON_DAYS, card);
    }

    private static int holidayLength(final long detail)
    {
        return HOLIDAY_DAYS_MIN + (int)(detail & 0xFF) % (HOLIDAY_DAYS_MAX - HOLIDAY_DAYS_MIN + 1);
    }

    /** Every other pair of cards is one customer's. */
    private static int customer(final int card)
    {
        return (card >>> 1 & 1) == 0 ? card : card & ~1;
    }

    private long traits(final int card)
    {
        return SplitMix.hash(seed, card);
    }

    private static int habit(final long traits)
    {
        return (int)(traits >>> HABIT_SHIFT) & (HABIT_CHOICES - 1);
    }

    private static int index(final int choice, final int rate, final int hour)
    {
        return (choice * RATES + rate) * ArrivalClock.DAY_HOURS + hour;
    }
}
