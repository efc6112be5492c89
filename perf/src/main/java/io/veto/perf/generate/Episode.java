package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionType;
import java.util.concurrent.TimeUnit;

/**
 * One planted fraud in the making: knows its kind, its number and how far its time has come, and plans its transactions one
 * after another. Used again and again.
 * <p>
 * <b>Note:</b> mutable; one thread.
 */
final class Episode
{
    private static final int IP_BITS = 24;

    private final SplitMix random;
    private final CardPopulation cards;
    private final MerchantDirectory merchants;
    private final Agenda agenda;
    private final double overallMeanMinor = Category.overallMeanMinor();
    private FraudKind kind;
    private long number;
    private long timeMs;
    private int hourOfDay;
    private int planned;
    private int unusedCards;

    /**
     * Puts the parts together.
     *
     * @param random    numbers to draw from.
     * @param cards     to steal from.
     * @param merchants to steal at.
     * @param agenda    for what is planned.
     */
    Episode(final SplitMix random, final CardPopulation cards, final MerchantDirectory merchants, final Agenda agenda)
    {
        this.random = random;
        this.cards = cards;
        this.merchants = merchants;
        this.agenda = agenda;
    }

    /**
     * Begins the next one.
     *
     * @param kindOfIt what it is.
     * @param fromMs   when it begins, epoch milliseconds.
     * @param hour     the same as hour of the day, 0 to 23, UTC.
     */
    void begin(final FraudKind kindOfIt, final long fromMs, final int hour)
    {
        kind = kindOfIt;
        timeMs = fromMs;
        hourOfDay = hour;
        number++;
        planned = 0;
    }

    /**
     * Lets some time pass.
     *
     * @param minSeconds at least.
     * @param maxSeconds less than that.
     */
    void pass(final int minSeconds, final int maxSeconds)
    {
        timeMs += random.nextInt(
            (int)TimeUnit.SECONDS.toMillis(minSeconds), (int)TimeUnit.SECONDS.toMillis(maxSeconds));
    }

    /**
     * Lets the time pass until a quarter past midnight, where the card is at home.
     *
     * @param card index of the card.
     */
    void passUntilMidnight(final int card)
    {
        final long offsetMs = TimeUnit.MINUTES.toMillis(cards.country(card).offsetMinutes());
        final long localDay = (timeMs + offsetMs) / ArrivalClock.DAY_MS;
        timeMs = (localDay + 1) * ArrivalClock.DAY_MS - offsetMs + TimeUnit.MINUTES.toMillis(15);
    }

    /**
     * A card that is used often, by day, and is at home.
     *
     * @return its index.
     */
    int regularCard()
    {
        return cards.pickRegular(random, hourOfDay, (int)((timeMs - ArrivalClock.START_MS) / ArrivalClock.DAY_MS));
    }

    /**
     * Any card that is used at this hour.
     *
     * @return its index.
     */
    int anyCard()
    {
        return cards.pick(random, hourOfDay);
    }

    /**
     * A card that nobody has used yet.
     *
     * @return its index, another one at each call.
     */
    int unusedCard()
    {
        return cards.count() + unusedCards++;
    }

    /**
     * A number between bounds.
     *
     * @param min at least.
     * @param max at most.
     * @return the number.
     */
    int between(final int min, final int max)
    {
        return random.nextInt(min, max + 1);
    }

    /**
     * Some multiple of what a card spends at a time.
     *
     * @param card      index of the card.
     * @param minFactor at least.
     * @param maxFactor less than that.
     * @param minMinor  not less than that, in minor units.
     * @return minor units.
     */
    long timesMean(final int card, final double minFactor, final double maxFactor, final int minMinor)
    {
        final double factor = minFactor + random.nextDouble() * (maxFactor - minFactor);
        return Math.max(minMinor, (long)(overallMeanMinor * cards.spendingFactor(card) * factor));
    }

    /**
     * A shop or merchant.
     *
     * @param category of it.
     * @param country  of it.
     * @param city     of it; of no account on the web.
     * @return its number.
     */
    int merchant(final Category category, final Country country, final int city)
    {
        return merchants.any(random, category, country, city);
    }

    /**
     * A shop that only fraudsters keep.
     *
     * @return its number.
     */
    int shamMerchant()
    {
        return MerchantDirectory.SHAM_MIN + random.nextInt(MerchantDirectory.SHAM_COUNT);
    }

    /**
     * A country other than that of a card.
     *
     * @param card index of the card.
     * @return the country.
     */
    Country abroad(final int card)
    {
        return Country.abroad(random.nextLong(), cards.country(card));
    }

