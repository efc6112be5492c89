package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;

/**
 * Frauds that the history of a single card gives away.
 * <p>
 * <b>Note:</b> one thread.
 */
final class CardFrauds
{
    private static final int HOUR_SECONDS = 3_600;
    private static final int[] ROUND_MINOR = {100_00, 100_00, 200_00, 300_00};

    private final Episode episode;

    /**
     * Plants by an episode.
     *
     * @param episode to plan with.
     */
    CardFrauds(final Episode episode)
    {
        this.episode = episode;
    }

    /** Many small amounts within minutes. */
    void testCard()
    {
        final int card = episode.regularCard();
        final Category category = episode.between(0, 1) == 0 ? Category.CHARITY : Category.DIGITAL_GOODS;
        final Country country = episode.abroad(card);
        final int merchant = episode.merchant(category, country, 0);
        for (int i = episode.between(8, 13); i > 0; i--)
        {
            episode.plan(episode.online(card, category, country, merchant, episode.between(50, 4_99)), 5);
            episode.pass(5, 60);
        }
    }

    /** Amounts that no issuer lets pass at a bookmaker's, then lower ones elsewhere. */
    void tryUntilRefused()
    {
        final int card = episode.regularCard();
        final int refused = episode.between(3, 4);
        final int tries = refused + episode.between(3, 5);
        for (int i = 0; i < tries; i++)
        {
            episode.plan(i < refused ?
                episode.atHome(card, Category.GAMBLING, episode.between(1_000_00, 1_900_00)) :
                episode.atHome(card, Category.WEB_SHOP, episode.between(60_00, 250_00)), 4);
            episode.pass(30, 100);
        }
    }

    /** At most 1.00, then large amounts. */
    void probeThenCashOut()
    {
        final int card = episode.regularCard();
        episode.plan(episode.atHome(card, Category.DIGITAL_GOODS, episode.between(10, 1_00)), 2);
        for (int i = episode.between(2, 3); i > 0; i--)
        {
            episode.pass(600, 6 * HOUR_SECONDS);
            episode.plan(episode.atHome(card, Category.WEB_SHOP, episode.between(500_00, 1_200_00)), 2);
        }
    }

    /** Far over what the card spends at a time. */
    void overspend()
    {
        final int card = episode.regularCard();
        for (int i = episode.between(3, 6); i > 0; i--)
        {
            episode.plan(episode.atHome(card, Category.WEB_SHOP, episode.timesMean(card, 7, 13, 110_00)), 1);
            episode.pass(HOUR_SECONDS, 14 * HOUR_SECONDS);
        }
    }

    /** One purchase after another for hours. */
    void spendAllDay()
    {
        final int card = episode.regularCard();
        for (int i = episode.between(8, 11); i > 0; i--)
        {
            episode.plan(episode.atHome(card, Category.WEB_SHOP, episode.between(310_00, 420_00)), 5);
            episode.pass(1_200, HOUR_SECONDS);
        }
    }

    /** While the holder sleeps. */
    void spendAtNight()
    {
        final int card = episode.regularCard();
        episode.passUntilMidnight(card);
        for (int i = 2; i > 0; i--)
        {
            episode.plan(episode.atHome(card, Category.WEB_SHOP, episode.timesMean(card, 3, 5, 60_00)), 1);
            episode.pass(1_200, 2 * HOUR_SECONDS);
        }
    }

    /** Gift cards. */
    void buyRoundAmounts()
    {
        final int card = episode.regularCard();
        for (int i = episode.between(4, 6); i > 0; i--)
        {
            final long amountMinor = ROUND_MINOR[episode.between(0, ROUND_MINOR.length - 1)];
            episode.plan(episode.atHome(card, Category.GIFT_CARDS, amountMinor), 3);
            episode.pass(600, 90 * 60);
        }
    }

    /** Where goods turn into money. */
    void turnIntoMoney()
    {
        final int card = episode.regularCard();
        for (int i = 2; i > 0; i--)
        {
            final Category category = episode.between(0, 1) == 0 ? Category.GAMBLING : Category.MONEY_TRANSFER;
            episode.plan(episode.atHome(card, category, episode.between(500_00, 950_00)), 1);
            episode.pass(HOUR_SECONDS, 5 * HOUR_SECONDS);
        }
    }

    /** The stripe, copied. */
    void useStripe()
    {
        final int card = episode.regularCard();
        for (int i = episode.between(2, 3); i > 0; i--)
        {
            final Category category = episode.between(0, 1) == 0 ? Category.ELECTRONICS : Category.CLOTHING;
            episode.plan(episode.present(card, category, EntryMode.MAGSTRIPE, episode.between(110_00, 450_00)), 1);
            episode.pass(900, 3 * HOUR_SECONDS);
        }
    }

    /** From one cash machine to the next. */
    void emptyAtCashMachines()
    {
        final int card = episode.regularCard();
        for (int i = episode.between(4, 6); i > 0; i--)
        {
            episode.plan(
                episode.present(card, Category.CASH_MACHINE, EntryMode.CHIP, episode.between(12, 30) * 10_00), 3);
            episode.pass(240, 720);
        }
    }

    /** A prepaid card, used for a week as if it were any card. */
    void usePrepaidCard()
    {
        final int card = episode.unusedCard();
        for (int i = episode.between(6, 8); i > 0; i--)
        {
            final SyntheticTransaction transaction =
                episode.atHome(card, Category.WEB_SHOP, episode.between(30_00, 60_00));
            transaction.bin = CardNumber.BIN_PREPAID;
            episode.plan(transaction, 5);
            episode.pass(4 * HOUR_SECONDS, 24 * HOUR_SECONDS);
        }
    }
}
