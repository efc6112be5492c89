package io.veto.engine.recovery;

import io.veto.engine.journal.JournalDamagedException;
import io.veto.engine.journal.JournalReader;
import io.veto.engine.reservoir.WindowRooms;
import io.veto.rules.language.RuleSet;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * Warms the rule sets that are activated in the journal again, as the server did: reads the journal once more for each, from its first
 * record to that of the activation.
 * <p>
 * <b>Note:</b> one thread.
 */
final class ReplayPast
{
    private final JournalReader reader;
    private final WindowRooms rooms;
    private final Map<Long, RuleSet> ruleSets = new HashMap<>();

    /**
     * Begins with no rule sets.
     *
     * @param reader of the replay, whose present record is that of the activation whenever something is asked.
     * @param rooms  for the scorers.
     */
    ReplayPast(final JournalReader reader, final WindowRooms rooms)
    {
        this.reader = reader;
        this.rooms = rooms;
    }

    /**
     * Notes a rule set that answers from now on: hits of the past are told by its rules.
     *
     * @param ruleSet in force.
     */
    void add(final RuleSet ruleSet)
    {
        ruleSets.put(ruleSet.hash(), ruleSet);
    }

    /**
     * Makes a scorer that has seen what came before the present record, as it was answered.
     *
     * @param ruleSet        that is activated.
     * @param config         of the scorer.
     * @param warmedSequence of the record behind which its state was hashed.
     * @param warmedHash     that its state had there.
     * @return the scorer.
     * @throws JournalDamagedException if the journal does not say what was written.
     * @throws DivergenceException     if the state is another one.
     */
    Scorer warmed(final RuleSet ruleSet, final ScorerConfig config, final long warmedSequence, final long warmedHash)
    {
        if (warmedSequence >= reader.sequence() || warmedSequence < 1)
        {
            throw new JournalDamagedException("journal damaged: a rule set is activated that was never warmed: sequence=" +
                reader.sequence() + " warmedSequence=" + warmedSequence);
        }
        final Scorer scorer = rooms.scorer(ruleSet, config);
        final PastFeed feed = new PastFeed(scorer, ruleSets);
        try (JournalReader past = reader.again())
        {
            feed.begin(past.base());
            while (feed.sequence() < reader.sequence() - 1 && past.next())
            {
                final long before = feed.sequence();
                feed.onRecord(past.buffer(), past.offset());
                if (feed.sequence() == warmedSequence && before < warmedSequence && warmedHash != scorer.stateHash())
                {
                    throw new DivergenceException("replay differs: sequence=" + reader.sequence() + " warmedSequence=" +
                        warmedSequence + " expectedWarmedHash=" + Long.toHexString(warmedHash) + " warmedHash=" +
                        Long.toHexString(scorer.stateHash()));
                }
            }
        }
        return scorer;
    }
}
