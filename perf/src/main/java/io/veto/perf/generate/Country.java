package io.veto.perf.generate;

import java.nio.charset.StandardCharsets;

/**
 * Where cards are issued and where merchants are. Every card is billed in euro, so only countries of the euro area
 * issue cards here. Weights are parts of 100. Each country has {@value #CITIES} towns, strewn around a point in its middle.
 */
enum Country
{
    /** Germany. */
    DE(30, 27, 50_500, 10_000, 2_500, 60),
    /** France. */
    FR(24, 21, 46_800, 2_500, 3_000, 60),
    /** Italy. */
    IT(18, 16, 43_000, 12_000, 2_000, 60),
    /** Spain. */
    ES(14, 13, 40_000, -4_000, 2_500, 60),
    /** The Netherlands. */
    NL(8, 8, 52_200, 5_300, 800, 60),
    /** Austria. */
    AT(6, 6, 47_600, 14_000, 1_000, 60),
    /** United Kingdom. */
    GB(0, 2, 52_800, -1_500, 1_500, 0),
    /** United States. */
    US(0, 2, 39_000, -95_000, 8_000, -360),
    /** Greece. */
    GR(0, 2, 39_000, 22_000, 1_500, 120),
    /** Thailand. */
    TH(0, 1, 15_000, 101_000, 3_000, 420),
    /** Türkiye. */
    TR(0, 1, 39_000, 33_000, 3_000, 180),
    /** Morocco. */
    MA(0, 1, 32_000, -6_500, 2_000, 60);

    /** Sum of all card weights, and of all merchant weights. */
    static final int WEIGHT_SUM = 100;
    /** Number of countries that issue cards: the first ones. */
    static final int ISSUERS = 6;
    /** Towns of a country. */
    static final int CITIES = 4;

    private static final int MICRO_PER_MILLI = 1_000;
    private static final Country[] VALUES = values();

    private final byte[] code;
    private final int cardWeight;
    private final int merchantWeight;
    private final int offsetMinutes;
    private final int[] latitudesMicro = new int[CITIES];
    private final int[] longitudesMicro = new int[CITIES];

    Country(
        final int cardWeight,
        final int merchantWeight,
        final int latitudeMilli,
        final int longitudeMilli,
        final int radiusMilli,
        final int offsetMinutes)
    {
        this.code = name().getBytes(StandardCharsets.US_ASCII);
        this.cardWeight = cardWeight;
        this.merchantWeight = merchantWeight;
        this.offsetMinutes = offsetMinutes;
        final SplitMix random = new SplitMix(latitudeMilli * 1_000_003L + longitudeMilli);
        for (int city = 0; city < CITIES; city++)
        {
            latitudesMicro[city] = (latitudeMilli + random.nextInt(-radiusMilli, radiusMilli)) * MICRO_PER_MILLI;
            longitudesMicro[city] = (longitudeMilli + random.nextInt(-radiusMilli, radiusMilli)) * MICRO_PER_MILLI;
        }
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
        return home.other(1 + SplitMix.scale(bits, VALUES.length - 1));
    }

    /**
     * The country so many places further on, round and round.
     *
     * @param steps above 0 and below the number of countries.
     * @return another country.
     */
    Country other(final int steps)
    {
        return VALUES[(ordinal() + steps) % VALUES.length];
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

    /**
     * Local time less UTC: one zone for each country, standard time all year.
     *
     * @return minutes.
     */
    int offsetMinutes()
    {
        return offsetMinutes;
    }

    /**
     * Latitude of a town's middle.
     *
     * @param city 0 or more and below {@link #CITIES}.
     * @return millionths of a degree.
     */
    int latitudeMicro(final int city)
    {
        return latitudesMicro[city];
    }

    /**
     * Longitude of a town's middle.
     *
     * @param city 0 or more and below {@link #CITIES}.
     * @return millionths of a degree.
     */
    int longitudeMicro(final int city)
    {
        return longitudesMicro[city];
    }
}
