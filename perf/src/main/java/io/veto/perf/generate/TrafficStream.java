package io.veto.perf.generate;

/**
 * The synthetic stream itself, one transaction after the other in event-time order. Each slot of the clock is filled by
 * what is due on the agenda or else by a genuine shopper, so the number of transactions is exact.
 * <p>
 * <b>Note:</b> one thread. Memory does not grow with the number of transactions.
 */
final class TrafficStream
{
    private static final long RANDOM_SALT = 0x7374_7265L;

    private final SplitMix random;
    private final ArrivalClock clock;
    private final CardPopulation cards;
    private final Agenda agenda = new Agenda();
    private final GenuineShopper shopper;
    private final Fraudster fraudster;
    private final TerminalCompromise compromise;
    private final SyntheticTransaction genuine = new SyntheticTransaction();
    private long slot;

    /**
     * Puts the world together.
     *
     * @param plan of the run.
     */
    TrafficStream(final TrafficPlan plan)
    {
        cards = new CardPopulation(plan.cards(), plan.seed());
        random = new SplitMix(SplitMix.hash(plan.seed(), RANDOM_SALT));
        clock = new ArrivalClock(plan.transactions(), plan.days(), plan.lastDayFactor());
        final MerchantDirectory merchants = new MerchantDirectory(plan.transactions(), plan.seed());
        shopper = new GenuineShopper(random, cards, merchants, new Oddities(random, cards, merchants, agenda));
        fraudster = new Fraudster(random, plan.seed(), cards, merchants, agenda);
        compromise = new TerminalCompromise(plan.seed(), merchants);
    }

    /**
     * The next transaction. To be called as often as the plan has transactions.
     *
     * @return the transaction, valid until the next call.
     */
    SyntheticTransaction next()
    {
        final long timeMs = clock.timeMs(slot, random.nextDouble());
        final int hourOfDay = clock.hourOfDay();
        fraudster.plan(slot, timeMs, hourOfDay);
        slot++;

        final SyntheticTransaction due = agenda.pollDue(timeMs);
        if (due != null)
        {
            return due;
        }

        shopper.shop(cards.pick(random, hourOfDay), timeMs, genuine);
        compromise.apply(genuine, random);
        return genuine;
    }
}
