package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import java.util.concurrent.TimeUnit;

/**
 * What card holders do: shop at their favourites or elsewhere, go on holiday, now and then buy something dear, book a
 * hotel that checks the card with 1.00 first, and pay for a whole group tap by tap. The last four look like fraud and
 * are not.
 * <p>
 * <b>Note:</b> one thread.
 */
final class GenuineShopper
{
    /** Most that a genuine transaction ever is, in minor units. */
    static final long AMOUNT_MAX_MINOR = 1_900_00;

    private static final int PER_CENT = 100;
    private static final int PER_TEN_THOUSAND = 10_000;
    private static final int FAVOURITE_PERCENT = 70;
    private static final int ONLINE_ABROAD_PERCENT = 20;
    private static final int CONTACTLESS_PERCENT = 62;
    private static final int CHIP_PERCENT = 97;
    private static final int DEAR_PER_TEN_THOUSAND = 8;
    private static final double DEAR_FACTOR_MIN = 4;
    private static final double DEAR_FACTOR_MAX = 40;
    private static final int BOOKING_PERCENT = 25;
    private static final int BOOKING_CHECK_MINOR = 1_00;
    private static final int BOOKING_GAP_MAX_MS = (int)TimeUnit.HOURS.toMillis(20);
    private static final double HOLIDAY_FACTOR = 1.6;
    private static final int GROUP_PERCENT = 1;
    private static final int GROUP_MAX = 6;
    private static final int GROUP_GAP_MAX_MS = (int)TimeUnit.SECONDS.toMillis(100);
    private static final long NOTE_MINOR = 10_00;

    private final SplitMix random;
    private final CardPopulation cards;
    private final MerchantDirectory merchants;
    private final Agenda agenda;
    private final double overallMeanMinor = Category.overallMeanMinor();

    /**
     * Puts the parts together.
     *
     * @param random    numbers to draw from.
     * @param cards     whose holders they are.
     * @param merchants they go to.
     * @param agenda    for what they will do within minutes.
     */
    GenuineShopper(
        final SplitMix random, final CardPopulation cards, final MerchantDirectory merchants, final Agenda agenda)
    {
        this.random = random;
        this.cards = cards;
        this.merchants = merchants;
        this.agenda = agenda;
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
        final Country home = cards.country(card);
        final int day = (int)((timeMs - ArrivalClock.START_MS) / ArrivalClock.DAY_MS);
        final Country whereabouts = cards.whereabouts(card, day);
        final double factor = cards.spendingFactor(card) * (whereabouts == home ? 1 : HOLIDAY_FACTOR);
        transaction.eventTimeMs = timeMs;
        transaction.card = card;
        transaction.kind = FraudKind.GENUINE;
        if (random.nextInt(PER_TEN_THOUSAND) < DEAR_PER_TEN_THOUSAND)
        {
            buyDear(home, whereabouts, factor, transaction);
            return;
        }

        final Category category = Category.byTraffic(random.nextLong());
        goTo(category, home, whereabouts, transaction);
        transaction.amountMinor = rounded(category, category.amountMinor(random.nextLong(), factor));
        final boolean quick = category == Category.TRANSIT || category == Category.FAST_FOOD;
        if (quick && random.nextInt(PER_CENT) < GROUP_PERCENT)
        {
            payForGroup(transaction);
        }
    }

    private void buyDear(
        final Country home, final Country whereabouts, final double factor, final SyntheticTransaction transaction)
    {
        final boolean booking = random.nextInt(PER_CENT) < BOOKING_PERCENT;
        final Category category = booking ? Category.HOTEL : Category.ELECTRONICS;
        goTo(category, home, whereabouts, transaction);

        final double draw = random.nextDouble();
        final double dearness = DEAR_FACTOR_MIN + draw * draw * draw * (DEAR_FACTOR_MAX - DEAR_FACTOR_MIN);
        transaction.amountMinor = rounded(category, overallMeanMinor * factor * dearness);
        if (booking)
        {
            final int gapMs = random.nextInt(1, BOOKING_GAP_MAX_MS);
            agenda.plan(transaction.repeatedAt(transaction.eventTimeMs + gapMs));
            transaction.amountMinor = BOOKING_CHECK_MINOR;
        }
    }

    private void goTo(
        final Category category, final Country home, final Country whereabouts, final SyntheticTransaction transaction)
    {
        if (category.online())
        {
            final Country country = random.nextInt(PER_CENT) < ONLINE_ABROAD_PERCENT ?
                Country.abroad(random.nextLong(), home) : home;
            transaction.at(category, country, merchantOf(transaction.card, category, country), 0);
            transaction.entryMode = EntryMode.ECOMMERCE;
            return;
        }

        final int merchant = merchantOf(transaction.card, category, whereabouts);
        transaction.at(category, whereabouts, merchant, random.nextInt(category.terminals()));
        transaction.entryMode = category == Category.CASH_MACHINE ? EntryMode.CHIP : cardPresentMode();
    }

    private int merchantOf(final int card, final Category category, final Country country)
    {
        return random.nextInt(PER_CENT) < FAVOURITE_PERCENT ?
            merchants.favourite(random, card, category, country) : merchants.any(random, category, country);
    }

    private EntryMode cardPresentMode()
    {
        final int percent = random.nextInt(PER_CENT);
        if (percent < CONTACTLESS_PERCENT)
        {
            return EntryMode.CONTACTLESS;
        }
        return percent < CHIP_PERCENT ? EntryMode.CHIP : EntryMode.MAGSTRIPE;
    }

    private void payForGroup(final SyntheticTransaction first)
    {
        first.entryMode = EntryMode.CONTACTLESS;
        long timeMs = first.eventTimeMs;
        for (int i = random.nextInt(1, GROUP_MAX); i > 0; i--)
        {
            timeMs += random.nextInt(1, GROUP_GAP_MAX_MS);
            agenda.plan(first.repeatedAt(timeMs));
        }
    }

    private static long rounded(final Category category, final double amountMinor)
    {
        final long unit = category == Category.CASH_MACHINE ? NOTE_MINOR : 1;
        final long units = Math.max(1, (long)(amountMinor / unit + 0.5));
        return Math.min(units * unit, AMOUNT_MAX_MINOR);
    }
}
