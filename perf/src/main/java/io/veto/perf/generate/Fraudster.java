package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;
import java.util.concurrent.TimeUnit;

/**
 * Plants the frauds that are done with a single card. Each kind starts once in every so many transactions, at a
 * random one of them, so that its share hardly varies with the seed.
 * <p>
 * <b>Note:</b> one thread.
 */
final class Fraudster
{
    private static final long TESTING_PERIOD = 9_000;
    private static final int TESTING_COUNT_MIN = 12;
    private static final int TESTING_COUNT_MAX = 26;
    private static final int TESTING_AMOUNT_MAX_MINOR = 4_99;
    private static final int TESTING_GAP_MAX_MS = (int)TimeUnit.SECONDS.toMillis(35);

    private static final long PROBE_PERIOD = 3_600;
    private static final int PROBE_AMOUNT_MAX_MINOR = 1_00;
    private static final int CASH_OUT_COUNT_MIN = 2;
    private static final int CASH_OUT_COUNT_MAX = 4;
    private static final int CASH_OUT_MIN_MINOR = 500_00;
    private static final int CASH_OUT_MAX_MINOR = 1_200_00;
    private static final int CASH_OUT_FIRST_GAP_MAX_MS = (int)TimeUnit.HOURS.toMillis(12);
    private static final int CASH_OUT_GAP_MAX_MS = (int)TimeUnit.HOURS.toMillis(3);

    private static final long TAKEOVER_PERIOD = 7_200;
    private static final int TAKEOVER_COUNT_MIN = 8;
    private static final int TAKEOVER_COUNT_MAX = 13;
    private static final double TAKEOVER_FACTOR_MIN = 5;
    private static final double TAKEOVER_FACTOR_MAX = 13;
    private static final int TAKEOVER_GAP_MAX_MS = (int)TimeUnit.HOURS.toMillis(14);

    private static final long BIG_PERIOD = 1_400;
    private static final int BIG_MIN_MINOR = 2_000_00;
    private static final int BIG_MAX_MINOR = 7_500_00;

    private static final int GAP_MIN_MS = (int)TimeUnit.SECONDS.toMillis(2);

