package io.veto.perf.generate;

import io.veto.rules.layout.EntryMode;

/**
 * Frauds that many cards, a device, an address, a shop or the way between two places give away.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ShopFrauds
{
    private static final int HOUR_SECONDS = 3_600;
    private static final int FAR_CITIES = Country.CITIES - 1;

    private final Episode episode;

    /**
     * Plants by an episode.
     *
     * @param episode to plan with.
     */
    ShopFrauds(final Episode episode)
    {
        this.episode = episode;
    }

    /** A small amount on each of many cards at one shop. */
    void testManyCards()
    {
        final Category category = episode.between(0, 1) == 0 ? Category.CHARITY : Category.DIGITAL_GOODS;
        final Country country = episode.issuer();
        final int merchant = episode.merchant(category, country, 0);
        for (int i = episode.between(25, 35); i > 0; i--)
        {
            episode.plan(episode.online(episode.anyCard(), category, country, merchant, episode.between(50, 4_99)), 10);
            episode.pass(3, 8);
        }
    }

    /** Numbers guessed in a row: half the time all with the same first twelve digits, else of one issuer. */
    void guessNumbers()
    {
        final int pattern = episode.anyCard();
        final boolean isNarrow = episode.between(0, 1) == 0;
        final SyntheticTransaction first = episode.atHome(pattern, Category.WEB_SHOP, 1_00);
        final long group = first.serial / CardNumber.SERIALS_PER_TWELVE_DIGITS * CardNumber.SERIALS_PER_TWELVE_DIGITS;
        for (int i = 0, count = episode.between(15, 25); i < count; i++)
        {
            final SyntheticTransaction guess = episode.online(
                pattern, first.category, first.country, first.merchant, episode.between(1_00, 30_00));
            guess.serial = isNarrow ?
                group + i * 7L :
                episode.between(0, (int)(CardNumber.SERIALS - 1));
            episode.plan(guess, 7);
            episode.pass(5, 20);
        }
    }

    /** A flood of purchases at one shop. */
    void floodShop()
    {
        final Country country = episode.issuer();
        final int merchant = episode.merchant(Category.WEB_SHOP, country, 0);
        for (int i = episode.between(90, 110); i > 0; i--)
        {
            episode.plan(
                episode.online(episode.anyCard(), Category.WEB_SHOP, country, merchant, episode.between(15_00, 90_00)), 50);
            episode.pass(2, 7);
        }
    }

    /** Many cards on one device. */
    void shareDevice()
    {
        final long device = episode.device();
        for (int i = episode.between(6, 9); i > 0; i--)
        {
            final SyntheticTransaction purchase =
                episode.atHome(episode.anyCard(), Category.WEB_SHOP, episode.between(30_00, 120_00));
            purchase.device = device;
            episode.plan(purchase, 4);
            episode.pass(60, 330);
        }
    }

    /** Few cards, each on a device of its own, from one address. */
    void shareAddress()
    {
        final int[] cards = {episode.regularCard(), episode.regularCard(), episode.regularCard()};
        final int ip = episode.ip();
        for (int i = episode.between(9, 11); i > 0; i--)
        {
            final SyntheticTransaction purchase =
                episode.atHome(cards[i % cards.length], Category.WEB_SHOP, episode.between(30_00, 120_00));
            purchase.ip = ip;
            episode.plan(purchase, 6);
            episode.pass(60, 300);
        }
    }

    /** New particulars, then large amounts. */
    void takeOver()
    {
        final int card = episode.regularCard();
        episode.plan(episode.profileChange(card), 2);
        for (int i = episode.between(2, 4); i > 0; i--)
        {
            episode.pass(600, 15 * HOUR_SECONDS);
            episode.plan(episode.atHome(card, Category.WEB_SHOP, episode.between(210_00, 600_00)), 2);
        }
    }

    /** A card that nobody has used yet. */
    void useNewCard()
    {
        final int card = episode.unusedCard();
        episode.plan(episode.atHome(card, Category.DIGITAL_GOODS, episode.between(5_00, 20_00)), 2);
        for (int i = 3; i > 0; i--)
        {
            episode.pass(600, 4 * HOUR_SECONDS);
            episode.plan(episode.atHome(card, Category.WEB_SHOP, episode.between(210_00, 450_00)), 2);
        }
    }

    /** A shop that is not what it seems to be. */
    void buyAtSham()
    {
        final int card = episode.regularCard();
        final SyntheticTransaction purchase =
            episode.atHome(card, Category.WEB_SHOP, episode.timesMean(card, 4, 6, 70_00));
        purchase.merchant = episode.shamMerchant();
        episode.plan(purchase, 1);
    }

    /** A shop that charges twice. */
    void chargeTwice()
    {
        final int card = episode.regularCard();
        final SyntheticTransaction purchase =
            episode.atHome(card, Category.WEB_SHOP, episode.between(25_00, 150_00));
        episode.planGenuine(purchase);
        episode.plan(purchase.repeatedAt(purchase.eventTimeMs + episode.between(5_000, 110_000)), 1);
    }

    /** Money back for what was never bought. */
    void refund()
    {
        final int card = episode.regularCard();
        episode.plan(episode.refund(card, Category.ELECTRONICS, episode.between(150_00, 900_00)), 1);
    }

    /** The holder at home, a copy of the card in America, another one in Asia. */
    void copyCard()
    {
        final int card = episode.regularCard();
        episode.planGenuine(episode.present(card, Category.GROCERY, EntryMode.CHIP, episode.between(10_00, 60_00)));
        for (final Country country : new Country[]{Country.US, Country.TH})
        {
            episode.pass(1_200, 3_000);
            episode.plan(
                episode.present(card, Category.CLOTHING, country, episode.between(0, FAR_CITIES), EntryMode.MAGSTRIPE,
                    episode.between(40_00, 95_00)), 1);
        }
    }

    /** Shops of one country after another. */
    void tourCountries()
    {
        final int card = episode.regularCard();
        final Country first = episode.abroad(card);
        for (int i = 1, count = episode.between(5, 6); i <= count; i++)
        {
            final Country country = first.other(i);
            episode.plan(episode.online(card, Category.WEB_SHOP, country, episode.merchant(Category.WEB_SHOP, country, 0),
                episode.between(20_00, 90_00)), 3);
            episode.pass(900, 6_000);
        }
    }

    /** A large amount where the card never was. */
    void buyAbroad()
    {
        final int card = episode.regularCard();
        final Country country = episode.abroad(card);
        episode.plan(episode.online(card, Category.WEB_SHOP, country, episode.merchant(Category.WEB_SHOP, country, 0),
            episode.timesMean(card, 3.5, 5, 60_00)), 1);
    }
}
