package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.layout.TransactionType;

/**
 * One transaction of the synthetic stream: a plain carrier of values, used again and again for genuine ones and kept in
 * the agenda for planted ones.
 * <p>
 * <b>Note:</b> mutable; one thread.
 */
final class SyntheticTransaction
{
    /** In place of a latitude or longitude: none is known. */
    static final int NULL_MICRO = TransactionEncoder.latitudeMicroNullValue();
    /** In place of a device. */
    static final long NULL_DEVICE = 0;
    /** In place of an address. */
    static final int NULL_IP = 0;

    private static final int PLACE_UNIT_MICRO = 100;
    private static final int PLACE_JITTER = 512;

    /** When it happens, epoch milliseconds UTC. */
    long eventTimeMs;
    /** Index of the card. */
    int card;
    /** First six digits of the card number. */
    int bin;
    /** The nine digits behind them. */
    long serial;
    /** Who holds the card. */
    int customer;
    /** Where the card was issued. */
    Country cardCountry;
    /** Number of the merchant. */
    int merchant;
    /** Terminal of the merchant, 0 or more. */
    int terminal;
    /** What the merchant sells. */
    Category category;
    /** Where the merchant is. */
    Country country;
    /** Amount in minor units, 0 or more. */
    long amountMinor;
    /** How the card was presented. */
    EntryMode entryMode;
    /** What is done. */
    TransactionType type;
    /** Device of the card holder; {@link #NULL_DEVICE} for none. */
    long device;
    /** Last 24 bits of the address 10.x.x.x; {@link #NULL_IP} for none. */
    int ip;
    /** Millionths of a degree, a multiple of 100; {@link #NULL_MICRO} for none. */
    int latitudeMicro;
    /** Millionths of a degree, a multiple of 100; {@link #NULL_MICRO} for none. */
    int longitudeMicro;
    /** Local time less UTC. */
    int localOffsetMinutes;
    /** What it is. */
    FraudKind kind;
    /** Names the fraud that it is part of; 0 for genuine. */
    long episode;
    /** Whether what went before in its episode suffices to tell it from a customer's. */
    boolean isKnowable;

    /**
     * Sets the place of a purchase with the card in hand and leaves the rest.
     *
     * @param where    category of the merchant.
     * @param country  of the merchant.
     * @param city     of the merchant.
     * @param merchant number of the merchant.
     * @param terminal of the merchant.
     * @return this.
     */
    SyntheticTransaction present(
        final Category where, final Country country, final int city, final int merchant, final int terminal)
    {
        at(where, country, merchant, terminal);
        device = NULL_DEVICE;
        ip = NULL_IP;
        stand(country, city);
        localOffsetMinutes = country.offsetMinutes();
        return this;
    }

    /**
     * Sets the shop of a purchase without the card and leaves the rest.
     *
     * @param where    category of the shop.
     * @param country  of the shop.
     * @param merchant number of the shop.
     * @param device   that is used.
     * @param ip       that it has.
     * @return this.
     */
    SyntheticTransaction online(
        final Category where, final Country country, final int merchant, final long device, final int ip)
    {
        at(where, country, merchant, 0);
        entryMode = EntryMode.ECOMMERCE;
        this.device = device;
        this.ip = ip;
        latitudeMicro = NULL_MICRO;
        longitudeMicro = NULL_MICRO;
        localOffsetMinutes = cardCountry.offsetMinutes();
        return this;
    }

    /**
     * Says that the terminal stands in a town, whosever it is.
     *
     * @param where country of the town.
     * @param city  in that country.
     */
    void stand(final Country where, final int city)
    {
        final int jitter = merchant * 0x9E37_79B1;
        latitudeMicro = where.latitudeMicro(city) + ((jitter >>> 8) % PLACE_JITTER - PLACE_JITTER / 2) * PLACE_UNIT_MICRO;
        longitudeMicro = where.longitudeMicro(city) + ((jitter >>> 16) % PLACE_JITTER - PLACE_JITTER / 2) * PLACE_UNIT_MICRO;
    }

    /**
     * The same card at the same place again, for the same amount.
     *
     * @param timeMs when that happens, epoch milliseconds UTC.
     * @return a copy but for the time.
     */
    SyntheticTransaction repeatedAt(final long timeMs)
    {
        final SyntheticTransaction copy = new SyntheticTransaction();
        copy.eventTimeMs = timeMs;
        copy.card = card;
        copy.bin = bin;
        copy.serial = serial;
        copy.customer = customer;
        copy.cardCountry = cardCountry;
        copy.at(category, country, merchant, terminal);
        copy.amountMinor = amountMinor;
        copy.entryMode = entryMode;
        copy.type = type;
        copy.device = device;
        copy.ip = ip;
        copy.latitudeMicro = latitudeMicro;
        copy.longitudeMicro = longitudeMicro;
        copy.localOffsetMinutes = localOffsetMinutes;
        copy.kind = kind;
        copy.episode = episode;
        copy.isKnowable = isKnowable;
        return copy;
    }

    private void at(final Category where, final Country whereabouts, final int number, final int terminalOfMerchant)
    {
        category = where;
        country = whereabouts;
        merchant = number;
        terminal = terminalOfMerchant;
        type = where == Category.CASH_MACHINE ? TransactionType.CASH : TransactionType.PURCHASE;
    }
}
