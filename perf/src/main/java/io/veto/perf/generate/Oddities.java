package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionType;
import java.util.concurrent.TimeUnit;

/**
 * What happens to honest people and looks like fraud: a dear purchase, a hotel that checks the card with 1.00 before it
 * charges, a whole group paid for tap by tap, a shop that charges twice by mistake, things brought back to another branch, new
 * particulars, a terminal that gives a wrong place, a family on one device, a sale that everybody rushes to.
 * <p>
 * Each has its share of all transactions, in parts of {@value #WHOLE}.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Oddities
{
    private static final int WHOLE = 100_000;
    private static final int DEAR = 80;
    private static final int PROFILE_CHANGE = DEAR + 60;
    private static final int CHARGED_TWICE = PROFILE_CHANGE + 8;
    private static final int WRONG_PLACE = CHARGED_TWICE + 4;
    private static final int TOGETHER = WRONG_PLACE + 8;
    private static final int GROUP = TOGETHER + 60;
    private static final int REFUND = GROUP + 400;

    private static final int PER_CENT = 100;
    private static final double DEAR_FACTOR_MIN = 4;
    private static final double DEAR_FACTOR_MAX = 40;
    private static final int BOOKING_PERCENT = 25;
    private static final int BOOKING_CHECK_MINOR = 1_00;
    private static final int BOOKING_GAP_MAX_MS = (int)TimeUnit.HOURS.toMillis(20);
    private static final int GROUP_MAX = 6;
    private static final int TAP_GAP_MAX_MS = (int)TimeUnit.SECONDS.toMillis(100);
    private static final int FAMILY_MIN = 4;
    private static final int FAMILY_MAX = 7;
    private static final int FAMILY_GAP_MAX_MS = (int)TimeUnit.MINUTES.toMillis(8);
    private static final int SALE_PERCENT = 10;
    private static final int SALE_COUNT = 75;
    private static final int SALE_GAP_MAX_MS = (int)TimeUnit.SECONDS.toMillis(12);
    private static final int REFUND_GAP_MIN_MS = (int)TimeUnit.HOURS.toMillis(1);
    private static final int REFUND_GAP_MAX_MS = (int)TimeUnit.HOURS.toMillis(72);
    private static final int OTHER_BRANCH_PERCENT = 4;

    private final SplitMix random;
    private final CardPopulation cards;
    private final MerchantDirectory merchants;
    private final Agenda agenda;
    private final double overallMeanMinor = Category.overallMeanMinor();

    /**
     * Puts the parts together.
     *
     * @param random    numbers to draw from.
     * @param cards     whose holders they happen to.
     * @param merchants they happen at.
     * @param agenda    for what follows from them.
     */
    Oddities(final SplitMix random, final CardPopulation cards, final MerchantDirectory merchants, final Agenda agenda)
    {
        this.random = random;
        this.cards = cards;
        this.merchants = merchants;
        this.agenda = agenda;
    }

    /**
     * Lets something odd happen, or mostly nothing.
     *
     * @param transaction genuine and complete; may be changed.
     * @param factor      what this card spends at a time that day, beside the average card.
     */
    void befall(final SyntheticTransaction transaction, final double factor)
    {
        final int draw = random.nextInt(WHOLE);
        if (draw >= REFUND || agenda.isFull())
        {
            return;
        }
        if (draw < DEAR)
        {
            buyDear(transaction, factor);
        }
        else if (draw < PROFILE_CHANGE)
        {
            changeProfile(transaction);
        }
        else if (draw < CHARGED_TWICE)
        {
            agenda.plan(transaction.repeatedAt(transaction.eventTimeMs + random.nextInt(1, TAP_GAP_MAX_MS)));
        }
        else if (draw < WRONG_PLACE)
        {
            giveWrongPlace(transaction);
        }
        else if (draw < TOGETHER)
        {
            shopTogether(transaction);
        }
        else if (draw < GROUP)
        {
            payForGroup(transaction);
        }
        else
        {
            bringBack(transaction);
        }
    }

    private void buyDear(final SyntheticTransaction transaction, final double factor)
    {
        if (transaction.category.online())
        {
            return;
        }
        final boolean isBooking = random.nextInt(PER_CENT) < BOOKING_PERCENT;
        final Category category = isBooking ? Category.HOTEL : Category.ELECTRONICS;
        final int city = cards.city(transaction.card);
        transaction.present(category, transaction.country, city,
            merchants.any(random, category, transaction.country, city), random.nextInt(category.terminals()));
        transaction.entryMode = EntryMode.CHIP;
        final double draw = random.nextDouble();
        final double dearness = DEAR_FACTOR_MIN + draw * draw * draw * (DEAR_FACTOR_MAX - DEAR_FACTOR_MIN);
        transaction.amountMinor = GenuineShopper.rounded(category, overallMeanMinor * factor * dearness);
        if (isBooking)
        {
            agenda.plan(transaction.repeatedAt(transaction.eventTimeMs + random.nextInt(1, BOOKING_GAP_MAX_MS)));
            transaction.amountMinor = BOOKING_CHECK_MINOR;
        }
    }

    private void changeProfile(final SyntheticTransaction transaction)
    {
        transaction.online(Category.BANK, transaction.cardCountry, merchants.any(random, Category.BANK, transaction.cardCountry, 0),
            cards.device(transaction.customer), cards.ip(transaction.customer));
        transaction.type = TransactionType.PROFILE_CHANGE;
        transaction.amountMinor = 0;
    }

    private void giveWrongPlace(final SyntheticTransaction transaction)
    {
        if (!transaction.category.online())
        {
            transaction.stand(Country.abroad(random.nextLong(), transaction.country), 0);
        }
    }

    private void shopTogether(final SyntheticTransaction transaction)
    {
        if (!transaction.category.online())
        {
            return;
        }
        final boolean isSale = transaction.category == Category.WEB_SHOP && random.nextInt(PER_CENT) < SALE_PERCENT;
        final int hour = (int)(transaction.eventTimeMs / ArrivalClock.HOUR_MS % ArrivalClock.DAY_HOURS);
        long timeMs = transaction.eventTimeMs;
        for (int i = isSale ? SALE_COUNT : random.nextInt(FAMILY_MIN, FAMILY_MAX); i > 0; i--)
        {
            timeMs += random.nextInt(1, isSale ? SALE_GAP_MAX_MS : FAMILY_GAP_MAX_MS);
            final SyntheticTransaction other = transaction.repeatedAt(timeMs);
            cards.put(cards.pick(random, hour), other);
            other.amountMinor =
                GenuineShopper.rounded(transaction.category, transaction.category.amountMinor(random.nextLong(), 1));
            if (isSale)
            {
                other.device = cards.device(other.customer);
                other.ip = cards.ip(other.customer);
            }
            agenda.plan(other);
        }
    }

    private void payForGroup(final SyntheticTransaction first)
    {
        if (first.category != Category.TRANSIT && first.category != Category.FAST_FOOD)
        {
            return;
        }
        first.entryMode = EntryMode.CONTACTLESS;
        long timeMs = first.eventTimeMs;
        for (int i = random.nextInt(1, GROUP_MAX); i > 0; i--)
        {
            timeMs += random.nextInt(1, TAP_GAP_MAX_MS);
            agenda.plan(first.repeatedAt(timeMs));
        }
    }

    private void bringBack(final SyntheticTransaction sale)
    {
        if (sale.type != TransactionType.PURCHASE)
        {
            return;
        }
        final SyntheticTransaction refund =
            sale.repeatedAt(sale.eventTimeMs + random.nextInt(REFUND_GAP_MIN_MS, REFUND_GAP_MAX_MS));
        refund.type = TransactionType.REFUND;
        refund.latitudeMicro = SyntheticTransaction.NULL_MICRO;
        refund.longitudeMicro = SyntheticTransaction.NULL_MICRO;
        if (random.nextInt(PER_CENT) < OTHER_BRANCH_PERCENT)
        {
            refund.merchant = merchants.any(random, sale.category, sale.country, (cards.city(sale.card) + 1) % Country.CITIES);
        }
        agenda.plan(refund);
    }
}
