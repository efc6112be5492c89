package io.veto.perf.generate;

/**
 * Which fuel pumps are in the hands of fraudsters, and when: of each {@value #TERMINALS_PER_VICTIM} one, once in each
 * season of about {@value #SEASON_DAYS} days, for seven twelfths of it. While it is, {@value #FRAUD_PERCENT} % of what it
 * takes is fraud, at ordinary amounts: only the terminal's history gives it away.
 * <p>
 * <b>Note:</b> immutable and safe from any thread.
 */
final class TerminalCompromise
{
    private static final int TERMINALS_PER_VICTIM = 16;
    private static final int SEASON_DAYS = 60;
    private static final int FRAUD_PERCENT = 70;
    private static final int PER_CENT = 100;
    private static final long VICTIM_SALT = 0x7465_726DL;

    private final long seed;
    private final MerchantDirectory merchants;
    private final long seasonMs;
    private final long compromisedMs;

    /**
     * Settles the seasons.
     *
     * @param seed      of the run.
     * @param days      of the run.
     * @param merchants that own the terminals.
     */
    TerminalCompromise(final long seed, final int days, final MerchantDirectory merchants)
    {
        this.seed = seed;
        this.merchants = merchants;
        final int seasons = Math.max(1, (days + SEASON_DAYS / 2) / SEASON_DAYS);
        seasonMs = days * ArrivalClock.DAY_MS / seasons;
        compromisedMs = seasonMs * 7 / 12;
    }

    /**
     * Turns a genuine transaction into fraud if it happens at a compromised terminal and the draw says so.
     *
     * @param transaction complete.
     * @param random      numbers to draw from.
     */
    void apply(final SyntheticTransaction transaction, final SplitMix random)
    {
        if (transaction.category == Category.FUEL &&
            transaction.country.ordinal() < Country.ISSUERS &&
            isCompromised(transaction) &&
            random.nextInt(PER_CENT) < FRAUD_PERCENT)
        {
            transaction.kind = FraudKind.COMPROMISED_TERMINAL;
        }
    }

    private boolean isCompromised(final SyntheticTransaction transaction)
    {
        final long rank = merchants.terminalRank(
            transaction.category, transaction.country, transaction.merchant, transaction.terminal);
        final long sinceStartMs = transaction.eventTimeMs - ArrivalClock.START_MS;
        final long season = sinceStartMs / seasonMs;
        final long bits = SplitMix.hash(seed ^ VICTIM_SALT + season, rank / TERMINALS_PER_VICTIM);
        final long fromMs = season * seasonMs + (bits >>> 8) % (seasonMs - compromisedMs);
        return (bits & (TERMINALS_PER_VICTIM - 1)) == rank % TERMINALS_PER_VICTIM &&
            sinceStartMs >= fromMs &&
            sinceStartMs < fromMs + compromisedMs;
    }
}
