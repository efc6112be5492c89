package io.veto.perf.windows;

import java.util.HashMap;
import java.util.Map;

/**
 * The four rules of {@link PeersRules} as plain Java for them alone: a hash map of cards, each with its own ring of transactions and
 * running counts and sums, from which what has expired is taken when the card is used. No journal, no labels, no transaction out of
 * order, and no card is ever dropped.
 * <p>
 * <b>Note:</b> one thread.
 */
public final class PlainJavaPeer implements Contender
{
    private static final int BURST_COUNT = 5;
    private static final long SPEND_MINOR = 5_000_00;
    private static final int COUNTRIES = 3;
    private static final int HISTORY_COUNT = 10;
    private static final int AVERAGE_FACTOR = 5;

    private final Map<Long, PlainCard> cards = new HashMap<>();

    @Override
    public void score(final CardBlock block, final byte[] hits)
    {
        for (int i = 0; i < CardBlock.TRANSACTIONS; i++)
        {
            hits[i] = score(block.cardToken(i), block.timeMs(i), block.amountMinor(i), block.merchantCountry(i));
        }
    }

    /**
     * Answers a transaction.
     *
     * @param cardToken   of the card.
     * @param timeMs      epoch milliseconds, never less than before.
     * @param amountMinor minor units.
     * @param country     of the merchant.
     * @return which rules hit, the first in the lowest bit.
     */
    byte score(final long cardToken, final long timeMs, final long amountMinor, final short country)
    {
        PlainCard card = cards.get(cardToken);
        if (null == card)
        {
            card = new PlainCard();
            cards.put(cardToken, card);
        }
        card.expire(timeMs);
        card.add(timeMs, amountMinor, country);
        int hits = 0;
        if (card.countOfMinute() > BURST_COUNT)
        {
            hits |= 1;
        }
        if (card.sumOfDay() > SPEND_MINOR)
        {
            hits |= 2;
        }
        if (card.countriesOfHour() >= COUNTRIES)
        {
            hits |= 4;
        }
        final long count = card.countOfMonth();
        if (count >= HISTORY_COUNT && amountMinor * count > AVERAGE_FACTOR * card.sumOfMonth())
        {
            hits |= 8;
        }
        return (byte)hits;
    }

    /**
     * Number of cards that were ever used.
     *
     * @return entries of the map.
     */
    public int cards()
    {
        return cards.size();
    }
}
