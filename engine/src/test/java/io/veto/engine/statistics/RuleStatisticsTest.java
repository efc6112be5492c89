package io.veto.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.engine.statistics.PairFigures.Part;
import io.veto.rules.language.RuleEffect;
import io.veto.rules.language.Thresholds;
import org.junit.jupiter.api.Test;

/** What is counted of each rule and of each pair. */
class RuleStatisticsTest
{
    private static final long MATURITY_MS = 1_000;
    private static final int ALERTS_MAX = 4;

    private long sequence = 0;

    @Test
    void shouldCountTransactionsAndHits()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.REVIEW).add(RuleEffect.DECLINE));
        hit(statistics, 1);
        hit(statistics, 2, 1);
        hit(statistics, 3, 0, 1);

        assertEquals(3, statistics.transactions());
        assertEquals(new RuleFigures(1, 0, 0, 0, 0, false), statistics.figures(0));
        assertEquals(new RuleFigures(2, 2, 0, 0, 0, false), statistics.figures(1));
    }

    @Test
    void shouldCountAloneOnlyWhereNoOtherRuleAnswersAlike()
    {
        final RuleStatistics statistics =
            statistics(new TestRules().add(RuleEffect.REVIEW).add(RuleEffect.REVIEW).add(RuleEffect.DENY).add(RuleEffect.DECLINE));
        hit(statistics, 1, 0, 1);
        hit(statistics, 2, 0);
        hit(statistics, 3, 0, 3);
        hit(statistics, 4, 2, 3);

        assertEquals("1 0 0 1", alone(statistics));
    }

    @Test
    void shouldCountPointsThatReachAThresholdAlone()
    {
        final RuleStatistics statistics = new RuleStatistics(
            0, new TestRules().score(30).score(30).score(60).rules(), new Thresholds(50, Thresholds.NEVER, 100), MATURITY_MS, ALERTS_MAX);
        hit(statistics, 1, 0, 1);
        hit(statistics, 2, 0, 1, 2);
        hit(statistics, 3, 2);

        assertEquals("2 2 2", alone(statistics));
    }

    @Test
    void shouldCountOfARuleInShadowWhatItWouldHaveChanged()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.REVIEW).shadow(RuleEffect.DECLINE));
        hit(statistics, 1, 0, 1);
        hit(statistics, 2, 1);

        assertEquals(new RuleFigures(1, 1, 0, 0, 0, false), statistics.figures(0));
        assertEquals(new RuleFigures(2, 2, 0, 0, 0, true), statistics.figures(1));
    }

    @Test
    void shouldCountNothingAloneWhereTheStandInPolicyAnswered()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.DECLINE));
        statistics.onTransaction(1, 1, TestRules.decision(true, 0));

        assertEquals(new RuleFigures(1, 0, 0, 0, 0, false), statistics.figures(0));
    }

    @Test
    void shouldCountOtherwiseWhenARuleFallsBack()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.DECLINE).add(RuleEffect.DECLINE));
        hit(statistics, 1, 0, 1);
        statistics.onMode(1, true);
        hit(statistics, 2, 0, 1);

        assertEquals(new RuleFigures(2, 1, 0, 0, 0, false), statistics.figures(0));
        assertEquals(new RuleFigures(2, 0, 0, 0, 0, true), statistics.figures(1));
    }

    @Test
    void shouldMatureHitsAtTheirTimeAndNotBefore()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.DECLINE));
        hit(statistics, 10, 0);
        hit(statistics, 11, 0);
        statistics.onLabel(1, true);
        statistics.onTick(1_009);
        assertEquals(new RuleFigures(2, 2, 0, 0, 0, false), statistics.figures(0));
        statistics.onTick(1_010);
        assertEquals(new RuleFigures(2, 2, 1, 1, 0, false), statistics.figures(0));
        hit(statistics, 1_011);
        assertEquals(new RuleFigures(2, 2, 2, 1, 0, false), statistics.figures(0));
    }

    @Test
    void shouldTakeLabelsAfterMaturityAndTheirCorrections()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.DECLINE));
        hit(statistics, 10, 0);
        hit(statistics, 11, 0);
        statistics.onTick(5_000);
        statistics.onLabel(1, true);
        statistics.onLabel(1, true);
        statistics.onLabel(2, true);
        statistics.onLabel(2, false);
        statistics.onLabel(3, true);

        assertEquals(new RuleFigures(2, 2, 2, 1, 0, false), statistics.figures(0));
    }

    @Test
    void shouldForgetTheOldestAlertsAtTheBoundAndSaySo()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.DECLINE));
        for (int i = 0; i < ALERTS_MAX + 2; i++)
        {
            hit(statistics, 10, 0);
        }
        statistics.onLabel(2, true);
        statistics.onLabel(3, true);
        statistics.onTick(5_000);

        assertEquals(2, statistics.forgotten());
        assertEquals(new RuleFigures(6, 6, 4, 1, 0, false), statistics.figures(0));
    }

    @Test
    void shouldNotCallAMaturedAlertForgotten()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.DECLINE));
        for (int i = 0; i < 3 * ALERTS_MAX; i++)
        {
            hit(statistics, 2_000L * i, 0);
        }

        assertEquals(0, statistics.forgotten());
        assertEquals(new RuleFigures(12, 12, 11, 0, 0, false), statistics.figures(0));
    }

    @Test
    void shouldPutAChallengerBesideItsChampion()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.REVIEW).challenger(0));
        hit(statistics, 1, 0, 1);
        hit(statistics, 2, 0);
        hit(statistics, 3, 1);
        hit(statistics, 4, 1);
        statistics.onLabel(3, true);
        statistics.onTick(1_003);

        assertEquals(1, statistics.pairCount());
        assertEquals(new PairFigures(0, 1, new Part(1, 1, 0), new Part(1, 1, 0), new Part(2, 1, 1)), statistics.pair(0));
    }

    @Test
    void shouldSmoothTheCostOfARule()
    {
        final RuleStatistics statistics = statistics(new TestRules().add(RuleEffect.REVIEW));
        statistics.onCost(0, 1_600, 16);
        assertEquals(100, statistics.figures(0).costNs());
        statistics.onCost(0, 2_880, 16);
        assertEquals(110, statistics.figures(0).costNs());
        statistics.onCost(0, 0, 16);
        assertEquals(96, statistics.figures(0).costNs());
    }

    @Test
    void shouldKeepTheLastOfTheRules()
    {
        final TestRules rules = new TestRules();
        for (int i = 0; i < 256; i++)
        {
            rules.add(RuleEffect.REVIEW);
        }
        final RuleStatistics statistics = statistics(rules);
        hit(statistics, 1, 63, 64, 255);

        assertEquals(0, statistics.figures(62).hits());
        assertEquals(1, statistics.figures(63).hits());
        assertEquals(1, statistics.figures(64).hits());
        assertEquals(1, statistics.figures(255).hits());
    }

    private void hit(final RuleStatistics statistics, final long engineTimeMs, final int... rules)
    {
        statistics.onTransaction(++sequence, engineTimeMs, TestRules.decision(rules));
    }

    private static RuleStatistics statistics(final TestRules rules)
    {
        return new RuleStatistics(0, rules.rules(), Thresholds.NONE, MATURITY_MS, ALERTS_MAX);
    }

    private static String alone(final RuleStatistics statistics)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < statistics.ruleCount(); i++)
        {
            text.append(0 == i ? "" : " ").append(statistics.figures(i).alone());
        }
        return text.toString();
    }
}
