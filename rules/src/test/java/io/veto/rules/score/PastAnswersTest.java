package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.layout.DecisionDecoder;
import io.veto.rules.layout.DecisionEncoder;
import io.veto.rules.layout.TransactionDecoder;
import io.veto.rules.layout.TransactionEncoder;
import io.veto.rules.window.WindowMemory;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A scorer that takes in what was answered under other rules: past answers never change. */
class PastAnswersTest
{
    private static final String EARLIER = """
        rule large decline if amount > 100.00
        rule small review if amount < 10.00
        rule gone review if amount = 50.00
        """;
    private static final List<Long> AMOUNTS = List.of(200_00L, 5_00L, 50_00L, 20_00L);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[TransactionEncoder.BLOCK_LENGTH]);
    private final TransactionEncoder transaction = new TransactionEncoder().wrap(buffer, 0);
    private final TransactionDecoder decoder = new TransactionDecoder();
    private final UnsafeBuffer decision = new UnsafeBuffer(new byte[DecisionEncoder.ENCODED_LENGTH]);
    private final DecisionEncoder encoder = new DecisionEncoder().wrap(decision, 0);
    private final DecisionDecoder decided = new DecisionDecoder().wrap(decision, 0);

    @Test
    void shouldCountActionsAsTheyWereSent()
    {
        assertEquals(List.of("asks_declines", "asks_reviews", "asks_approves"), hitsAfter("""
            rule large approve if amount > 100.00
            rule asks_declines review if count(card, 1h before where declined) = 1
            rule asks_reviews review if count(card, 1h before where reviewed) = 2
            rule asks_approves review if count(card, 1h before where approved) = 1
            """));
    }

    @Test
    void shouldKeepTheHitsOfARuleOfTheSameIdAndConditionWhateverItsEffectAndPlace()
    {
        assertEquals(List.of("asks_kept_small", "asks_kept_large"), hitsAfter("""
            rule asks_kept_small review if count(card, 1h before where hit(small)) = 1
            rule asks_kept_large review if count(card, 1h before where hit(large)) = 1
            rule small decline if amount < 10.00
            rule large review if amount > 100.00
            """));
    }

    @Test
    void shouldWorkOutTheHitsOfARuleThatIsNewOrChanged()
    {
        assertEquals(List.of("asks_changed_large", "asks_new_one", "asks_renamed"), hitsAfter("""
            rule large decline if amount > 15.00
            rule second review if count(card, 1h) = 2
            rule tiny review if amount < 10.00
            rule asks_changed_large review if count(card, 1h before where hit(large)) = 3
            rule asks_new_one review if count(card, 1h before where hit(second)) = 1
            rule asks_renamed review if count(card, 1h before where hit(tiny)) = 1
            """));
    }

    @Test
    void shouldHoldTheSameWhetherRulesAreEvaluatedOrNot()
    {
        final String rules = """
            rule large decline if amount > 15.00
            rule asks_declines review if count(card, 1h before where declined) >= 1 and max(amount, card, 1h) > 0.00
            """;

        assertEquals(stateAfter(rules, false), stateAfter(rules, true));
        assertNotEquals(stateAfter(rules, false), stateAfter(rules.replace("1h before", "2h before"), false));
    }

    /** Ids that begin with asks_, of the rules that hit a fifth transaction. */
    private List<String> hitsAfter(final String rules)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("later.rules", rules);
        try (Scorer later = new Scorer(ruleSet, ScorerConfig.DEFAULT, WindowMemory.main()))
        {
            feed(later, false);
            set(30_00, AMOUNTS.size());
            later.onTransaction(AMOUNTS.size() + 1, wrapped(), encoder);
            final List<String> hits = new ArrayList<>();
            for (int i = 0; i < ruleSet.ruleCount(); i++)
            {
                if (0 != (decided.hits(i >>> 6) >>> i & 1) && ruleSet.rule(i).id().startsWith("asks_"))
                {
                    hits.add(ruleSet.rule(i).id());
                }
            }
            return hits;
        }
    }

    private long stateAfter(final String rules, final boolean isEvaluated)
    {
        try (Scorer later = new Scorer(RuleSetCompiler.compile("later.rules", rules), ScorerConfig.DEFAULT, WindowMemory.main()))
        {
            feed(later, isEvaluated);
            return later.stateHash();
        }
    }

    private void feed(final Scorer later, final boolean isEvaluated)
    {
        try (Scorer earlier = new Scorer(RuleSetCompiler.compile("earlier.rules", EARLIER), ScorerConfig.DEFAULT, WindowMemory.main()))
        {
            final PastRules past = PastRules.of(later.ruleSet(), earlier.ruleSet());
            for (int i = 0; i < AMOUNTS.size(); i++)
            {
                set(AMOUNTS.get(i), i);
                earlier.onTransaction(i + 1, wrapped(), encoder);
                later.onPast(i + 1, 1, wrapped(), decided, past, isEvaluated);
            }
        }
    }

    private void set(final long amountMinor, final int minute)
    {
        transaction.amountMinor(amountMinor).effectiveTimeMs(60_000L * minute);
        transaction.account().cardToken(7);
    }

    private TransactionDecoder wrapped()
    {
        return decoder.wrap(buffer, 0, TransactionDecoder.BLOCK_LENGTH, TransactionDecoder.SCHEMA_VERSION);
    }
}
