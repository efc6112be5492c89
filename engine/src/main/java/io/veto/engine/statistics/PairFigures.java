package io.veto.engine.statistics;

/**
 * A challenger beside its champion since their statistics began.
 *
 * @param champion       index of the rule that counts.
 * @param challenger     index of the rule that is measured against it.
 * @param both           transactions that both hit.
 * @param onlyChampion   transactions that the champion alone hit.
 * @param onlyChallenger transactions that the challenger alone hit.
 */
public record PairFigures(int champion, int challenger, Part both, Part onlyChampion, Part onlyChallenger)
{
    /**
     * Transactions of one kind.
     *
     * @param hits         how many.
     * @param matured      those among them that are older than the label maturity.
     * @param maturedFraud those among the matured that are labelled fraud by now.
     */
    public record Part(long hits, long matured, long maturedFraud)
    {
    }
}
