package io.veto.perf.generate;

import java.util.concurrent.TimeUnit;

/**
 * Which fuel pumps are in the hands of fraudsters, and when. Time has a round of {@value #ROUND_DAYS} days for each pump,
 * shifted from pump to pump; in each round one pump in {@value #TERMINALS_PER_VICTIM} is a victim for its first
 * {@value #COMPROMISED_DAYS} days. While it is, {@value #FRAUD_PERCENT} % of what it takes is fraud, at ordinary amounts: only
 * the terminal's history gives it away, from {@value #KNOWABLE_AFTER_DAYS} days on, when labels have come.
 * <p>
 * <b>Note:</b> immutable and safe from any thread.
 */
final class TerminalCompromise
{
    private static final int TERMINALS_PER_VICTIM = 64;
    private static final int ROUND_DAYS = 45;
    private static final int COMPROMISED_DAYS = 30;
    private static final int KNOWABLE_AFTER_DAYS = 9;
    private static final int FRAUD_PERCENT = 70;
    private static final int PER_CENT = 100;
    private static final long VICTIM_SALT = 0x7465_726DL;
    private static final long ROUND_MS = TimeUnit.DAYS.toMillis(ROUND_DAYS);
    private static final long COMPROMISED_MS = TimeUnit.DAYS.toMillis(COMPROMISED_DAYS);
    private static final long KNOWABLE_AFTER_MS = TimeUnit.DAYS.toMillis(KNOWABLE_AFTER_DAYS);
    private static final long EPISODE_MIN = 1_000_000_000_000L;
    private static final long EPISODES_PER_ROUND = 1_000_000_000L;

    private final long seed;
    private final MerchantDirectory merchants;

    /**
     * Settles who is a victim.
     *
     * @param seed      of the run.
     * @param merchants that own the terminals.
     */
    TerminalCompromise(final long seed, final MerchantDirectory merchants)
    {
        this.seed = seed;
        this.merchants = merchants;
    }

    /**
     * Turns a genuine transaction into fraud if it happens at a compromised terminal and the draw says so.
     *
     * @param transaction complete.
     * @param random      numbers to draw from.
     */
    void apply(final SyntheticTransaction transaction, final SplitMix random)
    {
        if (transaction.category != Category.FUEL || transaction.country.ordinal() >= Country.ISSUERS)
        {
            return;
        }
        final long rank = merchants.terminalRank(
            transaction.category, transaction.country, transaction.merchant, transaction.terminal);
        final long sinceStartMs = transaction.eventTimeMs - ArrivalClock.START_MS;
        final long shiftedMs = sinceStartMs + SplitMix.scale(SplitMix.hash(seed ^ VICTIM_SALT, rank), (int)(ROUND_MS >>> 1)) * 2L;
        final long round = shiftedMs / ROUND_MS;
        final long sinceCompromiseMs = shiftedMs % ROUND_MS;
        if (sinceCompromiseMs < COMPROMISED_MS &&
            isVictim(rank, round) &&
            random.nextInt(PER_CENT) < FRAUD_PERCENT)
        {
            transaction.kind = FraudKind.COMPROMISED_TERMINAL;
            transaction.episode = EPISODE_MIN + round * EPISODES_PER_ROUND + rank;
            transaction.isKnowable = Math.min(sinceCompromiseMs, sinceStartMs) >= KNOWABLE_AFTER_MS;
        }
    }

    /** Of each {@value #TERMINALS_PER_VICTIM} neighbours one, so that small runs have some too. */
    private boolean isVictim(final long rank, final long round)
    {
        final long victim = SplitMix.hash(seed ^ VICTIM_SALT + round, -1 - rank / TERMINALS_PER_VICTIM);
        return (victim & (TERMINALS_PER_VICTIM - 1)) == rank % TERMINALS_PER_VICTIM;
    }
}
