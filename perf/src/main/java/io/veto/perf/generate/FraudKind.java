package io.veto.perf.generate;

/**
 * What a synthetic transaction is: genuine, or one of the kinds of fraud that are planted, one for each rule of the standard
 * pack. A kind's label is the id of the rule that is meant for it.
 */
public enum FraudKind
{
    /** The card holder's own transaction. */
    GENUINE("", 0),
    /** Many small amounts on one card within minutes, to find out whether it is alive. */
    CARD_VELOCITY("card_velocity", 20_000),
    /** Amounts that are refused, one after another, then lower ones. */
    DECLINE_VELOCITY("decline_velocity", 30_000),
    /** At most 1.00, and 500.00 or more within 24 hours. */
    PROBE_THEN_CASH_OUT("probe_then_cash_out", 15_000),
    /** A small amount on each of many cards at one shop within minutes. */
    MERCHANT_TESTING("merchant_testing", 60_000),
    /** Guessed numbers of one issuer, one after another at one shop. */
    ENUMERATION("enumeration", 50_000),
    /** Amounts far over the card's own mean for several days. */
    OVER_OWN_AVERAGE("over_own_average", 20_000),
    /** One card used over and over for a day. */
    CUMULATIVE_SPEND("cumulative_spend", 25_000),
    /** A copy of the card used on another continent within the hour. */
    IMPOSSIBLE_TRAVEL("impossible_travel", 12_000),
    /** Web shops of one country after another within a day. */
    SEVERAL_COUNTRIES("several_countries", 20_000),
    /** A large amount in a country where the card never was. */
    FIRST_CROSS_BORDER("first_cross_border", 6_000),
    /** A large amount at a shop that is not what it seems to be. */
    NEW_MERCHANT("new_merchant", 6_000),
    /** A card that was never used before, emptied within hours. */
    NEW_CARD("new_card", 20_000),
    /** A flood of purchases with many stolen cards at one shop. */
    MERCHANT_BURST("merchant_burst", 120_000),
    /** Most of what a terminal takes for weeks, at ordinary amounts. */
    COMPROMISED_TERMINAL("compromised_terminal", 0),
    /** Large amounts while the card holder sleeps. */
    NIGHT("night", 12_000),
    /** Hundreds, as gift cards are bought. */
    ROUND_AMOUNTS("round_amounts", 20_000),
    /** Large amounts where goods turn into money. */
    RISKY_MCC("risky_mcc", 15_000),
    /** Many cards on one device. */
    CARDS_PER_DEVICE("cards_per_device", 30_000),
    /** Many purchases from one address. */
    IP_VELOCITY("ip_velocity", 30_000),
    /** The holder's particulars are changed, then large amounts. */
    ACCOUNT_TAKEOVER("account_takeover", 20_000),
    /** A shop that charges twice. */
    DUPLICATE_PURCHASE("duplicate_purchase", 15_000),
    /** Money back for what was never bought. */
    REFUND_WITHOUT_SALE("refund_without_sale", 8_000),
    /** The stripe of a card that has a chip. */
    FALLBACK_ENTRY("fallback_entry", 12_000),
    /** Cash machines, one after another. */
    CASH_VELOCITY("cash_velocity", 25_000),
    /** A prepaid card that is seldom used, used daily. */
    APPROVALS_IN_A_WEEK("approvals_in_a_week", 40_000);

    private final String label;
    private final long period;

    FraudKind(final String label, final long period)
    {
        this.label = label;
        this.period = period;
    }

    /**
     * The kind as written to a file.
     *
     * @return lower-case name, the id of a rule of the standard pack; empty for {@link #GENUINE}.
     */
    public String label()
    {
        return label;
    }

    /**
     * How often it is planted: one episode starts in so many transactions.
     *
     * @return transactions; 0 where it is not planted by episodes.
     */
    long period()
    {
        return period;
    }
}
