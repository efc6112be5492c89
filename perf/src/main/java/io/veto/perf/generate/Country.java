package io.veto.perf.generate;

import java.nio.charset.StandardCharsets;

/**
 * Where cards are issued and where merchants are. Every card is billed in euro, so only countries of the euro area
 * issue cards here. Weights are parts of 100.
 */
enum Country
{
    /** Germany. */
    DE(30, 27),
    /** France. */
    FR(24, 21),
    /** Italy. */
    IT(18, 16),
    /** Spain. */
    ES(14, 13),
    /** The Netherlands. */
    NL(8, 8),
    /** Austria. */
    AT(6, 6),
    /** United Kingdom. */
    GB(0, 2),
    /** United States. */
    US(0, 2),
    /** Greece. */
    GR(0, 2),
    /** Thailand. */
    TH(0, 1),
    /** Türkiye. */
    TR(0, 1),
    /** Morocco. */
    MA(0, 1);

    /** Sum of all card weights, and of all merchant weights. */
    static final int WEIGHT_SUM = 100;
    /** Number of countries that issue cards: the first ones. */
    static final int ISSUERS = 6;

    private static final Country[] VALUES = values();

    private final byte[] code;
    private final int cardWeight;
    private final int merchantWeight;

    Country(final int cardWeight, final int merchantWeight)
    {
        this.code = name().getBytes(StandardCharsets.US_ASCII);
        this.cardWeight = cardWeight;
        this.merchantWeight = merchantWeight;
    }

    /**
     * A country that issues cards, each as often as its weight says.
     *
     * @param bits of which the upper 32 are used.
     * @return one of the first {@link #ISSUERS}.
     */
    static Country issuer(final long bits)
    {
        int left = SplitMix.scale(bits, WEIGHT_SUM);
        int i = 0;
        while (left >= VALUES[i].cardWeight)
        {
            left -= VALUES[i].cardWeight;
            i++;
        }
        return VALUES[i];
    }

    /**
     * A country to travel to or to buy from, all equally often.
     *
     * @param bits of which the upper 32 are used.
     * @param home that it is not.
     * @return any other country.
     */
    static Country abroad(final long bits, final Country home)
    {
        return VALUES[(home.ordinal() + 1 + SplitMix.scale(bits, VALUES.length - 1)) % VALUES.length];
    }

    /**
     * ISO 3166 alpha-2.
     *
     * @return two bytes, not to be written to.
     */
    byte[] code()
    {
        return code;
    }

    /**
     * Share of all merchants.
     *
     * @return parts of {@link #WEIGHT_SUM}.
     */
    int merchantWeight()
    {
        return merchantWeight;
    }
}