    private final SplitMix random;
    private final long seed;
    private final CardPopulation cards;
    private final MerchantDirectory merchants;
    private final Agenda agenda;
    private final double overallMeanMinor = Category.overallMeanMinor();

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
        this.random = random;
        this.seed = seed;
        this.cards = cards;
        this.merchants = merchants;
        this.agenda = agenda;
    }

    /**
     * Plans the episodes that start with this slot of the stream.
     *
     * @param slot      number of the slot, 0 or more.
     * @param timeMs    of the slot, epoch milliseconds.
     * @param hourOfDay of the slot, 0 to 23.
     */
    void plan(final long slot, final long timeMs, final int hourOfDay)
    {
        if (starts(FraudKind.CARD_TESTING, slot, TESTING_PERIOD))
        {
            testCard(cards.pick(random, hourOfDay), timeMs);
        }
        if (starts(FraudKind.PROBE_THEN_CASH_OUT, slot, PROBE_PERIOD))
        {
            probeThenCashOut(cards.pick(random, hourOfDay), timeMs);
        }
        if (starts(FraudKind.ACCOUNT_TAKEOVER, slot, TAKEOVER_PERIOD))
        {
            takeOver(cards.pick(random, hourOfDay), timeMs);
        }
        if (starts(FraudKind.BIG_TICKET, slot, BIG_PERIOD))
        {
            final int card = cards.pick(random, hourOfDay);
            final long amountMinor = random.nextInt(BIG_MIN_MINOR, BIG_MAX_MINOR);
            buy(FraudKind.BIG_TICKET, card, timeMs + gapMs(CASH_OUT_GAP_MAX_MS), Category.ELECTRONICS, amountMinor);
        }
    }

    private boolean starts(final FraudKind kind, final long slot, final long period)
    {
        return slot % period == SplitMix.scale(SplitMix.hash(seed + kind.ordinal(), slot / period), (int)period);
    }

    private void testCard(final int card, final long timeMs)
    {
        final Category category = random.nextInt(2) == 0 ? Category.CHARITY : Category.DIGITAL_GOODS;
        final Country country = Country.abroad(random.nextLong(), cards.country(card));
        final int merchant = merchants.any(random, category, country);
        long nextMs = timeMs;
        for (int i = random.nextInt(TESTING_COUNT_MIN, TESTING_COUNT_MAX); i > 0; i--)
        {
            nextMs += gapMs(TESTING_GAP_MAX_MS);
            final SyntheticTransaction transaction = new SyntheticTransaction().at(category, country, merchant, 0);
            transaction.amountMinor = random.nextInt(1, TESTING_AMOUNT_MAX_MINOR + 1);
            plan(FraudKind.CARD_TESTING, card, nextMs, transaction);
        }
    }

    private void probeThenCashOut(final int card, final long timeMs)
    {
        long nextMs = timeMs + gapMs(CASH_OUT_GAP_MAX_MS);
        final long probeMinor = random.nextInt(1, PROBE_AMOUNT_MAX_MINOR + 1);
        buy(FraudKind.PROBE_THEN_CASH_OUT, card, nextMs, Category.DIGITAL_GOODS, probeMinor);
        nextMs += gapMs(CASH_OUT_FIRST_GAP_MAX_MS);
        for (int i = random.nextInt(CASH_OUT_COUNT_MIN, CASH_OUT_COUNT_MAX); i > 0; i--)
        {
            nextMs += gapMs(CASH_OUT_GAP_MAX_MS);
            final Category category = random.nextInt(2) == 0 ? Category.WEB_SHOP : Category.ELECTRONICS;
            final long amountMinor = random.nextInt(CASH_OUT_MIN_MINOR, CASH_OUT_MAX_MINOR);
            buy(FraudKind.PROBE_THEN_CASH_OUT, card, nextMs, category, amountMinor);
        }
    }

    private void takeOver(final int card, final long timeMs)
    {
        final double meanMinor = overallMeanMinor * cards.spendingFactor(card);
        long nextMs = timeMs;
        for (int i = random.nextInt(TAKEOVER_COUNT_MIN, TAKEOVER_COUNT_MAX); i > 0; i--)
        {
            nextMs += gapMs(TAKEOVER_GAP_MAX_MS);
            final double factor =
                TAKEOVER_FACTOR_MIN + random.nextDouble() * (TAKEOVER_FACTOR_MAX - TAKEOVER_FACTOR_MIN);
            final long amountMinor = Math.min((long)(meanMinor * factor), GenuineShopper.AMOUNT_MAX_MINOR);
            buy(FraudKind.ACCOUNT_TAKEOVER, card, nextMs, Category.WEB_SHOP, amountMinor);
        }
    }

    private void buy(
        final FraudKind kind, final int card, final long timeMs, final Category category, final long amountMinor)
    {
        final Country country = Country.abroad(random.nextLong(), cards.country(card));
        final SyntheticTransaction transaction = new SyntheticTransaction()
            .at(category, country, merchants.any(random, category, country), random.nextInt(category.terminals()));
        transaction.amountMinor = amountMinor;
        plan(kind, card, timeMs, transaction);
    }

    private void plan(
        final FraudKind kind, final int card, final long timeMs, final SyntheticTransaction transaction)
    {
        transaction.kind = kind;
        transaction.card = card;
        transaction.eventTimeMs = timeMs;
        transaction.entryMode = transaction.category.online() ? EntryMode.ECOMMERCE : EntryMode.MAGSTRIPE;
        agenda.plan(transaction);
    }

    private int gapMs(final int maxMs)
    {
        return random.nextInt(GAP_MIN_MS, maxMs);
    }
}
