package io.veto.rules.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veto.rules.language.RuleSetCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is known of windows when rules are looked through, against what windows tell of random streams, late events among them: of each two
 * windows, the rule that asks whether one tells more than the other is said never to fire exactly where it fires for no event. No event is
 * reversed, so attempts tell no more than counts do.
 */
class RuleWarningsStreamTest
{
    private static final int EVENTS = 4_000;
    private static final String[] WINDOWS = {
        "count(card, 10s)", "count(card, 10s before)", "count(card, 40s)", "count(card, 30s delayed 10s)",
        "count(card, 40s where amount > 1.00)", "count(card, 10s where amount > 1.00)", "attempts(card, 10s)", "distinct(mcc, card, 10s)",
        "distinct(mcc, card, 40s)", "count(card+mcc, 10s)", "count(card, tumbling 20s)", "count(card, session 8s)"
    };
    private static final List<String> OTHERS = List.of(
        "since(card, 10s) >= 10s", "since(card, 10s) < 0s", "first_seen(card, 10s) < 0s", "distinct(mcc, card, 10s) < 0",
        "ratio(card, 40s where amount > 1.00) > 1", "ratio(card, 40s where amount > 1.00) < 0",
        "count(card, 40s before) = 0 and avg(amount, card, 40s before) is not missing and amount > avg(amount, card, 40s before)");

    @ParameterizedTest
    @ValueSource(longs = { 5, 6 })
    void shouldWarnOfExactlyTheRulesThatNeverFire(final long seed)
    {
        final List<String> conditions = conditions();
        final Set<String> warned = conditions.stream()
            .filter(condition -> !RuleSetCompiler.compile("one.rules", rule(0, condition)).warnings().isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));

        final Random random = new Random(seed);
        final List<Event> events = IntStream.range(0, EVENTS).mapToObj(i -> Event.random(random, i)).collect(Collectors.toList());
        final Set<String> silent = silent(conditions, events);
        final Set<String> unexpected = new TreeSet<>(silent);
        unexpected.removeAll(warned);
        assertEquals(Set.of(), unexpected, "silent without a warning: seed=" + seed);
        assertEquals(warned, silent, "seed=" + seed);
    }

    private static Set<String> silent(final List<String> conditions, final List<Event> events)
    {
        final String rules = IntStream.range(0, conditions.size()).mapToObj(i -> rule(i, conditions.get(i))).collect(Collectors.joining());
        final Set<String> silent = new TreeSet<>(conditions);
        try (ScoredStream stream = new ScoredStream(rules))
        {
            for (final Event event : events)
            {
                stream.fields().mcc(event.mcc());
                stream.at(event.timeMs()).card(event.card()).amount(event.amountMinor()).hits()
                    .forEach(id -> silent.remove(conditions.get(Integer.parseInt(id.substring(1)))));
            }
        }
        return silent;
    }

    private static String rule(final int index, final String condition)
    {
        return "rule R" + index + " review if " + condition + "\n";
    }

    private static List<String> conditions()
    {
        final List<String> conditions = new ArrayList<>(OTHERS);
        for (final String left : WINDOWS)
        {
            for (final String right : WINDOWS)
            {
                if (!left.startsWith("attempts"))
                {
                    conditions.add(left + " > " + right);
                }
            }
        }
        return conditions;
    }

    private record Event(long timeMs, long card, int mcc, long amountMinor)
    {
        static Event random(final Random random, final int index)
        {
            final long lateMs = 0 == random.nextInt(5) ? random.nextInt(60_000) : 0;
            return new Event(
                1_000_000_000_000L + index * 1500L + index / 50 * 30_000L + random.nextInt(1500) - lateMs,
                random.nextInt(3), random.nextInt(4),
                random.nextInt(300) - 50);
        }
    }
}
