package io.veto.rules.score;

import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.RuleMode;
import io.veto.rules.layout.RuleModeChangeDecoder;
import io.veto.rules.state.StateReader;
import io.veto.rules.state.StateWriter;
import java.util.Arrays;

/**
 * Which rules are in shadow: by the rule file, or because they fell back to it.
 * <p>
 * <b>Note:</b> one thread.
 */
final class RuleModes
{
    private final RuleSet ruleSet;
    private final boolean[] isShadow;

    RuleModes(final RuleSet ruleSet)
    {
        this.ruleSet = ruleSet;
        isShadow = new boolean[ruleSet.ruleCount()];
        for (int i = 0; i < isShadow.length; i++)
        {
            isShadow[i] = ruleSet.rule(i).isShadow();
        }
    }

    boolean isShadow(final int rule)
    {
        return isShadow[rule];
    }

    /**
     * As {@link Scorer#onRuleMode}.
     */
    boolean onChange(final RuleModeChangeDecoder change)
    {
        final int rule = change.rule();
        if (change.ruleSetHash() != ruleSet.hash() || rule >= isShadow.length)
        {
            return false;
        }
        isShadow[rule] = RuleMode.SHADOW == change.mode() || ruleSet.rule(rule).isShadow();
        return true;
    }

    long stateHash()
    {
        return Arrays.hashCode(isShadow);
    }

    void save(final StateWriter writer)
    {
        writer.section("modes");
        for (final boolean shadow : isShadow)
        {
            writer.putLong(shadow ? 1 : 0);
        }
    }

    void load(final StateReader reader)
    {
        reader.section("modes");
        for (int i = 0; i < isShadow.length; i++)
        {
            isShadow[i] = 1 == reader.getLong("shadow of rule " + i, ruleSet.rule(i).isShadow() ? 1 : 0, 1);
        }
    }
}
