package io.veto.perf.pack;

import io.veto.perf.generate.FraudKind;
import io.veto.rules.language.RuleSet;
import io.veto.rules.layout.Action;
import io.veto.rules.layout.DecisionDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counts what a rule pack found of the planted frauds, and what it took for fraud that is none.
 * <p>
 * <b>Note:</b> one thread.
 */
final class PackTally
{
    private static final int ACTIONS = 5;
    private static final int NO_RULE = -1;

    private final RuleSet ruleSet;
    private final KindTally[] kinds;
    private final int[] ownRules;
    private final long[] hits;
    private final long[] fraudHits;
    private final long[] ownHits;
    private final long[] answers = new long[ACTIONS];
    private final long[] fraudAnswers = new long[ACTIONS];

    /**
     * Begins with nothing.
     *
     * @param ruleSet that answers.
     */
    PackTally(final RuleSet ruleSet)
    {
        this.ruleSet = ruleSet;
        final FraudKind[] all = FraudKind.values();
        kinds = Arrays.stream(all).map(KindTally::new).toArray(KindTally[]::new);
        ownRules = new int[all.length];
        Arrays.fill(ownRules, NO_RULE);
        for (int rule = 0; rule < ruleSet.ruleCount(); rule++)
        {
            for (final FraudKind kind : all)
            {
                ownRules[kind.ordinal()] = kind.label().equals(ruleSet.rule(rule).id()) ? rule : ownRules[kind.ordinal()];
            }
        }
        hits = new long[ruleSet.ruleCount()];
        fraudHits = new long[hits.length];
        ownHits = new long[hits.length];
    }

    /**
     * Counts an answer.
     *
     * @param block that holds it.
     * @param index of the transaction in the block.
     */
    void onAnswer(final PackBlock block, final int index)
    {
        final FraudKind kind = block.kind(index);
        final boolean isFraud = FraudKind.GENUINE != kind;
        final DecisionDecoder decision = block.answered(index);
        final Action action = decision.action();
        final int own = ownRules[kind.ordinal()];
        answers[action.value()]++;
        fraudAnswers[action.value()] += isFraud ? 1 : 0;
        for (int rule = 0; rule < hits.length; rule++)
        {
            if (isHit(decision, rule))
            {
                hits[rule]++;
                fraudHits[rule] += isFraud ? 1 : 0;
                ownHits[rule] += rule == own ? 1 : 0;
            }
        }
        kinds[kind.ordinal()].onTransaction(
            block.episode(index), block.isKnowable(index), NO_RULE != own && isHit(decision, own), Action.APPROVE != action);
    }

    /**
     * What was counted of each kind of fraud.
     *
     * @return in the order of {@link FraudKind}, genuine left out.
     */
    List<KindTally> kinds()
    {
        return Arrays.stream(kinds).filter(kind -> FraudKind.GENUINE != kind.kind()).collect(Collectors.toList());
    }

    /**
     * What was counted of each rule.
     *
     * @return in file order.
     */
    List<RuleCount> rules()
    {
        return IntStream.range(0, hits.length)
            .mapToObj(rule -> new RuleCount(ruleSet.rule(rule).id(), hits[rule], fraudHits[rule], ownHits[rule]))
            .collect(Collectors.toList());
    }

    /**
     * What was counted of each answer.
     *
     * @return weakest first.
     */
    List<AnswerCount> answers()
    {
        return Arrays.stream(Action.values()).filter(action -> Action.NULL_VAL != action)
            .map(action -> new AnswerCount(action, answers[action.value()], fraudAnswers[action.value()]))
            .collect(Collectors.toList());
    }

    private static boolean isHit(final DecisionDecoder decision, final int rule)
    {
        return 0 != (decision.hits(rule >>> 6) >>> rule & 1);
    }
}
