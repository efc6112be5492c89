package io.veto.rules.language;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veto.rules.layout.EntryMode;
import io.veto.rules.testkit.SeededStreams;
import io.veto.rules.window.Measure;
import io.veto.rules.window.WindowSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said of random pairs of rules against many transactions, most of them lacking something: a rule that can never fire holds of
 * none, one that changes no answer or asks the same as another holds of none that the other does not hold of.
 */
class RuleWarningsPropertyTest
{
    private static final int PAIRS = 400;
    private static final int WORLDS = 250;
    private static final Pattern NEVER = Pattern.compile("rule '(\\w)' can never fire.*");
    private static final Pattern IMPLIED = Pattern.compile("rule '(\\w)' (?:changes no answer,|asks the same as) '(\\w)'.*");
    private static final String[] SIGNS = { "=", "!=", "<", "<=", ">", ">=" };
    private static final String[] COUNTS = {
        "count(card, 10m)", "count(card, 1h)", "count(card, 1h where amount > 0.01)", "distinct(merchant, card, 1h)", "count(card+mcc, 10m)"
    };
    private static final String[] CODES = { "merchant_country", "card_country" };

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 20260101 })
    void shouldSayOnlyWhatIsTrueOfEveryTransaction(final long seed)
    {
        final int[] found = new int[2];

        SeededStreams.check(
            seed,
            random -> IntStream.range(0, PAIRS).mapToObj(i -> pair(random)).collect(Collectors.toList()),
            pairs -> pairs.forEach(pair -> check(pair, found)));

        assertTrue(found[0] > PAIRS / 20, "rules that can never fire: found=" + found[0]);
        assertTrue(found[1] > PAIRS / 50, "rules that others imply: found=" + found[1]);
    }

    private static void check(final String pair, final int[] found)
    {
        final RuleSet ruleSet = RuleSetCompiler.compile("pair.rules", pair);
        if (ruleSet.warnings().isEmpty())
        {
            return;
        }
        final Random random = new Random(pair.hashCode());
        final List<boolean[]> holds = IntStream.range(0, WORLDS)
            .mapToObj(i -> world(random, ruleSet))
            .map(facts -> new boolean[]{ ruleSet.rule(0).condition().test(facts), ruleSet.rule(1).condition().test(facts) })
            .collect(Collectors.toList());
        for (final Diagnostic warning : ruleSet.warnings())
        {
            final Matcher never = NEVER.matcher(warning.problem());
            final Matcher implied = IMPLIED.matcher(warning.problem());
            if (never.matches())
            {
                found[0]++;
                assertFalse(holds.stream().anyMatch(h -> h[index(never.group(1))]), warning::toString);
            }
            else
            {
                assertTrue(implied.matches(), warning::toString);
                found[1]++;
                assertFalse(holds.stream().anyMatch(h -> h[index(implied.group(1))] && !h[index(implied.group(2))]), warning::toString);
            }
        }
    }

    private static int index(final String id)
    {
        return "A".equals(id) ? 0 : 1;
    }

    private static String pair(final Random random)
    {
        final String first = condition(random, 3);
        final String other = 0 == random.nextInt(3) ? first + " or " + condition(random, 1) : condition(random, 2);
        final boolean isSwapped = random.nextBoolean();
        return "rule A " + (random.nextBoolean() ? "review" : "decline") + " if " + (isSwapped ? other : first) +
            "\nrule B decline if " + (isSwapped ? first : other);
    }

    private static String condition(final Random random, final int depth)
    {
        final Supplier<String> part = () -> "(" + condition(random, depth - 1) + ")";
        return switch (depth > 0 ? random.nextInt(8) : 7)
        {
            case 0, 1, 2 -> part.get() + " and " + part.get();
            case 3 -> part.get() + " and " + part.get() + " and not " + part.get();
            case 4 -> part.get() + " or " + part.get();
            case 5 -> "not " + part.get();
            default -> comparison(random);
        };
    }

    private static String comparison(final Random random)
    {
        final String sign = ' ' + SIGNS[random.nextInt(SIGNS.length)] + ' ';
        final int number = random.nextInt(4);
        final String count = COUNTS[random.nextInt(COUNTS.length)];
        return switch (random.nextInt(13))
        {
            case 0, 1 -> "amount" + sign + "0.0" + number;
            case 2 -> "mcc" + sign + (1 + number);
            case 3, 4, 5 -> count + sign + number;
            case 6 -> number + sign + "2 * " + count;
            case 7 -> count + " - " + COUNTS[random.nextInt(COUNTS.length)] + sign + number;
            case 8 -> (random.nextBoolean() ? "mcc" : count) + (random.nextBoolean() ? " is missing" : " is not missing");
            case 9 -> random.nextBoolean() ? "card_present" : "entry_mode" + (random.nextBoolean() ? " = " : " != ") + "\"chip\"";
            case 10 -> CODES[random.nextInt(2)] + (random.nextBoolean() ? " = " : " != ") + (random.nextBoolean() ? CODES[0] : "\"FR\"");
            case 11 -> "avg(amount, card, 1h)" + sign + (random.nextBoolean() ? "0.0" + number : "amount / 2");
            default -> "since(card, 1s)" + sign + number + "s";
        };
    }

    private static Facts world(final Random random, final RuleSet ruleSet)
    {
        final Transactions transaction = new Transactions().amountMinor(random.nextInt(6) - 1).mcc(random.nextInt(6))
            .entryMode(EntryMode.get((short)random.nextInt(6)));
        for (final String country : List.of("FR", "DE"))
        {
            transaction.merchantCountry(random.nextInt(3) > 0 ? country : "\0\0");
            transaction.cardCountry(random.nextInt(3) > 0 ? random.nextBoolean() ? country : "FR" : "\0\0");
        }
        final WindowSpec[] windows = ruleSet.windows();
        final Facts facts = new Facts(windows.length).wrap(transaction.decoder());
        final Map<String, Long> values = values(random);
        for (int i = 0; i < windows.length; i++)
        {
            final Long value = values.get(name(windows[i]));
            if (null == value)
            {
                facts.windowMissing(i);
            }
            else
            {
                facts.window(i, value);
            }
        }
        return facts;
    }

    private static String name(final WindowSpec window)
    {
        return window.measure() + " " + window.key() + " " + window.span().lengthMs() / 60_000 + " " + window.filter();
    }

    private static Map<String, Long> values(final Random random)
    {
        final Map<String, Long> values = new HashMap<>();
        final boolean isCard = random.nextInt(6) > 0;
        if (isCard)
        {
            final long hour = random.nextInt(8);
            final long minutes = random.nextInt((int)hour + 1);
            values.put(Measure.COUNT + " CARD 60 -1", hour);
            values.put(Measure.COUNT + " CARD 10 -1", minutes);
            values.put(Measure.COUNT + " CARD 60 0", (long)random.nextInt((int)hour + 1));
            values.put(Measure.DISTINCT + " CARD 60 -1", (long)random.nextInt((int)hour + 1));
            values.put(Measure.SUM + " CARD 60 -1", (long)random.nextInt(20) - 3);
            if (random.nextBoolean())
            {
                values.put(Measure.COUNT + " CARD+MCC 10 -1", (long)random.nextInt((int)minutes + 1));
            }
        }
        if (random.nextBoolean())
        {
            values.put(Measure.SINCE + " CARD 0 -1", (long)random.nextInt(1000));
        }
        return values;
    }
}
