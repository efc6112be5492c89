package io.veto.perf.generate;

/**
 * What a merchant sells, and how people pay there. The figures are round numbers chosen for a plausible mixture; they
 * are taken from no data.
 */
enum Category
{
    /** Supermarkets. */
    GROCERY(5411, 256, 180, 34.00, 0.55, 5, false),
    /** Restaurants. */
    RESTAURANT(5812, 130, 180, 36.00, 0.45, 2, false),
    /** Fast food and coffee. */
    FAST_FOOD(5814, 110, 120, 11.00, 0.40, 3, false),
    /** Fuel dispensers; the only terminals that get compromised. */
    FUEL(5541, 80, 40, 52.00, 0.30, 4, false),
    /** Local transport. */
    TRANSIT(4111, 80, 30, 3.40, 0.30, 6, false),
    /** Chemists. */
    PHARMACY(5912, 55, 80, 19.00, 0.45, 2, false),
    /** Clothing. */
    CLOTHING(5651, 50, 100, 52.00, 0.45, 2, false),
    /** Electronics. */
    ELECTRONICS(5732, 15, 40, 88.00, 0.40, 2, false),
    /** Hotels. */
    HOTEL(7011, 10, 40, 92.00, 0.35, 1, false),
    /** Cash machines. */
    CASH_MACHINE(6011, 50, 50, 75.00, 0.45, 1, false),
    /** Mail-order and web shops. */
    WEB_SHOP(5964, 100, 80, 44.00, 0.55, 1, true),
    /** Games, music, apps. */
    DIGITAL_GOODS(5818, 35, 20, 6.50, 0.75, 1, true),
    /** Subscriptions. */
    SUBSCRIPTION(4899, 15, 10, 12.00, 0.15, 1, true),
    /** Donations. */
    CHARITY(8398, 5, 10, 24.00, 0.60, 1, true),
    /** Gift cards. */
    GIFT_CARDS(5947, 4, 10, 28.00, 0.40, 1, true),
    /** Betting. */
    GAMBLING(7995, 3, 6, 22.00, 0.45, 1, true),
    /** Money orders. */
    MONEY_TRANSFER(4829, 2, 4, 60.00, 0.35, 1, true),
    /** Issuers themselves, where particulars are changed; they sell nothing. */
    BANK(6012, 0, 0, 0.00, 0.00, 1, true);

    /** Sum of all traffic weights, and of all merchant weights. */
    static final int WEIGHT_SUM = 1000;

    private static final Category[] BY_TRAFFIC = spreadByTraffic();

    private final int mcc;
    private final int trafficWeight;
    private final int merchantWeight;
    private final double meanMinor;
    private final SpreadTable spread;
    private final int terminals;
    private final boolean online;

    Category(
        final int mcc,
        final int trafficWeight,
        final int merchantWeight,
        final double mean,
        final double sigma,
        final int terminals,
        final boolean online)
    {
        this.mcc = mcc;
        this.trafficWeight = trafficWeight;
        this.merchantWeight = merchantWeight;
        this.meanMinor = mean * 100;
        this.spread = new SpreadTable(sigma);
        this.terminals = terminals;
        this.online = online;
    }

    /**
     * A category, each as often as its share of the traffic says.
     *
     * @param bits of which the upper 32 are used.
     * @return the category.
     */
    static Category byTraffic(final long bits)
    {
        return BY_TRAFFIC[SplitMix.scale(bits, WEIGHT_SUM)];
    }

    /**
     * Mean amount of all traffic.
     *
     * @return in minor units.
     */
    static double overallMeanMinor()
    {
        double weighted = 0;
        for (final Category category : values())
        {
            weighted += category.trafficWeight * category.meanMinor;
        }
        return weighted / WEIGHT_SUM;
    }

    /**
     * An amount as people spend it here.
     *
     * @param bits   random, all 64 of them count.
     * @param factor of this card on this day; 1 for the average.
     * @return in minor units, not rounded.
     */
    double amountMinor(final long bits, final double factor)
    {
        return meanMinor * spread.factor(bits) * factor;
    }

    /**
     * ISO 18245 merchant category code.
     *
     * @return four digits.
     */
    int mcc()
    {
        return mcc;
    }

    /**
     * Share of all merchants.
     *
     * @return parts of {@link #WEIGHT_SUM}.
     */
    int merchantWeight()
    {
        return merchantWeight;
    }

    /**
     * Terminals of each merchant.
     *
     * @return 1 to 8.
     */
    int terminals()
    {
        return terminals;
    }

    /**
     * Whether the card is absent.
     *
     * @return true if so.
     */
    boolean online()
    {
        return online;
    }

    private static Category[] spreadByTraffic()
    {
        final Category[] spread = new Category[WEIGHT_SUM];
        int i = 0;
        for (final Category category : values())
        {
            for (int j = 0; j < category.trafficWeight; j++)
            {
                spread[i++] = category;
            }
        }
        return spread;
    }
}
