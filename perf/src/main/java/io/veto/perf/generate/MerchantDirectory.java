package io.veto.perf.generate;

/**
 * The merchants and their terminals, numbered by category, then country. There are as many as keep a terminal's
 * traffic the same however many transactions a run has, and at least one for each category in each town. Nothing is
 * stored for a merchant. Shops of the web have no town. Behind them all come the numbers of shops that only fraudsters keep.
 * <p>
 * <b>Note:</b> immutable and safe from any thread.
 */
final class MerchantDirectory
{
    /** Most terminals that a merchant can have. */
    static final int TERMINALS_MAX = 8;

    /** First number of a shop that only fraudsters keep. */
    static final int SHAM_MIN = 12_000_000;
    /** How many such numbers there are. */
    static final int SHAM_COUNT = 500_000;

    private static final long TRANSACTIONS_PER_MERCHANT = 1_000;
    private static final long MERCHANTS_MIN = 250;
    private static final int FAVOURITES = 3;
    private static final long FAVOURITE_SALT = 0x6661_766FL;
    private static final int COUNTRIES = Country.values().length;

    private final long seed;
    private final int[] firstNumbers = new int[Category.values().length * COUNTRIES + 1];

    /**
     * Numbers the merchants.
     *
     * @param transactions of the run.
     * @param seed         of the run.
     */
    MerchantDirectory(final long transactions, final long seed)
    {
        this.seed = seed;
        final long merchants = Math.max(MERCHANTS_MIN, transactions / TRANSACTIONS_PER_MERCHANT);
        for (final Category category : Category.values())
        {
            for (final Country country : Country.values())
            {
                final long share = merchants * category.merchantWeight() * country.merchantWeight() /
                    (Category.WEIGHT_SUM * Country.WEIGHT_SUM);
                final int index = index(category, country);
                final long perCity = Math.max(1, (share + Country.CITIES / 2) / Country.CITIES);
                firstNumbers[index + 1] = firstNumbers[index] + (int)perCity * Country.CITIES;
            }
        }
    }

    /**
     * Any merchant of a category in a town, all equally often.
     *
     * @param random   numbers to draw from.
     * @param category of the merchant.
     * @param country  of the merchant.
     * @param city     of the merchant; of no account on the web.
     * @return number of the merchant.
     */
    int any(final SplitMix random, final Category category, final Country country, final int city)
    {
        return merchant(random.nextLong(), category, country, city);
    }

    /**
     * One of the card's favourites of a category in a town.
     *
     * @param random   numbers to draw from.
     * @param card     index of the card.
     * @param category of the merchant.
     * @param country  of the merchant.
     * @param city     of the merchant; of no account on the web.
     * @return number of the merchant.
     */
    int favourite(final SplitMix random, final int card, final Category category, final Country country, final int city)
    {
        final long which = (long)category.ordinal() * FAVOURITES + random.nextInt(FAVOURITES);
        return merchant(SplitMix.hash(seed ^ FAVOURITE_SALT + which, card), category, country, city);
    }

    /**
     * Place of a terminal among those of its category in the countries that issue cards.
     *
     * @param category of the merchant.
     * @param country  of the merchant, one that issues cards.
     * @param merchant number of the merchant.
     * @param terminal of the merchant, 0 or more.
     * @return 0 or more.
     */
    long terminalRank(final Category category, final Country country, final int merchant, final int terminal)
    {
        assert country.ordinal() < Country.ISSUERS;
        final long merchantRank = merchant - firstNumbers[category.ordinal() * COUNTRIES];
        return merchantRank * category.terminals() + terminal;
    }

    private int merchant(final long bits, final Category category, final Country country, final int city)
    {
        final int index = index(category, country);
        final int first = firstNumbers[index];
        final int count = firstNumbers[index + 1] - first;
        return category.online() ?
            first + SplitMix.scale(bits, count) :
            first + SplitMix.scale(bits, count / Country.CITIES) * Country.CITIES + city;
    }

    private static int index(final Category category, final Country country)
    {
        return category.ordinal() * COUNTRIES + country.ordinal();
    }
}
