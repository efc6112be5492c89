package io.veto.perf.generate;

import java.util.Arrays;

/**
 * Plants the frauds that have a beginning. Each kind starts once in every so many transactions, at a random one of them, so
 * that its share hardly varies with the seed.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Fraudster
{
    private static final FraudKind[] KINDS =
        Arrays.stream(FraudKind.values()).filter((kind) -> kind.period() > 0).toArray(FraudKind[]::new);

    private final long seed;
    private final Agenda agenda;
    private final Episode episode;
    private final CardFrauds cardFrauds;
    private final ShopFrauds shopFrauds;
    private final long[] nextSlots = new long[KINDS.length];
    private long firstNextSlot;

    /**
     * Puts the parts together.
     *
     * @param random    numbers to draw from.
     * @param seed      of the run.
     * @param cards     to steal from.
     * @param merchants to steal at.
     * @param agenda    for what is planned.
     */
    Fraudster(
        final SplitMix random,
        final long seed,
        final CardPopulation cards,
        final MerchantDirectory merchants,
        final Agenda agenda)
    {
        this.seed = seed;
        this.agenda = agenda;
        episode = new Episode(random, cards, merchants, agenda);
        cardFrauds = new CardFrauds(episode);
        shopFrauds = new ShopFrauds(episode);
        for (int i = 0; i < KINDS.length; i++)
        {
            nextSlots[i] = slotOf(i, 0);
        }
        firstNextSlot = Arrays.stream(nextSlots).min().orElseThrow();
    }

    /**
     * Plans the episodes that start with this slot of the stream.
     *
     * @param slot      number of the slot, 0 or more; each is to be asked for once, in order.
     * @param timeMs    of the slot, epoch milliseconds.
     * @param hourOfDay of the slot, 0 to 23.
     */
    void plan(final long slot, final long timeMs, final int hourOfDay)
    {
        if (slot < firstNextSlot)
        {
            return;
        }
        firstNextSlot = Long.MAX_VALUE;
        for (int i = 0; i < KINDS.length; i++)
        {
            if (nextSlots[i] == slot)
            {
                if (!agenda.isFull())
                {
                    episode.begin(KINDS[i], timeMs, hourOfDay);
                    plant(KINDS[i]);
                }
                nextSlots[i] = slotOf(i, slot / KINDS[i].period() + 1);
            }
            firstNextSlot = Math.min(firstNextSlot, nextSlots[i]);
        }
    }

    private long slotOf(final int index, final long round)
    {
        final FraudKind kind = KINDS[index];
        return round * kind.period() + SplitMix.scale(SplitMix.hash(seed + kind.ordinal(), round), (int)kind.period());
    }

    private void plant(final FraudKind kind)
    {
        switch (kind)
        {
            case CARD_VELOCITY -> cardFrauds.testCard();
            case DECLINE_VELOCITY -> cardFrauds.tryUntilRefused();
            case PROBE_THEN_CASH_OUT -> cardFrauds.probeThenCashOut();
            case MERCHANT_TESTING -> shopFrauds.testManyCards();
            case ENUMERATION -> shopFrauds.guessNumbers();
            case OVER_OWN_AVERAGE -> cardFrauds.overspend();
            case CUMULATIVE_SPEND -> cardFrauds.spendAllDay();
            case IMPOSSIBLE_TRAVEL -> shopFrauds.copyCard();
            case SEVERAL_COUNTRIES -> shopFrauds.tourCountries();
            case FIRST_CROSS_BORDER -> shopFrauds.buyAbroad();
            case NEW_MERCHANT -> shopFrauds.buyAtSham();
            case NEW_CARD -> shopFrauds.useNewCard();
            case MERCHANT_BURST -> shopFrauds.floodShop();
            case NIGHT -> cardFrauds.spendAtNight();
            case ROUND_AMOUNTS -> cardFrauds.buyRoundAmounts();
            case RISKY_MCC -> cardFrauds.turnIntoMoney();
            case CARDS_PER_DEVICE -> shopFrauds.shareDevice();
            case IP_VELOCITY -> shopFrauds.shareAddress();
            case ACCOUNT_TAKEOVER -> shopFrauds.takeOver();
            case DUPLICATE_PURCHASE -> shopFrauds.chargeTwice();
            case REFUND_WITHOUT_SALE -> shopFrauds.refund();
            case FALLBACK_ENTRY -> cardFrauds.useStripe();
            case CASH_VELOCITY -> cardFrauds.emptyAtCashMachines();
            case APPROVALS_IN_A_WEEK -> cardFrauds.usePrepaidCard();
            default -> throw new IllegalArgumentException("not planted by episodes: kind=" + kind);
        }
    }
}
