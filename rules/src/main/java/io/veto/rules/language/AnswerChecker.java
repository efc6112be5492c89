package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.AnswerContext;
import io.veto.rules.language.VetoRulesParser.StandInContext;
import io.veto.rules.language.VetoRulesParser.ThresholdContext;
import io.veto.rules.language.VetoRulesParser.ThresholdsContext;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Checks what is said once for a whole file: what added points mean, and how to answer where the rules cannot.
 */
final class AnswerChecker
{
    private static final List<String> THRESHOLDS =
        List.of(RuleEffect.REVIEW.word(), RuleEffect.CHALLENGE.word(), RuleEffect.DECLINE.word());
    private static final List<String> ANSWERS =
        List.of(RuleEffect.APPROVE.word(), RuleEffect.REVIEW.word(), RuleEffect.CHALLENGE.word(), RuleEffect.DECLINE.word());
    private static final int THRESHOLD_MAX = 1_000_000;
    private static final int CASES_MAX = 8;

    private final Diagnostics diagnostics;
    private final EffectChecker effects;

    /**
     * Reports what does not fit.
     *
     * @param diagnostics to report to.
     */
    AnswerChecker(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
        effects = new EffectChecker(diagnostics);
    }

    /**
     * Checks thresholds.
     *
     * @param declarations of the file, one at most.
     * @param isScored     whether any rule adds points.
     * @return what points mean; nothing where none is written or an error was reported.
     */
    Thresholds thresholds(final List<ThresholdsContext> declarations, final boolean isScored)
    {
        if (declarations.isEmpty())
        {
            return Thresholds.NONE;
        }
        reportSecond(declarations, "thresholds are written twice", "write them as one, such as review at 50, decline at 90");
        if (!isScored)
        {
            diagnostics.report(
                declarations.get(0).getStart(), "no rule adds points", "write one that does: rule ID score 40 if CONDITION");
        }
        final int[] points = new int[THRESHOLDS.size()];
        for (final ThresholdContext threshold : declarations.get(0).threshold())
        {
            addThreshold(threshold, points);
        }
        checkOrder(declarations.get(0), points);
        return new Thresholds(orNever(points[0]), orNever(points[1]), orNever(points[2]));
    }

    private void addThreshold(final ThresholdContext threshold, final int[] points)
    {
        final RuleEffect effect = effects.effect(threshold.effect(), THRESHOLDS);
        final int newPoints = effects.points(threshold.points, THRESHOLD_MAX);
        if (null == effect)
        {
            return;
        }
        final int index = THRESHOLDS.indexOf(effect.word());
        if (points[index] > 0)
        {
            diagnostics.report(threshold.getStart(), effect.word() + " has two thresholds", "take one of them out");
        }
        points[index] = newPoints;
    }

    private void checkOrder(final ThresholdsContext thresholds, final int[] points)
    {
        int weaker = -1;
        for (int i = 0; i < points.length; i++)
        {
            if (points[i] > 0 && weaker >= 0 && points[i] <= points[weaker])
            {
                diagnostics.report(
                    thresholds.getStart(),
                    THRESHOLDS.get(i) + " at " + points[i] + " leaves nothing to " + THRESHOLDS.get(weaker) + " at " + points[weaker],
                    "the stronger action takes more points, such as review at 50, decline at 90");
            }
            weaker = points[i] > 0 ? i : weaker;
        }
    }

    private static int orNever(final int points)
    {
        return 0 == points ? Thresholds.NEVER : points;
    }

    /**
     * Checks how to answer where the rules cannot.
     *
     * @param declarations of the file, one at most.
     * @param conditions   checker of what stands behind {@code if}.
     * @return the answers; null where none is written or an error was reported.
     */
    StandIn standIn(final List<StandInContext> declarations, final ConditionChecker conditions)
    {
        if (declarations.isEmpty())
        {
            return null;
        }
        reportSecond(declarations, "default on late is written twice", "join them with else");
        final List<AnswerContext> answers = declarations.get(0).answer();
        if (answers.size() > CASES_MAX)
        {
            diagnostics.report(
                answers.get(CASES_MAX).getStart(), "too many answers in default on late", "expectedMaxAnswers=" + CASES_MAX);
        }
        final List<StandIn.Case> cases = new ArrayList<>();
        for (final AnswerContext answer : answers)
        {
            final boolean isLast = answer == answers.get(answers.size() - 1);
            final RuleEffect effect = effects.effect(answer.effect(), ANSWERS);
            final BooleanNode condition = null == answer.condition() ? null : conditions.standIn(answer.condition());
            checkEnd(answer, isLast);
            cases.add(new StandIn.Case(null == effect ? null : effect.action(), condition));
        }
        return new StandIn(List.copyOf(cases));
    }

    private void checkEnd(final AnswerContext answer, final boolean isLast)
    {
        if (isLast && null != answer.condition())
        {
            diagnostics.reportBehind(
                answer.getStop(), "default on late does not answer all", "end it with an action alone, such as else decline");
        }
        if (!isLast && null == answer.condition())
        {
            diagnostics.report(
                answer.getStart(), "an answer without a condition before the last", "give it one, such as approve if amount <= 30.00");
        }
    }

    private <C extends ParserRuleContext> void reportSecond(final List<C> declarations, final String problem, final String hint)
    {
        for (final C declaration : declarations.subList(1, declarations.size()))
        {
            final Token word = declaration.getStart();
            diagnostics.report(word, problem, Diagnostics.line(declarations.get(0).getStart(), word) + " has the first, " + hint);
        }
    }
}
