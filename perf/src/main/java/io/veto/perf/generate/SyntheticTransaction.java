package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;

/**
 * One transaction of the synthetic stream: a plain carrier of values, used again and again for genuine ones and kept in
 * the agenda for planted ones.
 * <p>
 * <b>Note:</b> mutable; one thread.
 */
final class SyntheticTransaction
{
    /** When it happens, epoch milliseconds UTC. */
    long eventTimeMs;
    /** Index of the card. */
    int card;
    /** Number of the merchant. */
    int merchant;
    /** Terminal of the merchant, 0 or more. */
    int terminal;
    /** Amount in minor units, above 0. */
    long amountMinor;
    /** What the merchant sells. */
    Category category;
    /** Where the merchant is. */
    Country country;
    /** How the card was presented. */
    EntryMode entryMode;
    /** What it is. */
    FraudKind kind;

    /**
     * Sets the place and leaves the rest.
     *
     * @param category of the merchant.
     * @param country  of the merchant.
     * @param merchant number of the merchant.
     * @param terminal of the merchant.
     * @return this.
     */
    SyntheticTransaction at(final Category category, final Country country, final int merchant, final int terminal)
    {
        this.category = category;
        this.country = country;
        this.merchant = merchant;
        this.terminal = terminal;
        return this;
    }

    /**
     * The same card at the same place again, for the same amount.
     *
     * @param timeMs when that happens, epoch milliseconds UTC.
     * @return a copy but for the time.
     */
    SyntheticTransaction repeatedAt(final long timeMs)
    {
        final SyntheticTransaction copy = new SyntheticTransaction().at(category, country, merchant, terminal);
        copy.eventTimeMs = timeMs;
        copy.card = card;
        copy.amountMinor = amountMinor;
        copy.entryMode = entryMode;
        copy.kind = kind;
        return copy;
    }
}
