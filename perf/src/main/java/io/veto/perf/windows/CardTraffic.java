package io.veto.perf.windows;

import io.veto.perf.generate.SplitMix;
import java.nio.charset.StandardCharsets;

/**
 * Skewed traffic of many cards for the windows: 20 % of the cards make 80 % of it, each mostly in its own country, and now and then one
 * card bursts: in many countries and with large amounts. Transaction i happens within the i-th part of {@code 1 / rate} seconds.
 * <p>
 * A function of seed, number of cards and rate alone.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class CardTraffic
{
    /** Fewest cards. */
    public static final int CARDS_MIN = 5;

    private static final long BEGIN_MS = 1_750_000_000_000L;
    private static final long SECOND_MS = 1_000;
    private static final int BUSY_SHARE = (int)(0.8 * (1 << 16));
    private static final int BURST_ONE_IN = 64;
    private static final int BURST_LASTS = 1_024;
    private static final int ABROAD_ONE_IN = 32;
    private static final int LARGE_ONE_IN = 64;
    private static final int LARGE_FACTOR = 10;
    private static final int AMOUNT_MIN_MINOR = 100;
    private static final int AMOUNT_SPREAD_MINOR = 12_000;
    private static final int PLACES = 20_000;
    private static final byte[] COUNTRIES = "DEFRITESNLATGBUSGRTHTRMABEPLPTIE".getBytes(StandardCharsets.US_ASCII);

    private final int cards;
    private final int busyCards;
    private final long rate;
    private final long seed;
    private final SplitMix random;
    private long count;
    private int burstCard;
    private int introduced;

    /**
     * Begins the traffic.
     *
     * @param cards at least {@value #CARDS_MIN}.
     * @param rate  transactions for each second of their own time.
     * @param seed  that decides everything else.
     * @param everyCardFirst whether every card comes once before the traffic is what it is.
     */
    public CardTraffic(final int cards, final long rate, final long seed, final boolean everyCardFirst)
    {
        introduced = everyCardFirst ? 0 : cards;
        this.cards = cards;
        this.rate = rate;
        this.seed = seed;
        busyCards = cards / CARDS_MIN;
        random = new SplitMix(seed);
    }

    /**
     * Fills a block with the next transactions.
     *
     * @param block to fill.
     */
    public void fill(final CardBlock block)
    {
        for (int i = 0; i < CardBlock.TRANSACTIONS; i++)
        {
            final long traits = random.nextLong();
            if (isOneIn(BURST_LASTS, traits))
            {
                burstCard = pick();
            }
            final boolean isBurst = isOneIn(BURST_ONE_IN, traits >>> 10);
            final long token = SplitMix.hash(seed, isBurst ? burstCard : pick());
            final boolean isAbroad = isBurst || isOneIn(ABROAD_ONE_IN, traits >>> 16);
            final long size = random.nextLong();
            final long amount = AMOUNT_MIN_MINOR + (SplitMix.scale(size, AMOUNT_SPREAD_MINOR) * (size & 0xFFFF) >>> 16);
            final boolean isLarge = isBurst || isOneIn(LARGE_ONE_IN, traits >>> 21);
            block.put(
                i,
                BEGIN_MS + (count * SECOND_MS + SplitMix.scale(traits, (int)SECOND_MS)) / rate,
                token,
                isLarge ? amount * LARGE_FACTOR : amount,
                country(isAbroad ? traits >>> 27 : token),
                1 + SplitMix.scale(size << 16, PLACES));
            count++;
        }
    }

    private int pick()
    {
        if (introduced < cards)
        {
            return introduced++;
        }
        final long bits = random.nextLong();
        return (bits & 0xFFFF) < BUSY_SHARE ? SplitMix.scale(bits, busyCards) : busyCards + SplitMix.scale(bits, cards - busyCards);
    }

    private static boolean isOneIn(final int powerOfTwo, final long bits)
    {
        return 0 == (bits & powerOfTwo - 1);
    }

    private static short country(final long bits)
    {
        final int index = (int)bits & COUNTRIES.length / 2 - 1;
        return (short)(COUNTRIES[2 * index] & 0xFF | COUNTRIES[2 * index + 1] << 8);
    }
}
