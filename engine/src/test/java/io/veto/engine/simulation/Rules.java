package io.veto.engine.simulation;

import io.veto.rules.language.RuleSet;
import io.veto.rules.language.RuleSetCompiler;
import io.veto.rules.window.ZoneTransitions;
import java.util.List;

/**
 * The rule sets of the simulation: between them every kind of window, filter and list.
 */
final class Rules
{
    static final String LIST = "known";
    private static final ZoneTransitions ZONE =
        new ZoneTransitions("Europe/Paris", new long[]{Long.MIN_VALUE, 1_700_001_000_000L}, new long[]{3_600_000L, 7_200_000L});
    private static final List<String> TEXTS = List.of("""
        list known : card
        rule big review if amount > 50.00
        rule burst decline if count(card, 1m) > 6
        rule day review if count(card, tumbling 1d "Europe/Paris") > 30
        allow if card in known
        """, """
        list known : card
        rule burst review if count(card, 1m) > 6
        rule big decline if amount > 40.00
        rule again review if count(card, 10m before where hit(burst) or hit(big)) >= 3
        rule session review if sum(amount, terminal, session 5s) > 900.00
        """, """
        list known : card
        rule fraud review if count(terminal, 5m delayed 10s where fraud) >= 3
        rule kept review if count(card, 10m before where not hit(fraud) and approved) >= 9
        rule max review if max(amount, card, 20m before where not declined) < amount
        rule unknown review if card not in known and distinct(terminal, card, 2m) > 2
        """);
    private static final ThreadLocal<RuleSet[]> COMPILED =
        ThreadLocal.withInitial(() -> TEXTS.stream().map(Rules::compile).toArray(RuleSet[]::new));

    private Rules()
    {
    }

    static int count()
    {
        return TEXTS.size();
    }

    static RuleSet ruleSet(final int index)
    {
        return COMPILED.get()[index];
    }

    static RuleSet ruleSet(final long hash)
    {
        for (final RuleSet ruleSet : COMPILED.get())
        {
            if (ruleSet.hash() == hash)
            {
                return ruleSet;
            }
        }
        throw new AssertionError("unknown rule set: hash=" + Long.toHexString(hash));
    }

    private static RuleSet compile(final String text)
    {
        return RuleSetCompiler.compile("simulated", text, name -> ZONE);
    }
}