    /**
     * A country that issues cards.
     *
     * @return the country.
     */
    Country issuer()
    {
        return Country.issuer(random.nextLong());
    }

    /**
     * A device that nobody else has.
     *
     * @return its identifier.
     */
    long device()
    {
        return random.nextLong() | 1;
    }

    /**
     * An address, which hardly anybody else has.
     *
     * @return last 24 bits of it.
     */
    int ip()
    {
        return (int)(random.nextLong() >>> Long.SIZE - IP_BITS) | 1;
    }

    /**
     * A purchase on the web, now, from a device and address that nobody else has.
     *
     * @param card        index of the card.
     * @param category    of the shop.
     * @param country     of the shop.
     * @param merchant    number of the shop.
     * @param amountMinor minor units.
     * @return the transaction, to be changed and planned.
     */
    SyntheticTransaction online(
        final int card, final Category category, final Country country, final int merchant, final long amountMinor)
    {
        return with(card, amountMinor).online(category, country, merchant, device(), ip());
    }

    /**
     * A purchase on the web in the card's own country, now, at any shop.
     *
     * @param card        index of the card.
     * @param category    of the shop.
     * @param amountMinor minor units.
     * @return the transaction, to be changed and planned.
     */
    SyntheticTransaction atHome(final int card, final Category category, final long amountMinor)
    {
        final Country home = cards.country(card);
        return online(card, category, home, merchant(category, home, 0), amountMinor);
    }

    /**
     * A purchase with the card in hand in the town of its holder, now.
     *
     * @param card        index of the card.
     * @param category    of the merchant.
     * @param entryMode   how the card is read.
     * @param amountMinor minor units.
     * @return the transaction, to be changed and planned.
     */
    SyntheticTransaction present(
        final int card, final Category category, final EntryMode entryMode, final long amountMinor)
    {
        return present(card, category, cards.country(card), cards.city(card), entryMode, amountMinor);
    }

    /**
     * A purchase with the card in hand, now.
     *
     * @param card        index of the card.
     * @param category    of the merchant.
     * @param country     of the merchant.
     * @param city        of the merchant.
     * @param entryMode   how the card is read.
     * @param amountMinor minor units.
     * @return the transaction, to be changed and planned.
     */
    SyntheticTransaction present(
        final int card,
        final Category category,
        final Country country,
        final int city,
        final EntryMode entryMode,
        final long amountMinor)
    {
        final SyntheticTransaction transaction = with(card, amountMinor)
            .present(category, country, city, merchant(category, country, city), random.nextInt(category.terminals()));
        transaction.entryMode = entryMode;
        return transaction;
    }

    /**
     * Money back at a merchant of another town, now.
     *
     * @param card        index of the card.
     * @param category    of the merchant.
     * @param amountMinor minor units.
     * @return the transaction, to be planned.
     */
    SyntheticTransaction refund(final int card, final Category category, final long amountMinor)
    {
        final SyntheticTransaction transaction =
            present(card, category, cards.country(card), (cards.city(card) + 1) % Country.CITIES, EntryMode.CHIP, amountMinor);
        transaction.type = TransactionType.REFUND;
        transaction.latitudeMicro = SyntheticTransaction.NULL_MICRO;
        transaction.longitudeMicro = SyntheticTransaction.NULL_MICRO;
        return transaction;
    }

    /**
     * Changes the particulars of a card's holder, now.
     *
     * @param card index of the card.
     * @return the transaction, to be planned.
     */
    SyntheticTransaction profileChange(final int card)
    {
        final SyntheticTransaction transaction = atHome(card, Category.BANK, 0);
        transaction.type = TransactionType.PROFILE_CHANGE;
        return transaction;
    }

    /**
     * Plans a transaction as the next of this fraud.
     *
     * @param transaction  complete.
     * @param knowableFrom from the how manieth of this fraud on it can be told from a customer's; the first is 1.
     */
    void plan(final SyntheticTransaction transaction, final int knowableFrom)
    {
        planned++;
        transaction.kind = kind;
        transaction.episode = number;
        transaction.isKnowable = planned >= knowableFrom;
        agenda.plan(transaction);
    }

    /**
     * Plans what the card holder does.
     *
     * @param transaction complete.
     */
    void planGenuine(final SyntheticTransaction transaction)
    {
        transaction.kind = FraudKind.GENUINE;
        agenda.plan(transaction);
    }

    private SyntheticTransaction with(final int card, final long amountMinor)
    {
        final SyntheticTransaction transaction = new SyntheticTransaction();
        cards.put(card, transaction);
        transaction.eventTimeMs = timeMs;
        transaction.amountMinor = amountMinor;
        return transaction;
    }
}
