package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import java.util.concurrent.TimeUnit;

/**
 * What card holders do: shop at their favourites or elsewhere, by card or on the web, go on holiday, bring things back. What
 * looks like fraud and is not is left to {@link Oddities}.
 * <p>
 * <b>Note:</b> one thread.
 */
final class GenuineShopper
{
    /** Most that a genuine transaction ever is, in minor units. */
    static final long AMOUNT_MAX_MINOR = 1_900_00;

    private static final int PER_CENT = 100;
    private static final int PER_THOUSAND = 1_000;
    private static final int FAVOURITE_PERCENT = 70;
    private static final int ONLINE_ABROAD_PERCENT = 8;
    private static final int CONTACTLESS_PER_THOUSAND = 620;
    private static final int CHIP_PER_THOUSAND = 994;
    private static final int MAGSTRIPE_PER_THOUSAND = 999;
    private static final double HOLIDAY_FACTOR = 1.6;
    private static final long NOTE_MINOR = 10_00;
    private static final int SLEEP_UNTIL_HOUR = 6;

    private final SplitMix random;
    private final CardPopulation cards;
    private final MerchantDirectory merchants;
    private final Oddities oddities;

    /**
     * Puts the parts together.
     *
     * @param random    numbers to draw from.
     * @param cards     whose holders they are.
     * @param merchants they go to.
     * @param oddities  that happen to them.
     */
    GenuineShopper(
        final SplitMix random, final CardPopulation cards, final MerchantDirectory merchants, final Oddities oddities)
    {
        this.random = random;
        this.cards = cards;
        this.merchants = merchants;
        this.oddities = oddities;
    }

    /**
     * Lets a card holder pay somewhere.
     *
     * @param card        index of the card.
     * @param timeMs      epoch milliseconds.
     * @param transaction to fill.
     */
    void shop(final int card, final long timeMs, final SyntheticTransaction transaction)
    {
        cards.put(card, transaction);
        transaction.eventTimeMs = timeMs;
        transaction.kind = FraudKind.GENUINE;
        transaction.episode = 0;
        transaction.isKnowable = false;
        final int day = (int)((timeMs - ArrivalClock.START_MS) / ArrivalClock.DAY_MS);
        final Country home = transaction.cardCountry;
        final Country whereabouts = cards.whereabouts(card, day);
        final boolean isAway = whereabouts != home;
        final double factor = cards.spendingFactor(card) * (isAway ? HOLIDAY_FACTOR : 1);
        Category category = Category.byTraffic(random.nextLong());
        while (!category.online() && isAway && (cards.isOnTheWay(card, day) || isAsleep(whereabouts, timeMs)))
        {
            category = Category.byTraffic(random.nextLong());
        }
        goTo(category, isAway ? whereabouts : home, transaction);
        transaction.amountMinor = rounded(category, category.amountMinor(random.nextLong(), factor));
        oddities.befall(transaction, factor);
    }

    /**
     * Rounds an amount as the merchant would, and bounds it.
     *
     * @param category    of the merchant.
     * @param amountMinor minor units.
     * @return minor units, above 0.
     */
    static long rounded(final Category category, final double amountMinor)
    {
        final long unit = category == Category.CASH_MACHINE ? NOTE_MINOR : 1;
        final long units = Math.max(1, (long)(amountMinor / unit + 0.5));
        return Math.min(units * unit, AMOUNT_MAX_MINOR);
    }

    /**
     * Whether it is night in a country.
     *
     * @param country the country.
     * @param timeMs  epoch milliseconds.
     * @return true before six o'clock.
     */
    private static boolean isAsleep(final Country country, final long timeMs)
    {
        final long localMs = timeMs + TimeUnit.MINUTES.toMillis(country.offsetMinutes());
        return localMs / ArrivalClock.HOUR_MS % ArrivalClock.DAY_HOURS < SLEEP_UNTIL_HOUR;
    }

    private void goTo(final Category category, final Country whereabouts, final SyntheticTransaction transaction)
    {
        final int card = transaction.card;
        final int city = cards.city(card);
        if (category.online())
        {
            final Country country = random.nextInt(PER_CENT) < ONLINE_ABROAD_PERCENT ?
                Country.abroad(random.nextLong(), transaction.cardCountry) : transaction.cardCountry;
            transaction.online(category, country, merchantOf(card, category, country, city),
                cards.device(transaction.customer), cards.ip(transaction.customer));
            return;
        }

        transaction.present(category, whereabouts, city, merchantOf(card, category, whereabouts, city),
            random.nextInt(category.terminals()));
        transaction.entryMode = category == Category.CASH_MACHINE ? EntryMode.CHIP : cardPresentMode();
        if (transaction.entryMode == EntryMode.MANUAL)
        {
            transaction.latitudeMicro = SyntheticTransaction.NULL_MICRO;
            transaction.longitudeMicro = SyntheticTransaction.NULL_MICRO;
        }
    }

    private int merchantOf(final int card, final Category category, final Country country, final int city)
    {
        return random.nextInt(PER_CENT) < FAVOURITE_PERCENT ?
            merchants.favourite(random, card, category, country, city) : merchants.any(random, category, country, city);
    }

    private EntryMode cardPresentMode()
    {
        final int draw = random.nextInt(PER_THOUSAND);
        if (draw < CONTACTLESS_PER_THOUSAND)
        {
            return EntryMode.CONTACTLESS;
        }
        if (draw < CHIP_PER_THOUSAND)
        {
            return EntryMode.CHIP;
        }
        return draw < MAGSTRIPE_PER_THOUSAND ? EntryMode.MAGSTRIPE : EntryMode.MANUAL;
    }
}
