package io.veto.perf.generate;

/**
 * What a synthetic transaction is: genuine, or one of the kinds of fraud that are planted.
 */
public enum FraudKind
{
    /** The card holder's own transaction. */
    GENUINE(""),
    /** Many small amounts on one card within minutes, to find out whether it is alive. */
    CARD_TESTING("card_testing"),
    /** At most 1.00, and 500.00 or more within 24 hours. */
    PROBE_THEN_CASH_OUT("probe_then_cash_out"),
    /** Amounts far over the card's own mean for several days. */
    ACCOUNT_TAKEOVER("account_takeover"),
    /** Most of what a terminal takes for weeks, at ordinary amounts. */
    COMPROMISED_TERMINAL("compromised_terminal"),
    /** One amount above anything genuine. */
    BIG_TICKET("big_ticket");

    private final String label;

    FraudKind(final String label)
    {
        this.label = label;
    }

    /**
     * The kind as written to a file.
     *
     * @return lower-case name; empty for {@link #GENUINE}.
     */
    public String label()
    {
        return label;
    }
}
