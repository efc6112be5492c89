package io.veto.ingest.client;

import io.veto.rules.language.RuleEffect;
import io.veto.rules.layout.DecisionDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one rule set, in the order of the bits of {@code Decision.hits}: what each is called, does and says.
 *
 * @param ruleSetHash first 64 bits of the SHA-256 of the rule set's text.
 * @param rules       in bit order, which is the order of the rule file.
 */
public record RuleTable(long ruleSetHash, List<Entry> rules)
{
    /** Rules that a set may have. */
    public static final int RULES_MAX = 256;

    /**
     * One rule.
     *
     * @param id       of the rule.
     * @param effect   when it hits.
     * @param isShadow whether its hits change nothing.
     * @param points   that it adds to the score.
     * @param code     response code to answer with, ISO 8583 field 39; empty where it has none.
     * @param reason   to answer with; empty where it has none.
     */
    public record Entry(String id, RuleEffect effect, boolean isShadow, int points, String code, String reason)
    {
    }

    /**
     * Keeps an own copy of the rules.
     *
     * @param ruleSetHash of the rule set.
     * @param rules       in bit order.
     */
    public RuleTable
    {
        rules = List.copyOf(rules);
    }

    /**
     * Stands in for the table of a rule set that this session was never told about, as when answers are read back that
     * were given under earlier rules: bit 3 is called {@code bit3}, and nothing is known of what it does.
     *
     * @param ruleSetHash of the rule set.
     * @return a table of 256 names.
     */
    public static RuleTable unknown(final long ruleSetHash)
    {
        final List<Entry> rules = new ArrayList<>(RULES_MAX);
        for (int bit = 0; bit < RULES_MAX; bit++)
        {
            rules.add(new Entry("bit" + bit, RuleEffect.SCORE, true, 0, "", ""));
        }
        return new RuleTable(ruleSetHash, rules);
    }

    /**
     * Id of the rule behind a bit.
     *
     * @param bit 0 to 255.
     * @return its id; {@code bit} and the number where the set has no such rule.
     */
    public String ruleId(final int bit)
    {
        return bit < rules.size() ? rules.get(bit).id() : "bit" + bit;
    }

    /**
     * The rules that gave an answer: of those that hit and count, those of the strongest effect; where points made the answer, those that
     * added some. The stand-in policy's answers are no rule's.
     *
     * @param decision of this rule set.
     * @return in file order; none where no rule hit.
     */
    public List<Entry> deciding(final DecisionDecoder decision)
    {
        if (decision.flags().standIn())
        {
            return List.of();
        }
        final List<Entry> hits = new ArrayList<>();
        RuleEffect strongest = RuleEffect.SCORE;
        for (int bit = 0; bit < rules.size(); bit++)
        {
            final Entry rule = rules.get(bit);
            if (!rule.isShadow() && (decision.hits(bit >>> 6) & 1L << bit) != 0)
            {
                hits.add(rule);
                strongest = rule.effect().compareTo(strongest) > 0 ? rule.effect() : strongest;
            }
        }
        final boolean isByPoints = strongest.action() != decision.action();
        final RuleEffect effect = isByPoints ? RuleEffect.SCORE : strongest;
        hits.removeIf(rule -> rule.effect() != effect);
        return RuleEffect.SCORE == strongest && !isByPoints ? List.of() : hits;
    }

    /**
     * Why an answer was given.
     *
     * @param decision of this rule set.
     * @return the reasons of the rules that gave it, in file order; empty where they have none.
     */
    public List<String> reasons(final DecisionDecoder decision)
    {
        return deciding(decision).stream().map(Entry::reason).filter(reason -> !reason.isEmpty()).toList();
    }

    /**
     * Response code of an answer, ISO 8583 field 39.
     *
     * @param decision of this rule set.
     * @return the code of the first rule, in file order, that gave the answer and has one; empty where none has.
     */
    public String code(final DecisionDecoder decision)
    {
        return deciding(decision).stream().map(Entry::code).filter(code -> !code.isEmpty()).findFirst().orElse("");
    }
}
