package io.veto.perf.windows;

/**
 * The four rules on which Veto and other engines are measured side by side.
 */
public final class PeersRules
{
    /** Name of the file that errors and reports show. */
    public static final String NAME = "peers.rules";

    /** Text of the rule file. */
    public static final String TEXT = """
        rule R1 "Burst"
          review if count(card, 1m) > 5

        rule R2 "Spend in a day"
          review if sum(amount, card, 24h) > 5000.00

        rule R3 "Several countries in an hour"
          review if distinct(merchant_country, card, 1h) >= 3

        rule R4 "Far over own average"
          review if count(card, 30d) >= 10 and amount > 5 * avg(amount, card, 30d)
        """;

    private PeersRules()
    {
    }
}
