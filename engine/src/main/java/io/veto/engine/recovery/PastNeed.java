package io.veto.engine.recovery;

import io.veto.engine.journal.JournalBase;
import io.veto.rules.language.RuleSet;
import io.veto.rules.score.Scorer;
import io.veto.rules.score.ScorerConfig;
import io.veto.rules.window.Span;
import io.veto.rules.window.WindowSpec;
import java.util.concurrent.TimeUnit;

/**
 * How much of the past the state of a rule set hangs on. What is older has left its windows, so that a scorer that never saw it has the
 * same state.
 *
 * @param lengthMs    of engine time: the longest window with its delay, the longest period, and how long repeats are kept.
 * @param isUnbounded whether it has sessions, or asks when a key was first seen: a run of events may have begun at any time before.
 */
public record PastNeed(long lengthMs, boolean isUnbounded)
{
    private static final String PUT_BACK = ": put the archived files back into the journal and try again";
    private static final long ZONE_MS = TimeUnit.DAYS.toMillis(1);

    /**
     * Looks at the windows of a rule set.
     *
     * @param ruleSet to look at.
     * @param config  of its scorer.
     * @return what it needs.
     */
    public static PastNeed of(final RuleSet ruleSet, final ScorerConfig config)
    {
        long lengthMs = config.repeatWithinMs();
        boolean isUnbounded = false;
        for (final WindowSpec window : ruleSet.windows())
        {
            final Span span = window.span();
            isUnbounded |= Span.Kind.SESSION == span.kind();
            lengthMs = Math.max(lengthMs, span.lengthMs() + span.delayMs() + (Span.Kind.TUMBLING == span.kind() ? ZONE_MS : 0));
        }
        return new PastNeed(lengthMs, isUnbounded);
    }

    /**
     * Why a scorer that was fed from a base on may have another state than one that was fed everything.
     *
     * @param base where the feed began.
     * @param feed that has come to the end of the journal.
     * @return the reason and what mends it, in one line; null where the state is the same.
     */
    public static String lack(final JournalBase base, final PastFeed feed)
    {
        final Scorer scorer = feed.scorer();
        final PastNeed need = of(scorer.ruleSet(), scorer.config());
        final String archivedTo = "archivedToSequence=" + base.sequence();
        if (need.isUnbounded)
        {
            return "sessions and first_seen may reach back into archived files: " + archivedTo + PUT_BACK;
        }
        if (feed.hasAskedAnew() && asksHits(scorer.ruleSet()))
        {
            return "windows count hits of new or changed rules, which hang on archived files: " + archivedTo + PUT_BACK;
        }
        final long reachesMs = scorer.windows().engineTimeMs() - base.engineTimeMs();
        return reachesMs >= need.lengthMs ? null : "the journal does not reach back as far as the windows: neededHours=" +
            (need.lengthMs + TimeUnit.HOURS.toMillis(1) - 1) / TimeUnit.HOURS.toMillis(1) + " reachesHours=" +
            TimeUnit.MILLISECONDS.toHours(reachesMs) + ' ' + archivedTo + PUT_BACK;
    }

    private static boolean asksHits(final RuleSet ruleSet)
    {
        boolean asksHits = false;
        for (int i = 0; i < ruleSet.filterCount(); i++)
        {
            asksHits |= ruleSet.filter(i).asksAnswer() && ruleSet.filter(i).words().contains("hit");
        }
        return asksHits;
    }
}
