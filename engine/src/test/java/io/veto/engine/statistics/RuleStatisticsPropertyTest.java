package io.veto.engine.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.Rule;
import io.veto.rules.language.RuleEffect;
import io.veto.rules.language.Thresholds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statistics against a count by brute force over everything that happened. */
class RuleStatisticsPropertyTest
{
    private static final long MATURITY_MS = 500;
    private static final Thresholds THRESHOLDS = new Thresholds(40, 70, 100);

    private record Seen(long sequence, long timeMs, int[] hits)
    {
    }

    @Test
    void shouldCountAsBruteForceDoes()
    {
        for (long seed = 1; seed <= 200; seed++)
        {
            check(seed);
        }
    }

    private static void check(final long seed)
    {
        final Random random = new Random(seed);
        final Rule[] rules = rules(random);
        final RuleStatistics statistics = new RuleStatistics(0, rules, THRESHOLDS, MATURITY_MS, 1 << 10);
        final List<Seen> all = new ArrayList<>();
        final Set<Long> fraud = new HashSet<>();
        long timeMs = 0;
        for (int i = 0; i < 400; i++)
        {
            timeMs += random.nextInt(10);
            if (!all.isEmpty() && random.nextInt(4) == 0)
            {
                final long target = all.get(random.nextInt(all.size())).sequence();
                final boolean isFraud = random.nextInt(3) > 0;
                statistics.onLabel(target, isFraud);
                fraud.remove(target);
                fraud.addAll(isFraud ? List.of(target) : List.of());
            }
            else
            {
                final int[] hits = IntStream.range(0, rules.length).filter(r -> random.nextInt(4) == 0).toArray();
                final Seen seen = new Seen(2L * i + 1, timeMs, hits);
                all.add(seen);
                statistics.onTransaction(seen.sequence(), timeMs, TestRules.decision(hits));
            }
        }
        for (int i = 0; i < all.size(); i++)
        {
            statistics.onTick(timeMs);
        }
        final long endMs = timeMs;
        final List<RuleFigures> expected = Arrays.stream(rules).map(rule -> expected(rules, rule, all, fraud, endMs)).toList();
        assertEquals(expected, IntStream.range(0, rules.length).mapToObj(statistics::figures).toList(), "seed=" + seed);
    }

    private static RuleFigures expected(
        final Rule[] rules, final Rule rule, final List<Seen> all, final Set<Long> fraud, final long endMs)
    {
        final List<Seen> hits = all.stream().filter(s -> contains(s.hits(), rule.index())).toList();
        final List<Seen> matured = hits.stream().filter(s -> s.timeMs() + MATURITY_MS <= endMs).toList();
        return new RuleFigures(hits.size(), hits.stream().filter(s -> isAlone(rules, rule, s.hits())).count(), matured.size(),
            matured.stream().filter(s -> fraud.contains(s.sequence())).count(), 0, rule.isShadow());
    }

    private static boolean isAlone(final Rule[] rules, final Rule rule, final int[] hits)
    {
        final List<Rule> counted = Arrays.stream(hits).mapToObj(i -> rules[i]).filter(r -> !r.isShadow() && r != rule).toList();
        final List<Rule> withRule = new ArrayList<>(counted);
        withRule.add(rule);
        return action(counted) != action(withRule);
    }

    private static Object action(final List<Rule> counted)
    {
        final RuleEffect ofPoints = THRESHOLDS.effect(counted.stream().mapToInt(Rule::points).sum());
        final RuleEffect ofRules = counted.stream().map(Rule::effect).max(Comparator.naturalOrder()).orElse(RuleEffect.SCORE);
        return (ofPoints.compareTo(ofRules) > 0 ? ofPoints : ofRules).action();
    }

    private static boolean contains(final int[] hits, final int rule)
    {
        return Arrays.stream(hits).anyMatch(hit -> hit == rule);
    }

    private static Rule[] rules(final Random random)
    {
        final TestRules rules = new TestRules();
        for (int i = 0; i < 8; i++)
        {
            final RuleEffect effect = RuleEffect.values()[random.nextInt(RuleEffect.values().length)];
            rules.add(effect, RuleEffect.SCORE == effect ? 10 + random.nextInt(60) : 0, random.nextInt(3) == 0, Rule.NULL_RULE,
                Rule.NULL_SHARE);
        }
        return rules.rules();
    }
}
